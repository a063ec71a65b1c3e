import type { Tensor } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import type { Posterior } from '../model/encoder.ts'

/**
 * Divergence of the posteriors from N(0, I), as LEAPS takes it: the mean over the batch AND over the dimensions, so
 * its coefficient of 0.1 weighs a sample's usual sum by 0.1 / dimensions.
 */
export function klDivergence(tf: Tf, { mean, logDeviation }: Posterior): Tensor {
  const variance = tf.exp(tf.mul(2, logDeviation))
  const terms = tf.sub(tf.add(tf.square(mean), variance), tf.add(tf.mul(2, logDeviation), 1))
  return tf.mul(0.5, tf.mean(terms))
}
