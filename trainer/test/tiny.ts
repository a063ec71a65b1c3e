import { karel } from '@cairn/domains'
import { drawProgram, seededRng, type Vocabulary, vocabulary } from '@cairn/language'
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { programBatch } from '../model/batches.ts'
import type { BatchDemonstrations } from '../model/embedding.ts'
import { gaussians } from '../model/initial.ts'
import { oneHotRows } from '../model/one-hot.ts'
import { type EmbeddingSettings, hprlSettings, leapsSettings } from '../model/settings.ts'

/** Small enough for a test; of LEAPS's make and of HPRL's. */
export const tinyLeaps: EmbeddingSettings = { ...leapsSettings, hidden: 8, latent: 8, channels: 3, world: [6, 6] }
export const tinyHprl: EmbeddingSettings = { ...hprlSettings, hidden: 8, latent: 5, channels: 3, world: [6, 6] }

export function vocabularyOf(settings: EmbeddingSettings): Vocabulary {
  return vocabulary(karel.language, settings.tokens === hprlSettings.tokens ? 'hprl' : 'leaps')
}

/** Random programs that can be written in the vocabulary, as token indices. */
export function tinyPrograms(words: Vocabulary, count: number, seed = 1): Uint16Array[] {
  const rng = seededRng(seed)
  const programs: Uint16Array[] = []
  while (programs.length < count) {
    try {
      const tokens = words.encode(drawProgram(karel.language, rng))
      if (tokens.length <= 20) programs.push(tokens)
    } catch {
      // Repeats more often than the vocabulary can say.
    }
  }
  return programs
}

export function noiseOf(tf: Tf, settings: EmbeddingSettings, batch: number, seed = 2) {
  const values = gaussians(seededRng(seed), batch * settings.latent).map((value) => value * settings.noise)
  return tf.tensor2d(values, [batch, settings.latent])
}

/** Two demonstrations per program of three steps, made up. */
export function tinyDemonstrations(tf: Tf, settings: EmbeddingSettings, batch: number): BatchDemonstrations {
  const [height, width] = settings.world
  const [rows, stop] = [2 * batch, settings.actions - 1]
  const rng = seededRng(3)
  const states = Float32Array.from({ length: 3 * rows * height * width * settings.channels }, () => rng.below(2))
  const targets = Int32Array.from({ length: 3 * rows }, (_, row) => (row < 2 * rows ? rng.below(stop) : stop))
  const previous = Array.from(targets, (_, row) => (row < rows ? stop : targets[row - rows]!))
  return {
    states: tf.tensor(states, [3 * rows, height, width, settings.channels]) as Tensor4D,
    previous: oneHotRows(tf, previous, settings.actions),
    actions: { batch: rows, targets },
  }
}

export function tinyBatch(tf: Tf, settings: EmbeddingSettings, count: number, seed = 1) {
  const words = vocabularyOf(settings)
  return programBatch(tf, words, tinyPrograms(words, count, seed))
}

/** Numbers without a pattern that repeats. */
export function wave<T extends Tensor>(tf: Tf, shape: number[], phase: number): T {
  const size = shape.reduce((product, length) => product * length, 1)
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(1.7 * i + phase) + 0.3 * Math.cos(0.6 * i * i + phase)),
    shape,
  ) as T
}
