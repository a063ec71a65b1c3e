import type { Language } from './grammar.ts'
import { hashBytes } from './hash.ts'
import { LissMove } from './liss-move.ts'
import { type Mixture, Mutation, type NeighbourOptions } from './mutation.ts'
import type { Program } from './program.ts'
import type { Rng } from './rng.ts'

export interface MixedNeighbourhoodOptions extends Omit<NeighbourOptions, 'size'> {
  /** Neighbours that have been drawn before come again. Otherwise they are left out, and there are fewer than `k`. */
  readonly repeats?: boolean
  /**
   * What a semantic neighbour is: the program with an option in place of a node that it fits (`intended`), or what the
   * released code of LISS makes of it (`LissMove`), within the limits all the same.
   */
  readonly move?: 'intended' | 'liss'
}

export interface MixedNeighbourhood extends IterableIterator<Program> {
  /** Whether a neighbour was made with an option of the library when it was first drawn. */
  isSemantic(neighbour: Program): boolean
}

/**
 * The mixed neighbourhood of InnateCoder: `k` draws, each a syntactic neighbour with probability epsilon, else a
 * semantic one, in which a node, any but the root, is replaced by an option of the library; drawn again, coin, node and
 * replacement, until it is within bounds. Lazily, from a stream of their own, like `neighbourhood`; options that are
 * added to the library meanwhile are drawn too.
 *
 * Source: rubensolv/InnateCoder, the neighbours of its Karel search.
 *
 * @throws BadProgram, NothingWithinLimits; SingleStream if the stream is a recorded one
 */
export function mixedNeighbourhood(
  language: Language,
  program: Program,
  rng: Rng,
  k: number,
  mixture: Mixture,
  { repeats = false, move = 'intended', ...options }: MixedNeighbourhoodOptions = {},
): MixedNeighbourhood {
  const drawn = new Drawn(k)
  const mutation = new Mutation(language, program, options)
  const draws = move === 'liss' ? new LissMove(language, program, mutation, options) : mutation
  const neighbours = lazily({ draws, rng: rng.split(), k, mixture, repeats, drawn })
  return Object.assign(neighbours, { isSemantic: (neighbour: Program) => drawn.isSemantic(neighbour) })
}

/** Room is made beforehand for this many neighbours, and for more as they come. */
const mostExpected = 1024

interface Drawing {
  readonly draws: Pick<Mutation, 'drawMixed' | 'semantic'>
  readonly rng: Rng
  readonly k: number
  readonly mixture: Mixture
  readonly repeats: boolean
  readonly drawn: Drawn
}

function* lazily({ draws, rng, k, mixture, repeats, drawn }: Drawing): Generator<Program> {
  for (let i = 0; i < k; i++) {
    const next = draws.drawMixed(rng, mixture)
    if (drawn.add(next, draws.semantic) || repeats) yield next
  }
}

/** The neighbours drawn so far, each once: a hash table without strings, for a million draws a second. */
class Drawn {
  readonly #programs: Program[] = []
  readonly #hashes: number[] = []
  readonly #semantic: boolean[] = []
  /** 1 + an index of a program, or 0, at the first free place from the program's hash on; at most half full. */
  #places: Int32Array

  constructor(expected: number) {
    this.#places = new Int32Array(2 << Math.ceil(Math.log2(Math.min(expected, mostExpected))))
  }

  /** @returns false if it is there already */
  add(program: Program, semantic: boolean): boolean {
    const hash = hashBytes(program).low
    const place = this.#placeOf(program, hash)
    if (this.#places[place] !== 0) return false
    const count = this.#programs.push(program)
    this.#hashes.push(hash)
    this.#semantic.push(semantic)
    this.#places[place] = count
    if (2 * count > this.#places.length) this.#grow()
    return true
  }

  isSemantic(program: Program): boolean {
    return this.#semantic[this.#places[this.#placeOf(program, hashBytes(program).low)]! - 1] ?? false
  }

  #placeOf(program: Program, hash: number): number {
    const places = this.#places
    const mask = places.length - 1
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const index = places[place]! - 1
      if (index < 0 || (this.#hashes[index] === hash && equal(this.#programs[index]!, program))) return place
    }
  }

  #grow(): void {
    this.#places = new Int32Array(2 * this.#places.length)
    for (const [index, program] of this.#programs.entries()) {
      this.#places[this.#placeOf(program, this.#hashes[index]!)] = index + 1
    }
  }
}

function equal(a: Program, b: Program): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
