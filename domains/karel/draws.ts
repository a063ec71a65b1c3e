import type { Rng } from '@cairn/language'

/** A uniform integer from `low` to `high`, both included. */
export function between(rng: Rng, low: number, high: number): number {
  return low + rng.below(high - low + 1)
}

/** Shuffles in place, from the last item down: the order of draws of numpy's legacy `shuffle`. */
export function shuffle<Item>(rng: Rng, items: Item[]): Item[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = rng.below(i + 1)
    const item = items[i]
    items[i] = items[j]
    items[j] = item
  }
  return items
}
