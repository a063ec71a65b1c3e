import type { ComputedBy } from '../embedded/messages.ts'
import type { TrainingEvent } from '../training/progress.ts'
import type { ServedEmbedding } from './shelf.ts'

/** A call that has been answered. */
export interface AnsweredCall {
  /** As `Decode`. */
  readonly method: string
  /** Name of the gRPC status, as `OK`. */
  readonly code: string
  readonly seconds: number
  /** Why it was refused. */
  readonly reason?: string
}

/** What a service tells of itself. */
export interface ServiceEvents {
  answered(call: AnsweredCall): void
  /** An embedding is served from now on. */
  opened(embedding: ServedEmbedding): void
  /** A training computes; its folder is called so in the data folder. */
  began(out: string, computed: ComputedBy): void
  trained(out: string, event: TrainingEvent): void
  /** The training has ended, stopped or failed. */
  left(out: string): void
}
