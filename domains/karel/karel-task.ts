import type { Rng } from '@cairn/language'
import { BadTask, completeOptions, type OptionValues } from '../options.ts'
import type { Source } from '../sources.ts'
import type { Task, TaskCard, TaskOption, TaskOptions, TaskText } from '../task.ts'
import type { KarelRules } from './rules.ts'
import { runnableTask } from './runnable-task.ts'
import { drawnStarts, type Start, type Starts } from './starts.ts'
import { interpreterOptions, type switches } from './task-options.ts'
import type { World } from './world.ts'

/** A task of the Karel domain, whatever interpreter runs it. */
export interface KarelTask extends TaskCard {
  readonly text: CardText
  /** @throws BadTask */
  open(options?: TaskOptions): Task
  /** The world of an episode before its first action, for pictures. */
  startOf(episode: number, options?: TaskOptions): World
}

/** The prose of a task's card; everything else on it comes from the declaration. Markdown. */
export interface CardText extends TaskText {
  /** What differs between papers and released codes, and what is done here. */
  readonly differences: readonly string[]
  /** The first one defines the rules. */
  readonly sources: readonly Source[]
}

/** What makes one task: a start state per episode, a reward per action. */
export interface Definition<Declared extends DeclaredWithSwitches, Facts> {
  /** `karel/kebab-case` */
  readonly name: string
  readonly summary: string
  readonly options: Declared
  readonly text: CardText
  /** What is wrong with options that are right one by one. */
  misfit?(options: OptionValues<Declared>): Misfit | undefined
  /** Draws a start state. Every draw comes from `rng`, so from the episode number alone. */
  start(rng: Rng, options: OptionValues<Declared>, episode: number): Start<Facts>
  /** Bookkeeping and rewards. Where the starts come from does not matter to it: drawn, or recorded elsewhere. */
  rules(starts: Starts<Facts>, options: OptionValues<Declared>): KarelRules
  /** Upper bound of an episode's return, rounding included. */
  bestReturn(options: OptionValues<Declared>): number
}

export interface Misfit {
  readonly field: string
  readonly expected: string
}

type DeclaredWithSwitches = Readonly<Record<string, TaskOption>> & typeof switches

/** A task run by the prog_policies interpreter. */
export interface StandardTask<Declared extends DeclaredWithSwitches, Facts> extends KarelTask {
  readonly definition: Definition<Declared, Facts>
  /** All options, checked. */
  complete(options?: TaskOptions): OptionValues<Declared>
}

/** Makes a task of its definition. */
export function karelTask<const Declared extends DeclaredWithSwitches, Facts>(
  definition: Definition<Declared, Facts>,
): StandardTask<Declared, Facts> {
  const { name, summary, options: declared, text } = definition

  function complete(given?: TaskOptions): OptionValues<Declared> {
    const options = completeOptions(name, declared, given)
    const misfit = definition.misfit?.(options)
    if (misfit === undefined) return options
    const value = options[misfit.field]
    throw new BadTask({ task: name, field: misfit.field, value, expected: misfit.expected })
  }

  function starts(options: OptionValues<Declared>): Starts<Facts> {
    return drawnStarts((rng, episode) => definition.start(rng, options, episode))
  }

  return {
    name,
    summary,
    options: declared,
    text,
    definition,
    complete,
    open(given) {
      const options = complete(given)
      return runnableTask({
        spec: { name, options },
        bestReturn: definition.bestReturn(options),
        switches: interpreterOptions(options),
        rules: definition.rules(starts(options), options),
      })
    },
    startOf(episode, given) {
      return starts(complete(given)).begin(episode).world
    },
  }
}
