export type {
  Broker,
  Bucket,
  ConsumerState,
  Message,
  Stored,
  StoredMessage,
  StoreOptions,
} from './broker.ts'
export { withoutSecrets } from './broker-url.ts'
export { ensureQueue } from './ensure.ts'
export {
  BadToken,
  BrokerAway,
  BrokerClosed,
  BrokerError,
  BrokerRefused,
  BrokerUnreachable,
  MessageTooLarge,
  QueueConfigMismatch,
  QueueFull,
  QueueMissing,
} from './errors.ts'
export { type ConnectOptions, connectBroker, connectDefaults } from './nats.ts'
export { type HeldMessage, type Pull, type PullOptions, startPull } from './pull.ts'
export { matchSchema, wireLimits, wireSchema, wireToken } from './schema.ts'
export {
  type ConsumerSettings,
  type QueueOptions,
  queueDefaults,
  resultConsumer,
  resultStream,
  type StreamSettings,
  streams,
  workConsumer,
  workConsumerName,
  workStream,
} from './settings.ts'
export {
  headerNames,
  isToken,
  lastToken,
  parseResultSubject,
  parseWorkSubject,
  type Role,
  subjects,
  token,
} from './subjects.ts'
