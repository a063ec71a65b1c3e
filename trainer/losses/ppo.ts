import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { oneHotRows } from '../model/one-hot.ts'

export interface PpoBatch {
  readonly actions: Int32Array
  /** Of the actions when they were taken. */
  readonly logProbabilities: Float32Array
  /** Of the states then. */
  readonly values: Float32Array
  readonly returns: Float32Array
  /** Normalised. */
  readonly advantages: Float32Array
}

export interface PpoOptions {
  /** Of the ratio and of the value (`clip_param`). */
  readonly clip: number
  /** `value_loss_coef` */
  readonly value: number
  /** `entropy_coef` */
  readonly entropy: number
}

/** What POMP (HIPO) trains its transitions with. */
export const ppoDefaults = { clip: 0.05, value: 0.5, entropy: 0.1 } satisfies PpoOptions

/** Proximal policy optimisation with clipped values, the value loss halved once more by its coefficient. */
export function ppoLoss(
  tf: Tf,
  { logits, values }: { logits: Tensor2D; values: Tensor1D },
  batch: PpoBatch,
  { clip, value, entropy }: PpoOptions = ppoDefaults,
): { total: Tensor; action: Tensor; value: Tensor; entropy: Tensor; ratio: Tensor } {
  const [, width] = logits.shape
  const log = tf.logSoftmax(logits)
  const chosen = oneHotRows(tf, batch.actions, width)
  const ratio = tf.exp(tf.sub(tf.sum(tf.mul(log, chosen), 1), tf.tensor1d(batch.logProbabilities)))
  const advantages = tf.tensor1d(batch.advantages)
  const clipped = tf.clipByValue(ratio, 1 - clip, 1 + clip)
  const action = tf.neg(tf.mean(tf.minimum(tf.mul(ratio, advantages), tf.mul(clipped, advantages))))

  const before = tf.tensor1d(batch.values)
  const returns = tf.tensor1d(batch.returns)
  const near = tf.add(before, tf.clipByValue(tf.sub(values, before), -clip, clip))
  const worse = tf.maximum(tf.square(tf.sub(values, returns)), tf.square(tf.sub(near, returns)))
  const valueLoss = tf.mul(0.5, tf.mean(worse))

  const meanEntropy = tf.neg(tf.mean(tf.sum(tf.mul(tf.exp(log), log), 1)))
  const total = tf.sub(tf.add(tf.mul(value, valueLoss), action), tf.mul(entropy, meanEntropy))
  return { total, action, value: valueLoss, entropy: meanEntropy, ratio }
}
