import type { Language } from './grammar.ts'
import { Mutation, type NeighbourOptions } from './mutation.ts'
import type { Program } from './program.ts'
import type { Rng } from './rng.ts'

/**
 * A copy with one node, any but the root, replaced by a drawn one; drawn again, node and replacement, until the copy is
 * within bounds. It may equal the program.
 *
 * @throws BadProgram, NothingWithinLimits
 */
export function neighbour(language: Language, program: Program, rng: Rng, options?: NeighbourOptions): Program {
  return new Mutation(language, program, options).draw(rng)
}

/** `k` independent neighbours; repeats are kept. */
export function neighbours(
  language: Language,
  program: Program,
  rng: Rng,
  k: number,
  options?: NeighbourOptions,
): Program[] {
  const mutation = new Mutation(language, program, options)
  return Array.from({ length: k }, () => mutation.draw(rng))
}

/**
 * `k` independent neighbours, each drawn when it is asked for, from a stream of their own: `rng` is split at the call
 * and not touched afterwards. They can be gone through once.
 *
 * A recorded stream is one stream and no more: all `k` are drawn from it at the call, as its reference did.
 */
export function neighbourhood(
  language: Language,
  program: Program,
  rng: Rng,
  k: number,
  options?: NeighbourOptions,
): IterableIterator<Program> {
  if (rng.recorded) return neighbours(language, program, rng, k, options).values()
  return lazily(new Mutation(language, program, options), rng.split(), k)
}

function* lazily(mutation: Mutation, rng: Rng, k: number): Generator<Program> {
  for (let i = 0; i < k; i++) yield mutation.draw(rng)
}
