import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'

/**
 * A convolution with stride 1 and no padding, with a bias.
 *
 * As one matrix product over shifted copies: WebAssembly has no gradient for a convolution's filter.
 *
 * @param x [batch, height, width, channels]
 * @param weight [filters, channels, rows, columns], as PyTorch has them
 */
export function convolution(tf: Tf, x: Tensor4D, weight: Tensor4D, bias: Tensor2D | Tensor4D): Tensor4D {
  const [batch, height, width, channels] = x.shape
  const [filters, , rows, columns] = weight.shape
  const [outHeight, outWidth] = [height - rows + 1, width - columns + 1]
  const shifted = Array.from({ length: rows * columns }, (_, i) =>
    tf.slice(x, [0, Math.floor(i / columns), i % columns, 0], [batch, outHeight, outWidth, channels]),
  )
  const patches = tf.reshape(tf.concat(shifted, 3), [batch * outHeight * outWidth, rows * columns * channels])
  // Filters lie channel by channel; the patches pixel by pixel.
  const filter = tf.reshape(tf.transpose(weight, [0, 2, 3, 1]), [filters, rows * columns * channels])
  const product = tf.matMul(patches as Tensor2D, filter as Tensor2D, false, true)
  return tf.reshape(tf.add(product, tf.reshape(bias, [1, filters])), [batch, outHeight, outWidth, filters])
}

/** [batch, height, width, channels] as rows, channel by channel as PyTorch flattens. */
export function flattenChannelsFirst(tf: Tf, x: Tensor4D): Tensor2D {
  const [batch, height, width, channels] = x.shape
  return tf.reshape(tf.transpose(x, [0, 3, 1, 2]), [batch, channels * height * width])
}
