import { checkProgram, type Language } from '@cairn/language'
import { completeOptions, type OptionValues } from '../options.ts'
import { replay } from '../replay.ts'
import type { Ending, Outcome, Task, TaskCard, TaskOption, TaskOptions, TaskText } from '../task.ts'
import { compile } from './compile.ts'
import { actionNames } from './engine.ts'
import { type Execution, Interpreter, interpreterDefaults, type MinigridRules } from './interpreter.ts'
import { minigrid } from './language.ts'
import { describe, drawWorld, inkWorld } from './picture.ts'
import { madeStarts, type Start, type Starts } from './starts.ts'
import type { World } from './world.ts'

/** The prose of a task's card. */
export interface CardText extends TaskText {
  /** What differs between Minigrid, LLM-GS and what is done here. */
  readonly differences: readonly string[]
}

/** What makes one task. */
export interface Definition<Facts> {
  /** `minigrid/kebab-case` */
  readonly name: string
  readonly summary: string
  readonly text: CardText
  /** Calls an episode may spend unless told otherwise. */
  readonly maxCalls?: number
  /** The room that Minigrid makes of this seed. */
  start(seed: number): Start<Facts>
  /** Rewards and endings. Where the starts come from does not matter to it: made, or recorded elsewhere. */
  rules(starts: Starts<Facts>): MinigridRules
  /** Upper bound of an episode's return; 1 unless given. */
  readonly bestReturn?: number
}

export interface MinigridTask<Facts> extends TaskCard {
  readonly text: CardText
  readonly definition: Definition<Facts>
  /** @throws BadTask */
  open(options?: TaskOptions): Task
}

const declared = (maxCalls: number) =>
  ({
    'max-calls': {
      kind: 'integer',
      default: maxCalls,
      min: 1,
      max: 1_000_000,
      about: 'actions and perceptions that an episode may spend',
    },
  }) as const satisfies Record<string, TaskOption>

/** Makes a task of its definition. Episode i is the room of seed i. */
export function minigridTask<Facts>(definition: Definition<Facts>): MinigridTask<Facts> {
  const { name, summary, text, maxCalls = interpreterDefaults.maxCalls, bestReturn = 1 } = definition
  const options = declared(maxCalls)
  return {
    name,
    summary,
    options,
    text,
    definition,
    open(given) {
      const values: OptionValues<typeof options> = completeOptions(name, options, given)
      const rules = definition.rules(madeStarts((episode) => definition.start(episode)))
      return runnable({ spec: { name, options: values }, language: minigrid, bestReturn }, rules, values['max-calls'])
    },
  }
}

function runnable(
  about: Pick<Task, 'spec'> & { readonly language: Language; readonly bestReturn: number },
  rules: MinigridRules,
  maxCalls: number,
): Task {
  const interpreter = new Interpreter({ maxCalls })
  return {
    ...about,
    prepare(program) {
      checkProgram(minigrid, program)
      const code = compile(program)
      return {
        episode(episode, want) {
          if (want?.trace !== true) return outcome(interpreter.run(code, rules, rules.begin(episode)))
          const trace: number[] = []
          const execution = interpreter.run(code, rules, rules.begin(episode), (action) => trace.push(action))
          return { ...outcome(execution), trace: Uint8Array.from(trace) }
        },
      }
    },
    replay(program, episode) {
      checkProgram(minigrid, program)
      const code = compile(program)
      return replay<World>({
        play(started, heard) {
          const world = rules.begin(episode)
          started(world)
          interpreter.run(code, rules, world, heard)
        },
        draw: (world) => ({ picture: drawWorld(world), inks: inkWorld(world) }),
        actionNames,
        note: ({ carrying }) => (carrying === 0 ? undefined : `carries a ${describe(carrying)}`),
      })
    },
  }
}

function outcome(execution: Execution): Outcome {
  return { return: execution.return, steps: execution.steps, ended: ending(execution) }
}

function ending({ terminated, stopped }: Execution): Ending {
  if (terminated) return 'terminated'
  if (stopped === undefined) return 'completed'
  return stopped === 'limit' ? 'out-of-calls' : 'crashed'
}
