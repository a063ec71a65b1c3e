import type { Evaluator, OutgoingBatch, Transport } from '../transport.ts'
import { batchLine } from './batch-line.ts'
import { deliveryQueue } from './delivery-queue.ts'
import { TransportClosed } from './transport-closed.ts'

/** Batches that the pool is given for each of its threads: one to run, one to be there when that ends. */
const heldPerThread = 2
/** Batches accepted to wait for the pool, for each that it holds. */
const waitingPerHeld = 2

/**
 * Carries batches to the threads of this process. The pool stays the caller's to close, after the transport. Should it
 * break, the deliveries throw its error.
 *
 *   waiting --room in the pool--> held --> delivered: its result, or lost
 *      |                            |
 *      +--------- cancelled --------+--> forgotten
 */
export function threadsTransport(pool: Evaluator): Transport {
  const mostHeld = pool.threads * heldPerThread
  const line = batchLine(mostHeld * waitingPerHeld)
  const deliveries = deliveryQueue()
  const held = new Map<AbortController, string>()

  return {
    kind: 'threads',
    targetBatchMs: 25,
    async submit(batch) {
      const accepted = line.add(batch)
      advance()
      await accepted
    },
    cancel(ids) {
      const unwanted = new Set(ids)
      line.drop(unwanted)
      for (const [controller, id] of held) if (unwanted.has(id)) controller.abort()
    },
    deliveries: () => deliveries.read(),
    capacity: () => ({ workers: 1, threads: pool.threads }),
    async close() {
      line.close(new TransportClosed('threads'))
      deliveries.end()
    },
  }

  function advance(): void {
    while (held.size < mostHeld) {
      const batch = line.take()
      if (batch === undefined) return
      const controller = new AbortController()
      held.set(controller, batch.id)
      void evaluate(batch, controller.signal).then(() => {
        held.delete(controller)
        advance()
      })
    }
  }

  async function evaluate({ id, bytes }: OutgoingBatch, signal: AbortSignal): Promise<void> {
    try {
      deliveries.push({ kind: 'result', bytes: await pool.evaluate(bytes, signal) })
    } catch (error) {
      if (signal.aborted) return
      if (isLoss(error)) {
        const { reason, suspect } = error
        deliveries.push({ kind: 'lost', id, reason, ...(suspect === undefined ? {} : { suspect }) })
      } else {
        deliveries.end(error) // a broken or closed pool, an unreadable batch: sending it again cannot help
      }
    }
  }
}

interface Loss {
  readonly code: 'E_EVALUATION_LOST'
  readonly reason: string
  readonly suspect?: number
}

function isLoss(error: unknown): error is Loss {
  return error instanceof Error && 'code' in error && error.code === 'E_EVALUATION_LOST'
}
