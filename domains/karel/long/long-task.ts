import { checkProgram, numpyRng, type Program, type Rng } from '@cairn/language'
import { completeOptions, type OptionValues } from '../../options.ts'
import type { Outcome, Task, TaskOption } from '../../task.ts'
import { type ActionListener, ActionLog } from '../action-log.ts'
import type { Code } from '../code-builder.ts'
import type { CardText, KarelTask } from '../karel-task.ts'
import { karel } from '../language.ts'
import { compileForLeaps } from '../leaps-compile.ts'
import { LeapsInterpreter, leapsCallBudget, noExecution } from '../leaps-interpreter.ts'
import { replay } from '../replay.ts'
import { drawnStarts, givenStart, type Start } from '../starts.ts'
import type { World } from '../world.ts'
import { drawsOfEpisode } from './draws.ts'
import type { LongRules, LongSetting } from './long-rules.ts'

const options = {
  scale: {
    kind: 'choice',
    default: '1',
    of: ['1', '2', '4', '8', '16'],
    about: 'multiplies the goals and divides the rewards; above 1 it tests generalisation',
  },
  ghosts: {
    kind: 'boolean',
    default: true,
    about: 'markers that can be seen but not picked up, as in the released code; off: every marker is one',
  },
  'call-budget': {
    kind: 'integer',
    default: leapsCallBudget,
    min: 1,
    max: 1_000_000,
    about: 'what one execution of a program may spend',
  },
  programs: {
    kind: 'integer',
    default: 1,
    min: 1,
    max: 1000,
    about: 'executions of the program in one episode, each with a fresh budget',
  },
} as const satisfies Record<string, TaskOption>

/** A task of Karel-Long before it is opened. */
export interface LongDefinition<Facts> {
  /** `karel/kebab-case` */
  readonly name: string
  readonly summary: string
  readonly text: CardText
  /** Most that one action can pay at scale 1. */
  readonly gain: number
  /** Whether progress can exceed 1. */
  readonly paysBeyondDone: boolean
  /** Whether there is more than one start state. */
  readonly drawsStart: boolean
  /** A start state, every draw from `rng`. */
  start(rng: Rng): Start<Facts>
  rules(setting: LongSetting<Facts>): LongRules<Facts>
}

/** A task of Karel-Long. */
export interface LongTask<Facts> extends KarelTask {
  readonly definition: LongDefinition<Facts>
}

/** A task that HIPO plays: a program, or the same one several times, by the LEAPS interpreter. */
export function longTask<Facts>(definition: LongDefinition<Facts>): LongTask<Facts> {
  const { name, summary, text } = definition
  const starts = () =>
    definition.drawsStart ? drawnStarts(definition.start) : givenStart(definition.start(numpyRng(0)))
  return {
    name,
    summary,
    options,
    text,
    definition,
    open(given) {
      const values = completeOptions(name, options, given)
      const rules = definition.rules({
        starts: starts(),
        draws: drawsOfEpisode,
        scale: Number(values.scale),
        ghosts: values.ghosts,
      })
      return opened({ rules, values, definition })
    },
    startOf(episode, given) {
      completeOptions(name, options, given)
      return starts().begin(episode).world
    },
  }
}

interface Opening<Facts> {
  readonly definition: LongDefinition<Facts>
  readonly values: OptionValues<typeof options>
  readonly rules: LongRules<Facts>
}

function opened<Facts>({ definition, values, rules }: Opening<Facts>): Task {
  const interpreter = new LeapsInterpreter(values['call-budget'])

  function play(code: Code, world: World, heard?: ActionListener): Outcome {
    const execution = noExecution()
    for (let i = 0; i < values.programs; i++) interpreter.run(code, rules, world, execution, heard)
    const { steps, completed } = execution
    return { return: execution.return, steps, ended: completed ? 'completed' : 'out-of-calls' }
  }

  return {
    spec: { name: definition.name, options: values },
    language: karel,
    bestReturn: bestReturn(definition, values),
    prepare(program) {
      const code = checked(program)
      return {
        episode(episode, want) {
          if (want?.trace !== true) return play(code, rules.begin(episode))
          const log = new ActionLog()
          const outcome = play(code, rules.begin(episode), (action) => log.push(action))
          return { ...outcome, trace: log.bytes }
        },
      }
    },
    replay(program, episode) {
      const code = checked(program)
      return replay((started, heard) => {
        const world = rules.begin(episode)
        started(world)
        play(code, world, heard)
      })
    },
  }
}

function checked(program: Program): Code {
  checkProgram(karel, program)
  return compileForLeaps(program)
}

/**
 * An execution has at most as many actions as its budget, for each of them spends one unit of its own. Rounding cannot
 * carry a return past this bound: every action that pays also costs, far more than its rounding.
 */
function bestReturn<Facts>(
  { gain, paysBeyondDone }: LongDefinition<Facts>,
  values: OptionValues<typeof options>,
): number {
  const most = (values.programs * values['call-budget'] * gain) / Number(values.scale)
  return paysBeyondDone ? most : Math.min(1, most)
}
