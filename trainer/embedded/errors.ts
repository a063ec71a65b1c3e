/** The embedding cannot be opened, or its process has ended. */
export class EmbeddingUnavailable extends Error {
  readonly code = 'E_EMBEDDING_UNAVAILABLE'
  readonly embedding: string
  readonly folder: string
  constructor(embedding: string, folder: string, why: string, options?: ErrorOptions) {
    super(`expected the weights of ${embedding} in ${folder}, but ${why}`, options)
    this.embedding = embedding
    this.folder = folder
  }
}

/** The embedding is open and cannot answer that question, such as about a program outside its vocabulary. */
export class EmbeddingFailed extends Error {
  readonly code = 'E_EMBEDDING_FAILED'
  readonly embedding: string
  constructor(embedding: string, why: string) {
    super(why)
    this.embedding = embedding
  }
}

/** The embedding was closed with questions open, or asked after that. */
export class EmbeddingClosed extends Error {
  readonly code = 'E_EMBEDDING_CLOSED'
  readonly embedding: string
  constructor(embedding: string) {
    super(`the embedding ${embedding} was closed`)
    this.embedding = embedding
  }
}
