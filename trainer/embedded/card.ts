import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readModelCard, weightsFile, weightsName } from '../weights/model-card.ts'

const here = dirname(dirname(fileURLToPath(import.meta.url)))
/** The same folder for the sources and for what is compiled from them. */
const bundled = join(basename(here) === 'dist' ? dirname(here) : here, 'embeddings')

/** The folder of an embedding that comes with Cairn; undefined if none is called so. */
export function bundledEmbedding(name: string): string | undefined {
  const folder = join(bundled, name)
  return /^[a-z0-9-]+$/.test(name) && existsSync(join(folder, 'card.json')) ? folder : undefined
}

/** A folder that should hold an embedding and does not. */
export class NoEmbedding extends Error {
  readonly code = 'E_NO_EMBEDDING'
  readonly folder: string
  /** The file that is missing. */
  readonly file: string
  constructor(folder: string, file: string, options?: ErrorOptions) {
    super(`${folder} holds no embedding: ${file} is not there`, options)
    this.folder = folder
    this.file = file
  }
}

/** What a card tells of the weights beside it, without opening them. */
export interface EmbeddingCard {
  /** As `TrainedEmbedding.name`. */
  readonly name: string
  /** Numbers of a latent. */
  readonly size: number
  readonly language: string
  readonly vocabulary: string
}

/**
 * Looks at the embedding in a folder; its weights are not read.
 *
 * @throws NoEmbedding, BadModelCard
 */
export function readEmbeddingCard(folder: string): EmbeddingCard {
  const file = join(folder, 'card.json')
  if (!existsSync(file)) throw new NoEmbedding(folder, 'card.json')
  const card = readModelCard(readFileSync(file, 'utf8'), file)
  const weights = weightsFile(card)
  if (!existsSync(join(folder, weights))) throw new NoEmbedding(folder, weights)
  const { settings, language, vocabulary } = card
  return { name: weightsName(card), size: settings.latent, language, vocabulary }
}
