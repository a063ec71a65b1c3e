import { checkProgram, type Program, type Rng } from '@cairn/language'
import { BadTask, completeOptions, type OptionValues } from '../../options.ts'
import type { Outcome, Task, TaskOption, TaskOptions } from '../../task.ts'
import { type ActionListener, ActionLog } from '../action-log.ts'
import type { Code } from '../code-builder.ts'
import type { CardText, KarelTask, Misfit } from '../karel-task.ts'
import { karel } from '../language.ts'
import { compileForLeaps } from '../leaps-compile.ts'
import { replay } from '../replay.ts'
import { drawnStarts, type Start, type Starts } from '../starts.ts'
import type { World } from '../world.ts'

/** A task of LEAPS or HPRL before it is opened. */
export interface OriginalDefinition<
  Declared extends Readonly<Record<string, TaskOption>>,
  Facts,
  Playing extends Player,
> {
  /** `karel/leaps-...`, `karel/hprl-...` */
  readonly name: string
  readonly summary: string
  readonly options: Declared
  readonly text: CardText
  misfit?(options: OptionValues<Declared>): Misfit | undefined
  /** A start state, every draw from `rng`. */
  start(rng: Rng, options: OptionValues<Declared>): Start<Facts>
  /** What plays an episode. */
  player(starts: Starts<Facts>, options: OptionValues<Declared>): Playing
  /** Upper bound of an episode's return, rounding included, where there is one that solves the task. */
  bestReturn(options: OptionValues<Declared>): number | undefined
}

/** Plays episodes of one opened task. */
export interface Player {
  begin(episode: number): World
  /** From the start to the end; the rewards that are heard add up to the return, but for rounding. */
  play(code: Code, heard?: ActionListener): Outcome
}

export interface OriginalTask<Playing extends Player> extends KarelTask {
  /**
   * What plays its episodes.
   *
   * @throws BadTask
   */
  player(options?: TaskOptions): Playing
}

export function originalTask<
  const Declared extends Readonly<Record<string, TaskOption>>,
  Facts,
  Playing extends Player,
>(definition: OriginalDefinition<Declared, Facts, Playing>): OriginalTask<Playing> {
  const { name, summary, options: declared, text } = definition
  function complete(given: TaskOptions | undefined): OptionValues<Declared> {
    const options = completeOptions(name, declared, given)
    const misfit = definition.misfit?.(options)
    if (misfit === undefined) return options
    const value = options[misfit.field]
    throw new BadTask({ task: name, field: misfit.field, value, expected: misfit.expected })
  }
  const starts = (options: OptionValues<Declared>) => drawnStarts((rng) => definition.start(rng, options))
  return {
    name,
    summary,
    options: declared,
    text,
    open(given) {
      const options = complete(given)
      const bestReturn = definition.bestReturn(options)
      const task = opened(definition.player(starts(options), options))
      return { spec: { name, options }, ...(bestReturn === undefined ? {} : { bestReturn }), ...task }
    },
    player(given) {
      const options = complete(given)
      return definition.player(starts(options), options)
    },
    startOf: (episode, given) => starts(complete(given)).begin(episode).world,
  }
}

function opened(player: Player): Pick<Task, 'language' | 'prepare' | 'replay'> {
  return {
    language: karel,
    prepare(program) {
      const code = checked(program)
      return {
        episode(episode, want) {
          player.begin(episode)
          if (want?.trace !== true) return player.play(code)
          const log = new ActionLog()
          const outcome = player.play(code, (action) => log.push(action))
          return { ...outcome, trace: log.bytes }
        },
      }
    },
    replay(program, episode) {
      const code = checked(program)
      return replay((started, heard) => {
        started(player.begin(episode))
        player.play(code, heard)
      })
    },
  }
}

function checked(program: Program): Code {
  checkProgram(karel, program)
  return compileForLeaps(program)
}
