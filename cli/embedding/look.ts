import { karel, type ProgramData } from '@cairn/domains'
import { ParseError, type Program, parse, print, type Rng, seededRng } from '@cairn/language'
import { gaussians, type TrainedEmbedding, type Validation, validate } from '@cairn/trainer'
import { BadUsage } from '../errors.ts'
import type { SampledStates } from './behaviour.ts'

/** A program of a data set, and what comes back when its latent is decoded. */
export interface Reconstruction {
  readonly number: number
  readonly text: string
  readonly written: string
}

/** A place between two programs. */
export interface Waypoint {
  /** 0 at the first, 1 at the second. */
  readonly at: number
  readonly written: string
}

/** A program near another, by the latents that decode to it. */
export interface Neighbour {
  readonly text: string
  /** Latents that came out as it. */
  readonly times: number
  /** Of the nearest of them to the program's own. */
  readonly distance: number
  /** Share of the sampled states in which both do the same; undefined for a text that is no program. */
  readonly sameBehaviour: number | undefined
}

/**
 * A program that was given in words.
 *
 * @param field where it was given
 * @throws BadUsage
 */
export function programOf(field: string, text: string, embedding: TrainedEmbedding): Program {
  try {
    const program = parse(karel.language, text)
    embedding.words.encodeText(print(karel.language, program))
    return program
  } catch (error) {
    if (error instanceof ParseError || (error instanceof Error && 'token' in error))
      throw new BadUsage(field, text, `a program in the tokens of ${embedding.card.vocabulary} (${error.message})`)
    throw error
  }
}

/** Accuracy on programs of a data set, as in training: from drawn latents. */
export async function accuracyOn(
  { embedding, words, card }: TrainedEmbedding,
  data: ProgramData,
  programs: Uint32Array,
  seed: number,
): Promise<Validation> {
  const rng = seededRng(seed).stream('accuracy')
  const found = await validate(embedding, data, programs, {
    ...{ words, batch: 256, steps: card.steps, demonstrations: 0, rng },
  })
  if (found === undefined) throw new Error('a validation without a signal was stopped')
  return found
}

/** What becomes of programs when the means of their latents are decoded. */
export async function reconstructions(
  embedding: TrainedEmbedding,
  data: ProgramData,
  programs: ArrayLike<number>,
): Promise<Reconstruction[]> {
  const texts = Array.from(programs, (number) => embedding.words.decode(data.tokens(number)))
  const latents = await embedding.encode(texts.map((text) => parse(karel.language, text)))
  const written = await embedding.write(latents)
  return texts.map((text, i) => ({ number: programs[i]!, text, written: written[i]! }))
}

/** Programs on the straight line from one latent to another, both ends included. */
export async function interpolation(
  embedding: TrainedEmbedding,
  ends: readonly [Program, Program],
  points: number,
): Promise<Waypoint[]> {
  const [from, to] = await embedding.encode(ends)
  const places = Array.from({ length: points }, (_, i) => i / (points - 1))
  const written = await embedding.write(places.map((at) => from!.map((value, k) => value + at * (to![k]! - value))))
  return places.map((at, i) => ({ at, written: written[i]! }))
}

export interface NeighbourOptions {
  /** Latents drawn. */
  readonly samples: number
  /** Standard deviation of each of their numbers from the program's. */
  readonly sigma: number
  /** In which behaviour is compared. */
  readonly states: SampledStates
  readonly rng: Rng
}

/** What latents around that of a program decode to, the most frequent first. */
export async function neighboursOf(
  embedding: TrainedEmbedding,
  program: Program,
  { samples, sigma, states, rng }: NeighbourOptions,
): Promise<Neighbour[]> {
  const [centre] = await embedding.encode([program])
  const noise = gaussians(rng, samples * embedding.size)
  const latents = Array.from({ length: samples }, (_, i) =>
    centre!.map((value, k) => value + sigma * noise[i * embedding.size + k]!),
  )
  const found = new Map<string, { times: number; distance: number }>()
  for (const [i, text] of (await embedding.write(latents)).entries()) {
    const distance = Math.hypot(...latents[i]!.map((value, k) => value - centre![k]!))
    const { times = 0, distance: least = distance } = found.get(text) ?? {}
    found.set(text, { times: times + 1, distance: Math.min(least, distance) })
  }
  return Array.from(found, ([text, { times, distance }]) => {
    const other = parsed(text)
    const sameBehaviour = other === undefined ? undefined : states.likeness(program, other)
    return { text, times, distance, sameBehaviour }
  }).sort((a, b) => b.times - a.times || a.distance - b.distance)
}

/** undefined for a text that is no program. */
export function parsed(text: string): Program | undefined {
  try {
    return parse(karel.language, text)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}
