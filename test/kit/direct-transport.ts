import type { Delivery, OutgoingBatch, Transport } from '@cairn/coordinator'
import { evaluateBatch } from '@cairn/worker'
import { toyDomain } from './toy.ts'

export interface DirectOptions {
  readonly threads?: number
  readonly targetBatchMs?: number
  /** What comes back for a batch, in that order; its result by default. */
  readonly answer?: (batch: OutgoingBatch) => readonly Delivery[]
  /** Which of the waiting deliveries comes next; the first by default. */
  readonly pick?: (waiting: number) => number
}

/** A transport without anything between: each batch is evaluated where it is submitted. */
export function directTransport(options: DirectOptions = {}): Transport & { readonly submitted: OutgoingBatch[] } {
  const { threads = 2, targetBatchMs = 25, answer = (batch) => [evaluated(batch)], pick = () => 0 } = options
  const waiting: Delivery[] = []
  const submitted: OutgoingBatch[] = []
  let wake = () => {}
  let closed = false
  return {
    kind: 'direct',
    targetBatchMs,
    submitted,
    async submit(batch) {
      submitted.push(batch)
      waiting.push(...answer(batch))
      wake()
    },
    cancel() {},
    async *deliveries() {
      for (;;) {
        while (waiting.length > 0) yield waiting.splice(pick(waiting.length), 1)[0]!
        if (closed) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        await new Promise(setImmediate)
      }
    },
    capacity: () => ({ workers: 1, threads }),
    async close() {
      closed = true
      wake()
    },
  }
}

/** The result of a batch of the toy domain. */
export function evaluated({ bytes }: OutgoingBatch): Delivery {
  return { kind: 'result', bytes: evaluateBatch(bytes, { domainNamed: () => toyDomain }) }
}
