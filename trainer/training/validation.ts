import type { ProgramData } from '@cairn/domains'
import type { Rng, Vocabulary } from '@cairn/language'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { programBatch } from '../model/batches.ts'
import { decode } from '../model/decode.ts'
import type { Embedding } from '../model/embedding.ts'
import { gaussians } from '../model/initial.ts'
import { drawLatent } from '../model/latent.ts'
import { begunMasks } from './begun-mask.ts'
import { batchDemonstrations } from './demonstrations.ts'
import { textAccuracy } from './text-accuracy.ts'

/** What an embedding reaches on programs that it has not trained on. */
export interface Validation {
  readonly programs: number
  /** The supervised loss: mean over the batches, by their size. The weights with the least are kept. */
  readonly loss: number
  readonly terms: Readonly<Record<string, number>>
  /** Of programs that the decoder writes by itself, from a drawn latent; in percent. */
  readonly tokenPercent: number
  readonly programPercent: number
}

export interface ValidationOptions {
  readonly words: Vocabulary
  readonly batch: number
  readonly steps: number
  /** Demonstrations of each program, the first ones; 0 without +L. */
  readonly demonstrations: number
  /** Noise of the latents: LEAPS draws them here too. */
  readonly rng: Rng
  readonly signal?: AbortSignal | undefined
}

/**
 * Loss and accuracy on some programs of a data set. Between two batches the process may do other things.
 *
 * @returns undefined if it was stopped
 */
export async function validate(
  embedding: Embedding,
  data: ProgramData,
  programs: ArrayLike<number>,
  { words, batch, steps, demonstrations, rng, signal }: ValidationOptions,
): Promise<Validation | undefined> {
  const order = Uint32Array.from(programs).sort((a, b) => data.tokens(a).length - data.tokens(b).length || a - b)
  const sums: Record<string, number> = {}
  let [tokenPercent, programPercent] = [0, 0]
  for (let from = 0; from < order.length; from += batch) {
    await new Promise(setImmediate)
    if (signal?.aborted) return undefined
    const numbers = order.slice(from, from + batch)
    const share = numbers.length / order.length
    const found = validateBatch(embedding, data, numbers, { words, steps, demonstrations, rng })
    for (const [name, value] of Object.entries(found.losses)) sums[name] = (sums[name] ?? 0) + share * value
    tokenPercent += share * found.accuracy.tokenPercent
    programPercent += share * found.accuracy.wholePercent
  }
  const { total = 0, ...terms } = sums
  return { programs: order.length, loss: total, terms, tokenPercent, programPercent }
}

function validateBatch(
  embedding: Embedding,
  data: ProgramData,
  numbers: Uint32Array,
  { words, steps, demonstrations, rng }: Omit<ValidationOptions, 'batch' | 'signal'>,
) {
  const { tf } = embedding.parameters
  const engine = tf.engine()
  engine.startScope()
  try {
    const programs = Array.from(numbers, (number) => data.tokens(number))
    const batch = programBatch(tf, words, programs)
    const noise = noiseFor(embedding, numbers.length, rng)
    const shown = demonstrations === 0 ? undefined : batchDemonstrations(tf, data, numbers, demonstrations)
    const losses = Object.fromEntries(
      Object.entries(embedding.supervisedLoss(batch, noise, undefined, shown)).map(([name, term]) => [
        name,
        term.dataSync()[0]!,
      ]),
    )
    const latents = drawLatent(tf, embedding.posterior(batch), noise, embedding.settings)
    const written = decode(embedding.parameters, latents, { steps, mask: begunMasks(words, 'leaps') })
    return { losses, accuracy: textAccuracy(written, programs, steps) }
  } finally {
    engine.endScope()
  }
}

/** Noise that latents are drawn with: [programs, latent]. */
export function noiseFor({ parameters, settings }: Embedding, programs: number, rng: Rng): Tensor2D {
  const values = gaussians(rng, programs * settings.latent)
  if (settings.noise !== 1) for (let i = 0; i < values.length; i++) values[i]! *= settings.noise
  return parameters.tf.tensor2d(values, [programs, settings.latent])
}
