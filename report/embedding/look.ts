import type { PlacedMap } from './figure.ts'

/** What there is to say of an embedding on a page; what was not asked for is not there. */
export interface EmbeddingLook {
  /** Name of the embedding. */
  readonly name: string
  /** Of Cairn. */
  readonly version: string
  /** Of its weights, how it was made, what it reached: names and values. */
  readonly card: readonly (readonly [name: string, value: string])[]
  readonly map?: PlacedMap
  readonly accuracy?: AccuracyLook
  readonly reconstructions?: readonly { readonly text: string; readonly written: string }[]
  readonly smoothness?: Smoothness
  readonly way?: readonly WayPoint[]
  readonly near?: NearLook
  /** The command line that made the page. */
  readonly command: string
}

export interface AccuracyLook {
  /** Name of the part of the data set. */
  readonly part: string
  readonly programs: number
  readonly loss: number
  readonly tokenPercent: number
  readonly programPercent: number
}

/** What becomes of programs when their latents are moved a little. */
export interface Smoothness {
  /** Programs whose surroundings were looked at. */
  readonly programs: number
  /** Latents drawn around each, at each distance. */
  readonly draws: number
  /** Sampled states in which behaviour was compared. */
  readonly states: number
  readonly rows: readonly SmoothnessRow[]
}

export interface SmoothnessRow {
  /** Standard deviation of each number of a latent; 0 is the latent itself. */
  readonly sigma: number
  /** Shares of all latents drawn: those that decode to a program, to that of the latent itself, to one that does the same. */
  readonly decoded: number
  readonly sameProgram: number
  readonly sameBehaviour: number
  /** Mean share of the states in which the two programs do something else; of the latents that decode to a program. */
  readonly distance: number | undefined
}

/** A place on the way from one program to another. */
export interface WayPoint {
  /** 0 at the first, 1 at the second. */
  readonly at: number
  readonly written: string
}

export interface NearLook {
  readonly program: string
  readonly samples: number
  readonly sigma: number
  readonly states: number
  readonly neighbours: readonly {
    readonly text: string
    readonly times: number
    readonly distance: number
    readonly sameBehaviour: number | undefined
  }[]
}
