export { bundledEmbedding, type EmbeddingCard, NoEmbedding, readEmbeddingCard } from './card.ts'
export {
  type AnsweredQuestion,
  EmbeddingClosed,
  EmbeddingFailed,
  EmbeddingThread,
  type EmbeddingThreadOptions,
  EmbeddingUnavailable,
  embeddingThreadDefaults,
} from './embedding-thread.ts'
