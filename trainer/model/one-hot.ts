import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'

/** Rows with a 1 in the given column, as floats. `oneHot` itself writes whole numbers into them on WebAssembly. */
export function oneHotRows(tf: Tf, columns: ArrayLike<number>, width: number): Tensor2D {
  return tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(Int32Array.from(columns), 'int32'), width), 'float32') as Tensor2D)
}
