import type { Tensor } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'

/** 1.5 tanh(x) + 0.5 tanh(-3x): flat near -1, 0 and 1 (Koul et al. 2019). */
export function ternaryTanh(tf: Tf, x: Tensor): Tensor {
  return tf.add(tf.mul(1.5, tf.tanh(x)), tf.mul(0.5, tf.tanh(tf.mul(-3, x))))
}

/** -1, 0 or 1; the gradient is that of the activation, as if there were no rounding. */
export function quantise(tf: Tf, x: Tensor): Tensor {
  const straightThrough = tf.customGrad((y) => ({ value: tf.round(y as Tensor), gradFunc: (dy) => dy as never }))
  return straightThrough(ternaryTanh(tf, x))
}
