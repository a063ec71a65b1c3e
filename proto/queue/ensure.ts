import type { Broker } from './broker.ts'
import { BrokerRefused, QueueMissing } from './errors.ts'
import {
  deadLetterStream,
  type QueueOptions,
  queueDefaults,
  resultStream,
  workConsumer,
  workStream,
} from './settings.ts'

/**
 * Makes the streams and the domains' consumers that are missing, and checks that the server holds what was asked.
 *
 * `update` (the coordinator's way) also changes what is there to these options; `create` (the workers' way) leaves it,
 * so that a worker with other options never fights with the coordinator.
 *
 * @throws QueueConfigMismatch when the server dropped or changed a setting
 * @throws BrokerRefused when the broker has no JetStream, or refuses
 * @throws BrokerAway when it does not answer
 */
export async function ensureQueue(
  broker: Broker,
  domains: readonly string[],
  options: Partial<QueueOptions> = {},
  how: 'create' | 'update' = 'update',
): Promise<void> {
  const chosen = { ...queueDefaults, ...options }
  try {
    for (const stream of [workStream(chosen), resultStream(chosen), deadLetterStream(chosen)]) {
      await broker.ensureStream(stream, how)
    }
    for (const domain of domains) await broker.ensureConsumer(workConsumer(domain, chosen), how)
  } catch (error) {
    if (!(error instanceof QueueMissing)) throw error
    const message = `the broker at ${broker.where} keeps no streams: start it with JetStream on ("nats-server -js -sd DIR")`
    throw new BrokerRefused(message, { cause: error })
  }
}
