import type { Delivery } from '../transport.ts'

/** Deliveries on their way to the one consumer of a transport. */
export interface DeliveryQueue {
  push(delivery: Delivery): void
  /** No more come; the consumer still gets those that wait, then the error if there is one. */
  end(error?: unknown): void
  read(): AsyncIterableIterator<Delivery>
}

export function deliveryQueue(): DeliveryQueue {
  let waiting: Delivery[] = []
  let ended: { readonly error: unknown } | undefined
  let wake = () => {}

  return {
    push(delivery) {
      if (ended !== undefined) return
      waiting.push(delivery)
      wake()
    },
    end(error) {
      ended ??= { error }
      wake()
    },
    async *read() {
      for (;;) {
        const batch = waiting
        waiting = []
        yield* batch
        if (waiting.length > 0) continue
        if (ended?.error !== undefined) throw ended.error
        if (ended !== undefined) return
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
  }
}
