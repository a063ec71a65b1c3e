import { normals, type Program, type Rng } from '@cairn/language'
import type { Scored, SearchContext } from '../context.ts'
import { type LatentSpace, latentOf, NothingDecoded } from '../latent.ts'
import { around } from './around.ts'

/** A vector with the program that it decodes to. */
export interface Point {
  readonly vector: Float64Array
  readonly program: Program
}

/** Vectors in a row that decode to nothing before a search gives up. */
const mostStarts = 1_000

/** Vectors drawn for one neighbour (`n_tries` of prog_policies). */
const mostTries = 50

/** N(0, I), drawn again until it decodes to a program. @throws NothingDecoded */
export async function randomPoint(space: LatentSpace, rng: Rng): Promise<Point> {
  for (let drawn = 0; drawn < mostStarts; drawn++) {
    const vector = normals(rng, space.size)
    const [program] = await space.decode([vector])
    if (program !== undefined) return { vector, program }
  }
  throw new NothingDecoded(mostStarts)
}

/**
 * One search after another, as many times as that, or with 0 until the context is closed. Each says how many vectors it
 * has drawn.
 *
 * @throws NothingDecoded when search after search is charged nothing
 */
export async function oneAfterAnother(search: SearchContext, times: number, one: () => Promise<number>): Promise<void> {
  let nothing = 0
  for (let n = 0; search.open && (n < times || times === 0); n++) {
    const { charged } = search
    const vectors = await one()
    nothing = search.charged > charged ? 0 : nothing + vectors
    if (nothing >= mostStarts) throw new NothingDecoded(nothing)
  }
}

export interface Neighbouring {
  readonly sigma: number
  /** Chance that a neighbour is a fresh N(0, I) instead of one around its point; 0 unless given. */
  readonly fresh?: number
}

/**
 * A neighbour of each point. A vector that decodes to nothing is drawn again, 50 times at most; after that the
 * neighbour is the point itself.
 */
export async function neighboursOf(
  space: LatentSpace,
  points: readonly Point[],
  { sigma, fresh = 0 }: Neighbouring,
  rng: Rng,
): Promise<Point[]> {
  const neighbours = [...points]
  let missing = [...points.keys()]
  for (let tries = 0; tries < mostTries && missing.length > 0; tries++) {
    const vectors = missing.map((of) =>
      fresh > 0 && rng.uniform() < fresh ? normals(rng, space.size) : around(points[of]!.vector, sigma, rng),
    )
    const programs = await space.decode(vectors)
    for (const [i, program] of programs.entries()) {
      if (program !== undefined) neighbours[missing[i]!] = { vector: vectors[i]!, program }
    }
    missing = missing.filter((_, i) => programs[i] === undefined)
  }
  return neighbours
}

/** Scores what vectors decode to, in order: undefined where that is no program, which charges nothing. */
export async function scoreVectors(
  search: SearchContext,
  vectors: readonly Float64Array[],
): Promise<(Scored | undefined)[]> {
  const programs = await latentOf(search).decode(vectors)
  const decoded = programs.filter((program) => program !== undefined)
  const scored = decoded.length === 0 ? [] : await search.scoreAll(decoded)
  let next = 0
  return programs.map((program) => (program === undefined ? undefined : scored[next++]))
}
