import type { Program } from '@cairn/language'
import type { Played } from '../arena.ts'

/** Whom best responses are to be found against, and what becomes of them. */
export interface Learner {
  /** `Adv`: what an evaluation is against, in order. */
  readonly opponents: readonly Program[]
  /** Programs taken in and kept. */
  readonly archive: number
  /** The result so far. Best responses are searched for from it. */
  readonly champion: Program
  /**
   * A program has been found that does better against the opponents than the champion.
   *
   * @returns the program as it was taken in; undefined if it was not
   */
  update(response: Program): Promise<Program | undefined>
  /** Hears of every evaluation against the opponents, if it wants to. */
  readonly heard?: (played: readonly Played[]) => void
}
