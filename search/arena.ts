import type { Program } from '@cairn/language'
import type { Scored, SearchContext } from './context.ts'

/** A program and its matches against some opponents. */
export interface Played extends Scored {
  /** Sum over the opponents of half of what the two matches against each returned (`eval` of LocalLearner). */
  readonly score: number
  /** What the program's matches returned: opponent after opponent, as player 0 and then as player 1. */
  readonly returns: Float64Array
}

/** On what terms programs are matched. */
export interface Matching {
  /** One or more, in order; from both sides each. One may come twice: it counts twice, and is played once. */
  readonly opponents: readonly Program[]
  /**
   * What a program costs: 1 for each opponent, that is for two matches (LISS); the same, but nothing for an opponent in
   * the matches against whom it failed, their returns summing to less than 0 (LocalLearner); or nothing.
   */
  readonly charge: 'each' | 'valid' | 'none'
}

export interface FirstToBeat {
  readonly winner: Played | undefined
  /** When asked for: every charged program, up to and including the winner, in order. Otherwise empty. */
  readonly played: readonly Played[]
}

/** How a self-play search stands. */
export interface Standing {
  /** Programs that the learner has taken in and knows. */
  readonly archive: number
  /** Programs that an evaluation is against. */
  readonly opponents: number
  /** Best responses that have been searched for, the one that begins now included. */
  readonly responses: number
}

/**
 * What self-play asks for: matches of programs against programs, on the run's task. A match is an episode. Questions
 * like those of `SearchContext`, answered in one order with them: journaled, rejected with `SearchClosed` once the
 * context is closed.
 *
 * What matches return never solves the task and is never the run's best; the champion is its result.
 */
export interface Arena {
  /**
   * Plays programs against opponents; same order as asked. When the budget left does not pay for all programs with all
   * their opponents, those that it pays for are played and charged, and the context closes.
   */
  play(programs: readonly Program[], matching: Matching): Promise<Played[]>
  /**
   * The first program, in the order given, whose score against the opponents is strictly greater than `score`. Charges
   * the programs up to and including it, or all of them. Drawn from as in `firstBetter`. With `every`, or where failures
   * are free, no match of a charged program is left out; otherwise one that can no longer win is stopped.
   */
  firstToBeat(
    score: number,
    programs: Iterable<Program>,
    matching: Matching & { readonly every?: boolean },
  ): Promise<FirstToBeat>
  /**
   * The program without the parts that have no effect in its matches against the opponents; the program itself where
   * the domain cannot tell. Charges nothing.
   */
  trimmed(program: Program, opponents: readonly Program[]): Promise<Program>
  /**
   * Names the champion: the last one named is the result of the run. It is scored on the run's own episodes, for the
   * record. Charges nothing.
   */
  crown(champion: Program): Promise<Scored>
  /**
   * Seconds that the run has taken, over all its sittings. In the journal like every answer, so a resumed run hears what
   * it heard before; but no two runs of a search that asks are alike. Charges nothing.
   */
  seconds(): Promise<number>
  /** For those who watch: the search begins another best response. Part of no result, and in no journal. */
  tell(standing: Standing): void
}

/** The task of the run is not played against opponents. */
export class NoArena extends Error {
  readonly code = 'E_NO_ARENA'
  constructor() {
    super('this task is not played against opponents; self-play needs one that is, such as microrts/bases-workers8x8a')
  }
}

/** @throws NoArena */
export function arenaOf({ arena }: SearchContext): Arena {
  if (arena === undefined) throw new NoArena()
  return arena
}
