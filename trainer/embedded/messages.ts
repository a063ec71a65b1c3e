import type { Program } from '@cairn/language'
import type { BackendOptions } from '../backend.ts'

/** What computes, and why it does. */
export interface ComputedBy {
  readonly backend: string
  /** A line for each backend that was looked at. */
  readonly report: readonly string[]
}

/** What a process that computes an embedding is started with. */
export interface EmbeddingChildSettings {
  readonly folder: string
  /** Of the embedding that must be there. */
  readonly name: string
  readonly backend: Partial<BackendOptions>
}

export type ToEmbedding =
  | { readonly kind: 'decode'; readonly latents: readonly Float64Array[] }
  | { readonly kind: 'encode'; readonly programs: readonly Program[] }

/** First of all whether the embedding is open, and the process ends if not; then an answer for each question, in order. */
export type FromEmbedding =
  | ({ readonly kind: 'opened' } & ComputedBy)
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'decoded'; readonly programs: readonly (Program | undefined)[]; readonly seconds: number }
  | { readonly kind: 'encoded'; readonly latents: readonly Float64Array[]; readonly seconds: number }
  | { readonly kind: 'failed'; readonly reason: string }
