import { type Broker, headerNames, parseWorkSubject, streams, subjects, workConsumerName } from '@cairn/proto/queue'

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
 * The sequence of a queued batch that will never be handed out again, if it is one: either everything up to it is
 * settled and yet it is here, or it was handed out and nobody holds anything. For when the advisory was missed.
 * A batch that is being handed out again at this moment can look like it: believe it the second time.
 */
export async function findExhausted(broker: Broker, domain: string, subject: string): Promise<number | undefined> {
  const consumer = await broker.consumer(streams.work, workConsumerName(domain))
  const message = await broker.lastOn(streams.work, subject)
  if (consumer === undefined || message === undefined) return undefined
  const { sequence } = message
  const passed = sequence <= consumer.settledSequence
  const unheld = sequence <= consumer.deliveredSequence && consumer.unacknowledged === 0
  return passed || unheld ? sequence : undefined
}
