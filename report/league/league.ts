import type { Options, Origin } from '../comparison.ts'

/** All that the standings of a campaign are made from: who played, and what came of it. */
export interface League {
  readonly name: string
  /** Labels, in the order of the plan. */
  readonly learners: readonly string[]
  /** Scripted bots. */
  readonly bots: readonly string[]
  readonly maps: readonly LeagueMap[]
  /** Of the learners, over all maps; in the order of `learners`, undefined without a match. */
  readonly ratings: readonly (Rating | undefined)[]
  /** Runs that are not done. */
  readonly unfinished: number
  readonly runs: number
  readonly origin: Origin
}

/** The matches on one map. */
export interface LeagueMap {
  /** Unique. */
  readonly label: string
  /** Of the task. */
  readonly name: string
  readonly options: Options
  /** Evaluations that each run may be charged. */
  readonly budget: number
  /** Programs and bots: the last champion of each run that has one, learner by learner; then the bots. */
  readonly entrants: readonly Entrant[]
  /**
   * Points of an entrant against another one, mean of both sides: a win 1, a draw 0.5. Row by row; undefined where the
   * two do not play, as no two bots do.
   */
  readonly payoff: readonly (readonly (number | undefined)[])[]
  /** Of the learners on this map; in the order of `learners`. */
  readonly ratings: readonly (Rating | undefined)[]
  readonly checkpoints: readonly Checkpoint[]
}

export interface Entrant {
  /** Unique on the map: the run's name, or the bot's. */
  readonly name: string
  /** Place in `learners`; undefined for a bot. */
  readonly learner: number | undefined
  readonly seed: number | undefined
  /** Evaluations charged until the champion was named. */
  readonly charged: number | undefined
  /** Champions of its run until then. */
  readonly champions: number | undefined
  readonly rating: Rating
  /** The program, indented. */
  readonly program: string | undefined
}

/** Weng and Lin's Bayesian rating: what the skill is taken to be, and how sure that is. */
export interface Rating {
  readonly mu: number
  readonly sigma: number
  readonly matches: number
}

/** What is low enough to be safe to say of a skill. */
export function ordinal({ mu, sigma }: Rating): number {
  return mu - 3 * sigma
}

/** How the champions of the runs did after so many evaluations. */
export interface Checkpoint {
  readonly evaluations: number
  /** By learner: the winning rate of each of its runs that is as far as that. */
  readonly againstBots: readonly (readonly number[])[]
  /** By learner: against the champions of the other learners' runs of the same seed. */
  readonly againstLearners: readonly (readonly number[])[]
}
