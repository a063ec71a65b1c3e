import type { Program, Rng } from '@cairn/language'
import type { Scored, SearchContext } from '../context.ts'
import { type LatentSpace, latentOf, NothingDecoded } from '../latent.ts'
import { around, normals } from './normals.ts'

/** A vector with the program that it decodes to. */
export interface Point {
  readonly vector: Float64Array
  readonly program: Program
}

/** Vectors drawn for one start before a search gives up. */
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

export interface Neighbourhood {
  readonly count: number
  readonly sigma: number
  /** Chance that a neighbour is a fresh N(0, I) instead of one around the point; 0 unless given. */
  readonly fresh?: number
}

/**
 * Points around a point. A vector that decodes to nothing is drawn again, 50 times at most; after that the neighbour is
 * the point itself.
 */
export async function neighboursOf(
  space: LatentSpace,
  from: Point,
  { count, sigma, fresh = 0 }: Neighbourhood,
  rng: Rng,
): Promise<Point[]> {
  const draw = () => (fresh > 0 && rng.uniform() < fresh ? normals(rng, space.size) : around(from.vector, sigma, rng))
  const neighbours: Point[] = Array.from({ length: count }, () => from)
  let missing = [...neighbours.keys()]
  for (let tries = 0; tries < mostTries && missing.length > 0; tries++) {
    const vectors = missing.map(draw)
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
