export type { ComputedBy } from '../embedded/messages.ts'
export type { TlsFiles } from './address.ts'
export { type CallOptions, callDefaults } from './calls.ts'
export { type ConnectOptions, connectTrainer, type RemoteEmbedding, type RemoteEmbeddingAbout } from './client.ts'
export {
  BadTrainerAddress,
  TrainerClosed,
  TrainerRefused,
  TrainerTooSlow,
  TrainerUnavailable,
} from './errors.ts'
export { limits } from './limits.ts'
export { type TrainerMetrics, trainerMetrics } from './metrics.ts'
export type { RemoteTrainingEvent } from './progress-wire.ts'
export { type RemoteTrainingRequest, remoteTrainingDefaults, trainRemotely } from './remote-training.ts'
export { type ServiceOptions, serveTrainer, serviceDefaults, type TrainerService } from './server.ts'
export type { AnsweredCall, ServiceEvents } from './service-events.ts'
export type { EmbeddingPlace, ServedEmbedding } from './shelf.ts'
export type { RemoteTrainingOptions } from './training-messages.ts'
