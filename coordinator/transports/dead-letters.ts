import { type Broker, type ConsumerState, headerNames, parseWorkSubject, streams, subjects } from '@cairn/proto/queue'

/**
 * Moves a batch that the broker gave up from the queue, where it would stay and take room, to the dead letters.
 * The id of the batch, or undefined when the message is gone or another run's: its own coordinator sees to that.
 */
export async function buryBatch(
  broker: Broker,
  run: string,
  sequence: number,
  reason: string,
): Promise<string | undefined> {
  const message = await broker.read(streams.work, sequence)
  const names = message && parseWorkSubject(message.subject)
  if (names === undefined || names.run !== run) return undefined
  await broker.store(subjects.deadLetter(names.domain, run), message!.bytes, {
    id: `${run}.${names.batch}.${sequence}`,
    headers: { [headerNames.reason]: reason },
  })
  await broker.remove(streams.work, sequence)
  return names.batch
}

/**
 * Whether a batch that is in the queue will never be handed out again: all up to it is settled and yet it is there, or
 * it was handed out and nobody holds anything. For when the broker's advisory was missed. A batch on its way can look
 * like this for a moment: believe it the second time.
 */
export function isExhausted(consumer: ConsumerState, sequence: number): boolean {
  const passed = sequence <= consumer.settledSequence
  const heldByNobody = sequence <= consumer.deliveredSequence && consumer.unacknowledged === 0
  return passed || heldByNobody
}
