export { bundledEmbedding, type EmbeddingCard, NoEmbedding, readEmbeddingCard } from './card.ts'
export {
  type AnsweredQuestion,
  EmbeddingProcess,
  type EmbeddingProcessOptions,
  embeddingProcessDefaults,
} from './embedding-process.ts'
export { EmbeddingClosed, EmbeddingFailed, EmbeddingUnavailable } from './errors.ts'
export type { ComputedBy } from './messages.ts'
