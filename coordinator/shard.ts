import type { Program } from '@cairn/language'
import type { cairn } from '@cairn/proto'
import type { Pace } from './pace.ts'
import type { BatchQuestion, Rejection } from './wire.ts'

/** A program that a question sends, under the question's own number for it. */
export interface Ticket {
  readonly number: number
  readonly program: Program
}

/** What goes into one batch. */
export interface Portion {
  readonly asks: BatchQuestion
  /** Ascending. */
  readonly tickets: readonly Ticket[]
}

/** An open question, as a source of batches. Its sizes are in evaluations: programs, or, in matches, pairs of programs. */
export interface Work {
  /** Sizes its batches, and learns what its evaluations cost; a question without one is sent whole. */
  readonly pace: Pace | undefined
  /** Evaluations that it may still have to send, if it runs to its end. */
  readonly remaining: number
  /** It may be answered by any program: what was sent after that one was sent for nothing. */
  readonly mayEndEarly: boolean
  /**
   * Takes out up to `most` evaluations to send, of `room` bytes, or those of a single program. None: it will have none
   * again until it is added once more.
   */
  take(most: number, room: number): Portion | undefined
  /** A batch is settled. One that is no longer wanted may still settle, or never. */
  settled(portion: Portion, result: cairn.v1.Result): void
  /** No worker survives the portion, which is one of a single program. */
  poisoned(portion: Portion, reason: string): void
}

/**
 * A batch is always in exactly one state:
 *
 *   queued --submit--> sent --result--> settled
 *     ^                  |
 *     +----- lost -------+--> divided   after `maxLeases` losses, or at once if it is known which program was running:
 *     +- refused, pause -+              that one goes into a batch of its own
 *                        +--> poisoned  a batch of one, after `maxLeases` losses
 *
 *   queued or sent --cancel--> unwanted --result--> settled      (still heard, never sent again)
 *
 * Each time it is sent it has a new id, and the first good result under any of them settles it. Its evaluations are
 * recorded when it settles and at no other moment, so a second result changes nothing; it must be equal to the first.
 */
export type ShardState = 'queued' | 'sent' | 'unwanted' | 'settled' | 'divided' | 'poisoned'

export interface Shard {
  readonly work: Work
  readonly portion: Portion
  readonly number: number
  state: ShardState
  /** Those it was sent under, the latest one last. */
  readonly ids: string[]
  /** Workers that it outlived. */
  leases: number
  /** Times it was refused, or answered with nonsense. */
  refusals: number
  /** Milliseconds. */
  sentAt: number
}

export interface ShardOptions {
  /** Workers that a batch may outlive before it is divided, and a batch of one is poisoned. */
  readonly maxLeases: number
  /** Pause before a batch that was refused, or answered with nonsense, is sent again; doubles each time. */
  readonly retryMs: number
  readonly mostRetryMs: number
  /** Sendings of settled batches whose answers are kept to compare second ones with. */
  readonly remembered: number
}

export const shardDefaults = {
  maxLeases: 3,
  retryMs: 250,
  mostRetryMs: 10_000,
  remembered: 4096,
} satisfies ShardOptions

export interface SettledBatch {
  /** Name of the task that it ran on. */
  readonly task: string
  /** Since it was sent. */
  readonly outSeconds: number
  /** Those a worker spent on it. */
  readonly evaluationSeconds: number
  /** Actions of its episodes. */
  readonly steps: number
  /** Its episodes that were matches of programs against programs. */
  readonly matches: number
}

/** What the shards tell while they work. */
export interface ShardWatch {
  settled(batch: SettledBatch): void
  inFlight(batches: number): void
  sentAgain(): void
  /** A second result for a settled batch differs from the first. */
  mismatch(): void
  rejected(why: Rejection): void
  /** No worker can use the batches; said once until one can. */
  refused(reason: string): void
  /** The transport is broken: the run cannot go on. */
  failed(error: unknown): void
}
