import type { Rng } from '@cairn/language'
import type { OutgoingBatch, Transport } from '../transport.ts'
import { batchLine } from './batch-line.ts'
import { deliveryQueue } from './delivery-queue.ts'
import { TransportClosed } from './transport-closed.ts'
import { virtualClock } from './virtual-clock.ts'

/** Milliseconds of virtual time, drawn evenly. */
export type Range = readonly [least: number, most: number]

export interface SimulatedOptions {
  /** What a worker does with an encoded batch. A worker dies of an exception. */
  readonly evaluate: (batch: Uint8Array) => Uint8Array
  /** Decides everything that happens. */
  readonly rng: Rng
  readonly workers?: number
  /** Batches accepted to wait for a worker. */
  readonly room?: number
  /** Probability that an answer is lost on its way, after the batch was evaluated. */
  readonly drop?: number
  /** Probability that a batch, and that an answer, is delivered twice. */
  readonly duplicate?: number
  /** Probability that a worker dies of a batch; another takes its place after `restartMs`. */
  readonly workerDeath?: number
  /** Probability that a worker stops for longer than its lease and then goes on. */
  readonly stall?: number
  /** Probability that something else arrives besides an answer: its first part, or bytes that mean nothing. */
  readonly garbage?: number
  /** A message on its way, each way; a wide range is what reorders. */
  readonly delayMs?: Range
  readonly evaluationMs?: Range
  readonly restartMs?: number
  /** How long a worker may hold a batch before it is queued again. */
  readonly leaseMs?: number
  /** Deliveries of a batch to workers after which it is reported lost. */
  readonly maxDeliveries?: number
}

export const simulatedDefaults = {
  workers: 3,
  room: 32,
  drop: 0.1,
  duplicate: 0.1,
  workerDeath: 0.02,
  stall: 0.02,
  garbage: 0,
  delayMs: [0, 20],
  evaluationMs: [1, 20],
  restartMs: 50,
  leaseMs: 100,
  maxDeliveries: 5,
} satisfies Partial<SimulatedOptions>

/**
 * A broker and its workers on a virtual clock, with everything that goes wrong between them:
 *
 *   waiting --a worker is free--> leased --an answer arrives--> settled
 *      ^                             |
 *      +----- lease runs out --------+--after `maxDeliveries` leases, or when the worker gives up--> lost
 *
 * Answers arrive late, twice, after the batch is settled, or never. The same generator and the same calls give the same
 * deliveries in the same order.
 */
export function simulatedTransport(options: SimulatedOptions): Transport {
  const settings = { ...simulatedDefaults, ...options }
  const { evaluate, rng, workers } = settings
  const clock = virtualClock()
  const line = batchLine(settings.room)
  const deliveries = deliveryQueue()
  /** Leases so far of each batch that is not settled, lost or cancelled. */
  const leases = new Map<string, number>()
  let freeWorkers = workers

  const happens = (probability: number) => rng.uniform() < probability
  const between = ([least, most]: Range) => least + (most - least) * rng.uniform()

  return {
    kind: 'simulated',
    targetBatchMs: 25,
    async submit(batch) {
      const accepted = line.add(batch)
      leases.set(batch.id, 0)
      if (happens(settings.duplicate)) line.putBack(batch)
      clock.after(between(settings.delayMs), assign)
      await accepted
    },
    cancel(ids) {
      line.drop(new Set(ids))
      for (const id of ids) leases.delete(id)
    },
    deliveries: () => deliveries.read(),
    capacity: () => ({ workers, threads: workers }),
    async close() {
      clock.stop()
      line.close(new TransportClosed('simulated'))
      deliveries.end()
    },
  }

  function assign(): void {
    while (freeWorkers > 0) {
      const batch = line.take()
      if (batch === undefined) return
      freeWorkers--
      lease(batch)
    }
  }

  function lease(batch: OutgoingBatch): void {
    const lease = (leases.get(batch.id) ?? 0) + 1
    if (leases.has(batch.id)) leases.set(batch.id, lease)
    const dies = happens(settings.workerDeath)
    const stallMs = happens(settings.stall) ? 2 * settings.leaseMs : 0
    clock.after(between(settings.evaluationMs) + stallMs, () => (dies ? die() : work(batch)))
    clock.after(settings.leaseMs, () => {
      if (leases.get(batch.id) !== lease) return
      if (lease >= settings.maxDeliveries) lose(batch.id, `${lease} workers took it and none answered`)
      else line.putBack(batch)
      assign()
    })
  }

  function die(): void {
    clock.after(settings.restartMs, () => {
      freeWorkers++
      assign()
    })
  }

  function work(batch: OutgoingBatch): void {
    try {
      send(batch, evaluate(batch.bytes))
    } catch (error) {
      const { message, suspect } = error as Error & { readonly suspect?: number }
      lose(batch.id, message, suspect)
      die()
      return
    }
    freeWorkers++
    assign()
  }

  function send({ id }: OutgoingBatch, bytes: Uint8Array): void {
    if (happens(settings.garbage)) arrive(happens(0.5) ? bytes.slice(0, rng.below(bytes.length)) : randomBytes(rng))
    if (happens(settings.drop)) return
    const copies = happens(settings.duplicate) ? 2 : 1
    for (let copy = 0; copy < copies; copy++) arrive(bytes, () => leases.delete(id))
  }

  function arrive(bytes: Uint8Array, then: () => void = () => {}): void {
    clock.after(between(settings.delayMs), () => {
      then()
      deliveries.push({ kind: 'result', bytes })
    })
  }

  function lose(id: string, reason: string, suspect?: number): void {
    if (!leases.delete(id)) return
    deliveries.push({ kind: 'lost', id, reason, ...(suspect === undefined ? {} : { suspect }) })
  }
}

function randomBytes(rng: Rng): Uint8Array {
  return Uint8Array.from({ length: rng.below(64) }, () => rng.below(256))
}
