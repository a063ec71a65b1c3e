import type { Program } from '@cairn/language'
import type { BackendOptions } from '../backend.ts'

/** What a process that computes an embedding is started with. */
export interface EmbeddingProcessSettings {
  readonly folder: string
  /** Of the embedding that must be there. */
  readonly name: string
  readonly backend: Partial<BackendOptions>
}

export type ToEmbedding =
  | { readonly kind: 'decode'; readonly latents: readonly Float64Array[] }
  | { readonly kind: 'encode'; readonly programs: readonly Program[] }

/** First of all whether the embedding is open; then an answer for each question, in order. */
export type FromEmbedding =
  | { readonly kind: 'opened'; readonly backend: string; readonly report: readonly string[] }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'decoded'; readonly programs: readonly (Program | undefined)[] }
  | { readonly kind: 'encoded'; readonly latents: readonly Float64Array[] }
  | { readonly kind: 'failed'; readonly reason: string }
