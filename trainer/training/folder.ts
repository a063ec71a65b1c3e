import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tf } from '../backend.ts'
import { Embedding } from '../model/embedding.ts'
import { writeAtomically } from '../weights/atomic-file.ts'
import { type ModelCard, modelCardText, readModelCard, weightsFile } from '../weights/model-card.ts'
import { BadWeightsFile, fromSafetensors, toSafetensors } from '../weights/safetensors.ts'

/** Files of a training, all in its folder. */
export const trainingFiles = {
  plan: 'training.json',
  checkpoint: 'checkpoint.safetensors',
  /** A line per epoch: what it reached. */
  curve: 'curve.jsonl',
  /** Of the best weights so far; their file is named after their hash, which the card holds. */
  card: 'card.json',
} as const

const isWeights = /^weights-[0-9a-f]{12}\.safetensors$/

/**
 * Puts weights and their card in a folder. The card is what names the weights, and it is replaced in one go: whoever reads
 * finds the old pair or the new one.
 *
 * @returns the file of the weights
 */
export async function writeEmbedding(
  folder: string,
  embedding: Embedding,
  about: Omit<ModelCard, 'format' | 'version' | 'settings' | 'parameters' | 'sha256'>,
): Promise<string> {
  const bytes = toSafetensors(embedding.parameters.weights(), { format: 'cairn-embedding', name: about.name })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { name, language, vocabulary, mask, steps, training, figures } = about
  const { settings, parameters } = embedding
  const card: ModelCard = {
    ...{ format: 'cairn-embedding', version: 1, name, settings, language, vocabulary, mask, steps },
    ...{ parameters: parameters.count, sha256, training, figures },
  }
  const file = weightsFile({ sha256 })
  await writeAtomically(join(folder, file), bytes)
  await writeAtomically(join(folder, trainingFiles.card), modelCardText(card))
  for (const other of await readdir(folder)) if (isWeights.test(other) && other !== file) await rm(join(folder, other))
  return join(folder, file)
}

/**
 * The weights of a folder, and what their card says of them. The caller disposes of the embedding.
 *
 * @throws BadModelCard
 * @throws BadWeightsFile if they are not those of the card
 * @throws WeightsMismatch
 */
export async function readEmbedding(tf: Tf, folder: string): Promise<{ embedding: Embedding; card: ModelCard }> {
  const cardFile = join(folder, trainingFiles.card)
  const card = readModelCard(await readFile(cardFile, 'utf8'), cardFile)
  const file = join(folder, weightsFile(card))
  const bytes = await readFile(file)
  if (createHash('sha256').update(bytes).digest('hex') !== card.sha256)
    throw new BadWeightsFile(file, 'its hash is not that of the card')
  return { embedding: Embedding.from(tf, card.settings, fromSafetensors(bytes, file).tensors), card }
}
