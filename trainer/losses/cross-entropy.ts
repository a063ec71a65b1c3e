import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { oneHotRows } from '../model/one-hot.ts'

/** What is added to the score of a token that must not come next; the smallest float32, as LEAPS has it. */
export const forbidden = -3.4028234663852886e38

export interface Sequences {
  /** Sequences in the batch; row t * batch + i is step t of sequence i. */
  readonly batch: number
  /** What should come in each row. The last token or action is the pad. */
  readonly targets: Int32Array
  /** 0 or `forbidden` per row and token; nothing is forbidden when left out. */
  readonly mask?: Tensor2D | undefined
}

/** What the steps were worth, without gradients. */
export interface SequenceScores {
  /** 1 for the rows that count: up to the first pad of the target or of the prediction, whichever comes later. */
  readonly counted: Tensor1D
  /** The best token of each row. */
  readonly predicted: Tensor1D
}

/** Where the rows count: the target is no pad, or no pad has been predicted before. */
export function scoreSequences(tf: Tf, logits: Tensor2D, { batch, targets, mask }: Sequences): SequenceScores {
  const pad = logits.shape[1] - 1
  const [counted, predicted] = tf.tidy(() => {
    const best = tf.argMax(mask === undefined ? logits : tf.add(logits, mask), 1) as Tensor1D
    const isPad = tf.cast(tf.equal(best, tf.scalar(pad, 'int32')), 'float32')
    const padsBefore = tf.cumsum(tf.reshape(isPad, [targets.length / batch, batch]), 0, true)
    const open = tf.reshape(tf.equal(padsBefore, 0), [targets.length])
    const real = tf.notEqual(tf.tensor1d(targets, 'int32'), tf.scalar(pad, 'int32'))
    return [tf.cast(tf.logicalOr(open, real), 'float32'), tf.cast(best, 'int32')]
  }) as [Tensor1D, Tensor1D]
  return { counted, predicted }
}

/**
 * Mean over the counted rows of -log p(target) under the mask. The gradient is written out: it is the softmax less the
 * target, over the number of rows.
 */
export function sequenceCrossEntropy(tf: Tf, logits: Tensor2D, sequences: Sequences): Tensor {
  const [, width] = logits.shape
  const loss = tf.customGrad((...args) => {
    const [scores, save] = args as unknown as [Tensor2D, (tensors: Tensor[]) => void]
    const { counted } = scoreSequences(tf, scores, sequences)
    const { targets, mask } = sequences
    const targetRows = oneHotRows(tf, targets, width)
    const open = mask === undefined ? scores : tf.add<Tensor2D>(scores, mask)
    const shifted = tf.sub<Tensor2D>(open, tf.max(open, 1, true))
    const weights = tf.exp(shifted)
    const total = tf.sum(weights, 1, true)
    const surprise = tf.sub(tf.log(total), tf.sum(tf.mul(shifted, targetRows), 1, true))
    const share = tf.div(counted, tf.sum(counted))
    const column = tf.reshape(share, [targets.length, 1])
    save([tf.mul(tf.sub(tf.div(weights, total), targetRows), column)])
    return {
      value: tf.sum(tf.mul(surprise, column)),
      gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, saved[0]!) as never,
    }
  })
  return loss(logits)
}

/** Percentages, as the published ones are taken. */
export interface Accuracy {
  /** Mean over the sequences of the share of counted rows that are right. */
  readonly tokenPercent: number
  /** Share of the sequences with all counted rows right. */
  readonly wholePercent: number
}

export function accuracyOf({ counted, predicted }: SequenceScores, { batch, targets }: Sequences): Accuracy {
  const counts = counted.dataSync()
  const best = predicted.dataSync()
  const right = new Float64Array(batch)
  const all = new Float64Array(batch)
  for (let row = 0; row < targets.length; row++) {
    if (counts[row] === 0) continue
    all[row % batch]! += 1
    if (best[row] === targets[row]) right[row % batch]! += 1
  }
  let [tokens, whole] = [0, 0]
  for (let i = 0; i < batch; i++) {
    tokens += right[i]! / all[i]!
    whole += Number(right[i] === all[i])
  }
  return { tokenPercent: (100 * tokens) / batch, wholePercent: (100 * whole) / batch }
}
