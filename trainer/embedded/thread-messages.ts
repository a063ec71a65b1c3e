import type { Program } from '@cairn/language'
import type { BackendOptions } from '../backend.ts'

/** What a thread is started with. */
export interface ThreadSettings {
  readonly folder: string
  /** Of the embedding that must be there. */
  readonly name: string
  readonly backend: Partial<BackendOptions>
}

export type ToThread =
  | { readonly kind: 'decode'; readonly latents: readonly Float64Array[] }
  | { readonly kind: 'encode'; readonly programs: readonly Program[] }

/** Answers come in the order of the questions; a thread that cannot open the embedding says so once and ends. */
export type FromThread =
  | { readonly kind: 'opened'; readonly backend: string; readonly report: readonly string[] }
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'decoded'; readonly programs: readonly (Program | undefined)[]; readonly seconds: number }
  | { readonly kind: 'encoded'; readonly vectors: readonly Float64Array[]; readonly seconds: number }
  | { readonly kind: 'failed'; readonly reason: string }
