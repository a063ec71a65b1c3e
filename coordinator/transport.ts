/**
 * Carries encoded batches to workers and encoded results back. It owns nothing: a batch that never settles is the
 * coordinator's to send again, and delivery is at least once, in any order.
 *
 * The contract, tested on every implementation:
 * - while a worker is there, every submitted batch in the end yields a `result` or a `lost`, even if workers die,
 *   messages are dropped or a broker forgets everything;
 * - bytes arrive as they were sent, or not at all;
 * - after `close` the deliveries end and nothing of the transport keeps the process alive.
 */
export interface Transport {
  readonly kind: string
  /** Resolves when the batch is accepted; waits, rather than failing, when the queue is full or the broker is away. */
  submit(batch: OutgoingBatch): Promise<void>
  /** The batches are no longer wanted; those that no worker has begun need not be run. Best effort. */
  cancel(ids: readonly string[]): void
  /** Everything that comes back. One consumer. */
  deliveries(): AsyncIterable<Delivery>
  /** What is there to work with right now. */
  capacity(): Capacity
  /** Good evaluation time for one batch, in milliseconds: transport then costs under 2 %. */
  readonly targetBatchMs: number
  close(): Promise<void>
}

export interface OutgoingBatch {
  /** Batch.id of the encoded batch. */
  readonly id: string
  /** Name of the domain, for routing. */
  readonly domain: string
  /** An encoded `cairn.v1.Batch`. */
  readonly bytes: Uint8Array
}

export type Delivery =
  /** An encoded `cairn.v1.Result`; may be a duplicate, foreign or garbage: the receiver checks. */
  | { readonly kind: 'result'; readonly bytes: Uint8Array }
  /** A worker that had the batch died or gave it up. `suspect`: index of the program that was running, if known. */
  | { readonly kind: 'lost'; readonly id: string; readonly reason: string; readonly suspect?: number }

export interface Capacity {
  readonly workers: number
  /** Evaluating threads of all workers together. */
  readonly threads: number
}

/** Evaluates an encoded batch somewhere: a pool of threads, or the pure function itself. */
export interface Evaluator {
  readonly threads: number
  /**
   * When the signal aborts, the batch is no longer wanted, and the promise may reject.
   *
   * @throws EvaluationLost when the thread that had the batch died
   */
  evaluate(batch: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>
  close(): Promise<void>
}
