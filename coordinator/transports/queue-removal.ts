import { type Broker, streams, subjects } from '@cairn/proto/queue'
import { inParallel } from './in-parallel.ts'

// Batches leave the queue one by one, by their sequence. A purge of a subject would be one request for many, but
// nats-server 2.9 then moves the shared consumer past other messages, of other runs too, which nobody is ever given.

const requestsAtOnce = 8

/** A batch in the queue, as far as it is known. */
export interface Queued {
  readonly subject: string
  /** Undefined when it must be looked up. */
  readonly sequence: number | undefined
}

export async function removeQueued(broker: Broker, batches: Iterable<Queued>): Promise<void> {
  await inParallel(batches, requestsAtOnce, async ({ subject, sequence }) => {
    if (sequence !== undefined) return broker.remove(streams.work, sequence)
    for (;;) {
      const found = await broker.lastOn(streams.work, subject)
      if (found === undefined) return
      await broker.remove(streams.work, found.sequence)
    }
  })
}

/** Everything of a run that waits in the queue. */
export async function removeRun(broker: Broker, run: string): Promise<void> {
  const queued = await broker.subjects(streams.work, subjects.workOfRun(run))
  await removeQueued(
    broker,
    [...queued].map((subject) => ({ subject, sequence: undefined })),
  )
}
