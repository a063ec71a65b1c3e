import { type Rng, seededRng } from '@cairn/language'

/** The random choices that a world makes during an episode. */
export interface Draws {
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** In [0, 1). */
  uniform(): number
  among(cells: readonly number[]): number
}

/** Where the draws of an episode come from. */
export type DrawsOf = (episode: number) => Draws

/** Draws that depend on the episode number alone, in a stream of their own. */
export function drawsOfEpisode(episode: number): Draws {
  return new StreamDraws(seededRng(episode).stream('karel-long'))
}

class StreamDraws implements Draws {
  readonly #rng: Rng

  constructor(rng: Rng) {
    this.#rng = rng
  }

  between(low: number, high: number): number {
    return low + this.#rng.below(high - low + 1)
  }

  uniform(): number {
    return this.#rng.uniform()
  }

  among(cells: readonly number[]): number {
    return cells[this.#rng.below(cells.length)]
  }
}
