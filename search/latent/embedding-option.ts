import type { SearchOption } from '../context.ts'

/** Which latent space is searched; whoever starts the run knows where the embedding is. */
export type EmbeddingOptions = {
  embedding: string
}

/** The one that comes with Cairn. */
export const embeddingDefaults = { embedding: 'leaps' } satisfies EmbeddingOptions

/** How it is declared, in every search that asks for a latent space. */
export const embeddingOption: Readonly<Record<keyof EmbeddingOptions, SearchOption>> = {
  embedding: {
    kind: 'text',
    default: embeddingDefaults.embedding,
    about: 'the latent space: leaps (comes with Cairn), or a folder that cairn embedding train wrote',
  },
}
