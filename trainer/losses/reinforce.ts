import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { oneHotRows } from '../model/one-hot.ts'

/** What is known of each sampled token, [programs, steps]. */
export interface SampledTokens {
  readonly logProbabilities: Tensor2D
  readonly entropies: Tensor2D
  /** 1 up to the end of the program, 0 after it. */
  readonly mask: Tensor2D
}

/** Log-probability of the chosen token and entropy of the choice, per row of masked scores. */
export function tokenStatistics(
  tf: Tf,
  { logits, mask, chosen }: { logits: Tensor2D; mask?: Tensor2D | undefined; chosen: Int32Array },
): { logProbabilities: Tensor; entropies: Tensor } {
  const [, width] = logits.shape
  const log = tf.logSoftmax(mask === undefined ? logits : tf.add<Tensor2D>(logits, mask))
  const ofChosen = oneHotRows(tf, chosen, width)
  // A forbidden token's logarithm is finite, so that its probability of 0 takes it out of both sums.
  return {
    logProbabilities: tf.sum(tf.mul(log, ofChosen), 1),
    entropies: tf.neg(tf.sum(tf.mul(tf.exp(log), log), 1)),
  }
}

/**
 * The loss of programs that were sampled: -mean(return * log p(program)) - `entropy` * mean entropy of a token.
 *
 * @param returns one per program, normalised over the batch
 * @param entropy `rl.algo.entropy_coef`
 */
export function reinforceLoss(
  tf: Tf,
  { logProbabilities, entropies, mask }: SampledTokens,
  returns: ArrayLike<number>,
  entropy = 0.1,
): { total: Tensor; action: Tensor; entropy: Tensor } {
  const ofProgram = tf.sum(tf.mul(logProbabilities, mask), 1)
  const action = tf.neg(tf.mean(tf.mul(ofProgram, tf.tensor1d(Float32Array.from(returns)))))
  const meanEntropy = tf.div(tf.sum(tf.mul(entropies, mask)), tf.sum(mask))
  return { total: tf.sub(action, tf.mul(entropy, meanEntropy)), action, entropy: meanEntropy }
}
