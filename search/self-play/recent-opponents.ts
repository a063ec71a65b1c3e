import type { Program } from '@cairn/language'
import type { Search } from '../context.ts'
import type { Learner } from './learner.ts'
import type { Matches } from './matches.ts'
import { type SelfPlayOptions, selfPlayDefaults, selfPlayOptions } from './options.ts'
import { selfPlay } from './self-play.ts'

/** What a response must score at first to be taken in: more than a draw. */
const firstThreshold = 0.5

/** The latest `most` programs taken in are the opponents, the last of them is the champion. */
class RecentOpponents implements Learner {
  opponents: readonly Program[]
  readonly #matches: Matches
  readonly #most: number
  /** A response is taken in if it does better against the opponents than the latest one did, itself among them. */
  #threshold = firstThreshold

  constructor(matches: Matches, first: Program, most: number) {
    this.#matches = matches
    this.#most = most
    this.opponents = [first]
  }

  get archive(): number {
    return this.opponents.length
  }

  get champion(): Program {
    return this.opponents.at(-1)!
  }

  async update(response: Program): Promise<Program | undefined> {
    const [played] = await this.#matches.play([response], this.opponents)
    if (played!.score <= this.#threshold) return undefined
    const cleared = await this.#matches.cleared(response, this.opponents)
    const kept = this.opponents.length >= this.#most ? this.opponents.slice(1) : this.opponents
    this.opponents = [...kept, cleared]
    const [again] = await this.#matches.play([cleared], this.opponents)
    this.#threshold = again!.score
    return cleared
  }
}

/**
 * Iterated best response: each program is one that beats the one before.
 *
 * Source: rubensolv/LocalLearnerIJCAI, its learner of the latest n programs with n = 1.
 */
export const iteratedBestResponse: Search<SelfPlayOptions> = {
  name: 'ibr',
  summary: 'self-play by iterated best response: each program is to beat the one before (IBR)',
  options: selfPlayOptions,
  run: (search, options) => selfPlay(search, options, (matches, first) => new RecentOpponents(matches, first, 1)),
}

export type FictitiousPlayOptions = SelfPlayOptions & {
  /** n: the latest programs that are opponents. */
  opponents: number
}

export const fictitiousPlayDefaults = { ...selfPlayDefaults, opponents: 1000 } satisfies FictitiousPlayOptions

/**
 * Fictitious play: each program is one that beats those before, all of equal weight.
 *
 * Source: rubensolv/LocalLearnerIJCAI, its learner of the latest n programs with n = 1000.
 */
export const fictitiousPlay: Search<FictitiousPlayOptions> = {
  name: 'fp',
  summary: 'self-play by fictitious play: each program is to beat those before (FP)',
  options: {
    opponents: {
      kind: 'integer',
      default: fictitiousPlayDefaults.opponents,
      min: 1,
      max: 1_000_000,
      about: 'n: the latest programs that are opponents (2L: 1000, in practice all; 1 is ibr)',
    },
    ...selfPlayOptions,
  },
  run: (search, options) =>
    selfPlay(search, options, (matches, first) => new RecentOpponents(matches, first, options.opponents)),
}
