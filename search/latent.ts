import type { Program } from '@cairn/language'
import type { SearchContext } from './context.ts'

/**
 * The latent space of a program embedding: what a search asks of it. Questions like those of `SearchContext`, answered
 * in one order with them: journaled, free of charge, rejected with `SearchClosed` once the context is closed.
 */
export interface LatentSpace {
  /** Numbers in a vector. */
  readonly size: number
  /**
   * The most likely program of each vector, in the same order; undefined where what comes out is no program, such as
   * one with an empty block or without an end.
   *
   * @throws BadLatent
   */
  decode(latents: readonly Float64Array[]): Promise<readonly (Program | undefined)[]>
  /** The mean of the vectors of each program, in the same order. */
  encode(programs: readonly Program[]): Promise<readonly Float64Array[]>
}

/** The run has no embedding whose latent space could be searched. */
export class NoLatentSpace extends Error {
  readonly code = 'E_NO_LATENT_SPACE'
  constructor() {
    super(
      'this run has no program embedding; cem, cem-diversity, cebs and latent-hc search in the latent space of one, ' +
        'the other searches ("cairn searches") go without',
    )
  }
}

/** A vector that is none of the latent space. */
export class BadLatent extends Error {
  readonly code = 'E_BAD_LATENT'
  /** Its place among those asked about. */
  readonly number: number
  constructor(number: number, latent: Float64Array, size: number) {
    const bad = latent.find((value) => !Number.isFinite(value))
    super(`latent ${number}: expected ${size} finite numbers, got ${bad ?? `${latent.length} of them`}`)
    this.number = number
  }
}

/** Vector after vector of a latent space decodes to nothing, so that a search would go on for ever at no charge. */
export class NothingDecoded extends Error {
  readonly code = 'E_NOTHING_DECODED'
  readonly vectors: number
  constructor(vectors: number) {
    super(`${vectors} vectors in a row decode to no program: the embedding is not trained, or for another language`)
    this.vectors = vectors
  }
}

/** @throws NoLatentSpace */
export function latentOf({ latent }: SearchContext): LatentSpace {
  if (latent === undefined) throw new NoLatentSpace()
  return latent
}
