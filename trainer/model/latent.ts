import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import type { Posterior } from './encoder.ts'
import type { EmbeddingSettings } from './settings.ts'

/**
 * A latent of each posterior: mean + deviation * noise, squashed where the settings say so.
 *
 * @param noise [batch, latent], already of the settings' standard deviation
 */
export function drawLatent(
  tf: Tf,
  { mean, logDeviation }: Posterior,
  noise: Tensor2D,
  { squashed }: Pick<EmbeddingSettings, 'squashed'>,
): Tensor2D {
  const drawn = tf.add<Tensor2D>(mean, tf.mul(tf.exp(logDeviation), noise))
  return squashed ? tf.tanh(drawn) : drawn
}
