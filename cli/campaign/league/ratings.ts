import { seededRng } from '@cairn/language'
import type { Rating } from '@cairn/report'
import { rate, rating } from 'openskill'

/** A match of two, by their places. */
export interface RatedMatch {
  readonly first: number
  readonly second: number
  /** Of the first one: 1 won, 0.5 a draw, 0 lost. */
  readonly points: number
}

/**
 * Ratings by the model of Plackett and Luce of Weng and Lin (2011), with the constants of openskill. They depend on the
 * order of the matches, which is drawn from a stream with that name: the same matches give the same ratings.
 *
 * @param count how many are rated
 */
export function ratingsOf(count: number, matches: readonly RatedMatch[], name: string): Rating[] {
  const ratings = Array.from({ length: count }, () => rating())
  const played = new Array<number>(count).fill(0)
  for (const { first, second, points } of shuffled(matches, name)) {
    const rank = points === 0.5 ? [1, 1] : points > 0.5 ? [1, 2] : [2, 1]
    const [[one], [other]] = rate([[ratings[first]!], [ratings[second]!]], { rank })
    ratings[first] = one!
    ratings[second] = other!
    played[first]!++
    played[second]!++
  }
  return ratings.map(({ mu, sigma }, at) => ({ mu, sigma, matches: played[at]! }))
}

/** Fisher and Yates. */
function shuffled(matches: readonly RatedMatch[], name: string): RatedMatch[] {
  const rng = seededRng(0).stream(`league/ratings/${name}`)
  const order = [...matches]
  for (let at = order.length - 1; at > 0; at--) {
    const other = rng.below(at + 1)
    ;[order[at], order[other]] = [order[other]!, order[at]!]
  }
  return order
}
