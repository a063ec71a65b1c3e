import { subjects, token } from './subjects.ts'

export interface StreamSettings {
  readonly name: string
  readonly subjects: readonly string[]
  /** workqueue: a message is gone once acknowledged. limits: it stays until age or size pushes it out. */
  readonly retention: 'workqueue' | 'limits'
  /** What happens to a message that finds the stream full: refused (new), or the oldest makes room (old). */
  readonly discard: 'new' | 'old'
  readonly storage: 'file' | 'memory'
  readonly maxMessages: number
  readonly maxBytes: number
  readonly maxAgeMs: number
  /** How long the server remembers message ids. */
  readonly dedupWindowMs: number
  readonly replicas: number
  /** Further settings by their wire name, passed on as they are and compared like the rest. */
  readonly extra?: Readonly<Record<string, unknown>>
}

export interface ConsumerSettings {
  readonly stream: string
  /** Durable name. */
  readonly name: string
  readonly filter: string
  /** How long a message may be held without a sign of life before it is handed out again. */
  readonly ackWaitMs: number
  /** Times a message is handed out before it is given up. */
  readonly maxDeliver: number
  /** Messages that all clients together may hold unacknowledged. */
  readonly maxAckPending: number
  /** Pull requests that may wait at the server. */
  readonly maxWaiting: number
  /** The server forgets the consumer after this long without a client; 0 keeps it. */
  readonly forgetAfterMs: number
}

/** What of the queue can be chosen; everything else follows. */
export interface QueueOptions {
  /** How long a worker may hold a batch without renewing its lease. */
  readonly leaseMs: number
  /** Times a batch is handed out before it becomes a dead letter. */
  readonly maxDeliver: number
  /** Batches that all workers of a domain together may hold: two per evaluating thread are needed. */
  readonly maxAckPending: number
  /** Batches that may wait, of all runs: about four times what is in flight. More makes `submit` wait. */
  readonly maxQueued: number
  readonly maxQueuedBytes: number
  /** Room for results; the oldest make room, and a result that was pushed out is evaluated again. */
  readonly maxResultBytes: number
  /** A batch that waited this long is dropped; its coordinator, if it lives, sends it again. */
  readonly maxQueuedAgeMs: number
  readonly maxResultAgeMs: number
  /** How long the broker remembers batch ids. A later repeat is harmless, only work done twice. */
  readonly dedupWindowMs: number
  /** Copies of each message in a cluster of brokers: 3 there, 1 alone. */
  readonly replicas: number
  readonly storage: 'file' | 'memory'
}

const MiB = 1024 * 1024

export const queueDefaults = {
  leaseMs: 30_000,
  maxDeliver: 5,
  maxAckPending: 20_000,
  maxQueued: 20_000,
  maxQueuedBytes: 256 * MiB,
  maxResultBytes: 256 * MiB,
  maxQueuedAgeMs: 24 * 3_600_000,
  maxResultAgeMs: 10 * 60_000,
  dedupWindowMs: 2 * 60_000,
  replicas: 1,
  storage: 'file',
} satisfies QueueOptions

export const streams = { work: 'CAIRN_WORK', results: 'CAIRN_RES', deadLetters: 'CAIRN_DLQ' } as const

export function workStream(options: QueueOptions): StreamSettings {
  return {
    name: streams.work,
    subjects: [subjects.allWork],
    retention: 'workqueue',
    discard: 'new',
    storage: options.storage,
    maxMessages: options.maxQueued,
    maxBytes: options.maxQueuedBytes,
    maxAgeMs: options.maxQueuedAgeMs,
    dedupWindowMs: options.dedupWindowMs,
    replicas: options.replicas,
  }
}

export function resultStream(options: QueueOptions): StreamSettings {
  return {
    name: streams.results,
    subjects: [subjects.allResults],
    retention: 'limits',
    discard: 'old',
    storage: options.storage,
    maxMessages: -1,
    maxBytes: options.maxResultBytes,
    maxAgeMs: options.maxResultAgeMs,
    dedupWindowMs: options.dedupWindowMs,
    replicas: options.replicas,
  }
}

export function deadLetterStream(options: QueueOptions): StreamSettings {
  return {
    name: streams.deadLetters,
    subjects: [subjects.allDeadLetters],
    retention: 'limits',
    discard: 'old',
    storage: options.storage,
    maxMessages: 10_000,
    maxBytes: 64 * MiB,
    maxAgeMs: 30 * 24 * 3_600_000,
    dedupWindowMs: options.dedupWindowMs,
    replicas: options.replicas,
  }
}

/** The durable that all workers of a domain share. Filters of different domains are disjoint, as a work queue demands. */
export function workConsumer(domain: string, options: QueueOptions): ConsumerSettings {
  return {
    stream: streams.work,
    name: workConsumerName(domain),
    filter: subjects.workOfDomain(domain),
    ackWaitMs: options.leaseMs,
    maxDeliver: options.maxDeliver,
    maxAckPending: options.maxAckPending,
    maxWaiting: 4096,
    forgetAfterMs: 0,
  }
}

export function workConsumerName(domain: string): string {
  return `work-${token('domain', domain)}`
}

/** A coordinator's own view of its run's results; forgotten by the server some time after the coordinator is gone. */
export function resultConsumer(run: string, instance: string): ConsumerSettings {
  return {
    stream: streams.results,
    name: `res-${token('run', run)}-${token('instance', instance)}`,
    filter: subjects.resultsOfRun(run),
    ackWaitMs: 30_000,
    maxDeliver: -1,
    maxAckPending: 4096,
    maxWaiting: 64,
    forgetAfterMs: 10 * 60_000,
  }
}
