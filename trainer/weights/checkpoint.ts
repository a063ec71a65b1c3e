import { readFile } from 'node:fs/promises'
import type { Tf } from '../backend.ts'
import { Embedding } from '../model/embedding.ts'
import type { Weights } from '../model/parameters.ts'
import type { EmbeddingSettings } from '../model/settings.ts'
import { Adam, type AdamOptions } from '../optimiser/adam.ts'
import { writeAtomically } from './atomic-file.ts'
import { BadWeightsFile, fromSafetensors, toSafetensors } from './safetensors.ts'

/** Where a training stands, as numbers: epochs, steps, best loss ... */
export type Counters = Readonly<Record<string, number>>

/**
 * All that training needs to go on as if it had never stopped. What it draws comes from streams that are named after
 * the seed and the step, so these two are the state of the random numbers.
 */
export interface Checkpoint {
  readonly embedding: Embedding
  /** By name: LEAPS has one for reconstruction and one for REINFORCE. */
  readonly optimisers: Readonly<Record<string, Adam>>
  readonly seed: number
  readonly counters: Counters
}

const parameter = 'parameter/'
const ofOptimiser = (name: string) => `optimiser/${name}/`

/** Writes it in one file; a file that was there before is replaced whole or not at all. */
export async function writeCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const { embedding, optimisers, seed, counters } = checkpoint
  const tensors = new Map<string, Weights>()
  const add = (prefix: string, from: ReadonlyMap<string, Weights>) => {
    for (const [name, weights] of from) tensors.set(`${prefix}${name}`, weights)
  }
  add(parameter, embedding.parameters.weights())
  for (const [name, optimiser] of Object.entries(optimisers)) add(ofOptimiser(name), optimiser.state())
  const steps = Object.fromEntries(Object.entries(optimisers).map(([name, of]) => [name, of.steps]))
  const state = JSON.stringify({ settings: embedding.settings, seed, counters, steps })
  await writeAtomically(file, toSafetensors(tensors, { format: 'cairn-checkpoint', state }))
}

interface State {
  readonly settings: EmbeddingSettings
  readonly seed: number
  readonly counters: Counters
  readonly steps: Readonly<Record<string, number>>
}

/**
 * @param optimisers the options of each optimiser, which are not in the file
 * @throws BadWeightsFile
 * @throws WeightsMismatch
 */
export async function readCheckpoint(
  tf: Tf,
  file: string,
  optimisers: Readonly<Record<string, Partial<AdamOptions>>>,
): Promise<Checkpoint> {
  const { tensors, metadata } = fromSafetensors(await readFile(file), file)
  const text = metadata.get('state')
  if (metadata.get('format') !== 'cairn-checkpoint' || text === undefined)
    throw new BadWeightsFile(file, 'these are weights, but no checkpoint')
  const { settings, seed, counters, steps } = JSON.parse(text) as State
  const under = (prefix: string) =>
    new Map(
      Array.from(tensors)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, weights]) => [name.slice(prefix.length), weights]),
    )
  const embedding = Embedding.from(tf, settings, under(parameter))
  const restored: Record<string, Adam> = {}
  try {
    for (const [name, options] of Object.entries(optimisers)) {
      const optimiser = new Adam(embedding.parameters, options)
      restored[name] = optimiser
      optimiser.restore(under(ofOptimiser(name)), steps[name] ?? 0)
    }
  } catch (error) {
    for (const optimiser of Object.values(restored)) optimiser.dispose()
    embedding.dispose()
    throw error
  }
  return { embedding, optimisers: restored, seed, counters }
}
