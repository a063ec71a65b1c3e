import type { Rng } from '@cairn/language'

/** Batches whose programs are sorted by length together. */
const pool = 16

/**
 * The batches of one pass, as LEAPS's loader has them: shuffled, the last partial batch dropped. Programs of like length
 * come together, since a batch is as long as its longest: the shuffled programs are sorted within pools of 16 batches,
 * and then the batches are shuffled.
 *
 * @param programs their numbers
 * @param length tokens of a program
 */
export function epochBatches(
  programs: ArrayLike<number>,
  size: number,
  length: (program: number) => number,
  rng: Rng,
): Uint32Array[] {
  const order = shuffled(Uint32Array.from(programs), rng)
  const whole = order.length - (order.length % size)
  const batches: Uint32Array[] = []
  for (let from = 0; from < whole; from += pool * size) {
    const some = order.slice(from, Math.min(whole, from + pool * size)).sort((a, b) => length(a) - length(b))
    for (let at = 0; at < some.length; at += size) batches.push(some.slice(at, at + size))
  }
  return shuffled(batches, rng)
}

/** In place. */
function shuffled<List extends { readonly length: number; [at: number]: unknown }>(list: List, rng: Rng): List {
  for (let i = list.length - 1; i > 0; i--) {
    const j = rng.below(i + 1)
    const item = list[i]
    list[i] = list[j]
    list[j] = item
  }
  return list
}
