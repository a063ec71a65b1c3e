export { BatchRefused, MalformedBatch, type RefusalKind } from './batch.ts'
export { type EvaluateOptions, EvaluationCancelled, encodeFailure, evaluateBatch } from './evaluate.ts'
export { type WorkerMetrics, workerMetrics } from './metrics.ts'
export { openPool, type Pool, type PoolOptions, poolDefaults } from './pool.ts'
export { EvaluationLost, PoolBroken, PoolClosed } from './pool-errors.ts'
export {
  type ConsumerEvents,
  type ConsumerOptions,
  consumerDefaults,
  type QueueConsumer,
  startConsumer,
} from './queue-consumer.ts'
