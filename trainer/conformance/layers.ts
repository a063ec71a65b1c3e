import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { accuracyOf, forbidden, scoreSequences, sequenceCrossEntropy } from '../losses/cross-entropy.ts'
import { klDivergence } from '../losses/kl.ts'
import { type Gates, type GruCall, gateBiases, gateWeights, gruLast, gruStates } from '../model/gru.ts'
import { drawLatent } from '../model/latent.ts'
import { differs, firstOf, type Nested, single } from './compare.ts'
import { batchMajor, tensorOf, timeMajor } from './tensors.ts'

export interface GruRecord {
  readonly weight_ih: Nested
  readonly weight_hh: Nested
  readonly bias_ih: Nested
  readonly bias_hh: Nested
  readonly x: readonly (readonly Nested[])[]
  readonly h0: readonly Nested[]
  readonly h_all: Nested
  readonly packed_lengths: readonly number[]
  readonly packed_h_last: Nested
  readonly wrong_reset_before_matmul_h1: Nested
  readonly loss_weight: Nested
  readonly loss: number
  readonly grad_weight_ih: Nested
  readonly grad_weight_hh: Nested
  readonly grad_bias_ih: Nested
  readonly grad_bias_hh: Nested
}

export function checkGru(tf: Tf, record: GruRecord): string | undefined {
  const steps = record.x.length
  const batch = record.h0.length
  const rows = tensorOf<Tensor2D>(tf, record.x.flat())
  const call = (wih: Tensor2D, whh: Tensor2D, bih: Tensor, bhh: Tensor): GruCall => {
    // Part by part with the gates' own slices, as the models do it.
    const inputs = slices(tf, wih).map((weight) => tf.matMul(rows, weight, false, true)) as unknown as Gates
    const context = gateBiases(tf, bih).map((bias) => tf.matMul(tf.ones([batch, 1]) as Tensor2D, bias))
    return {
      steps,
      inputs,
      context: context as unknown as Gates,
      initial: tensorOf(tf, record.h0),
      weight: whh,
      bias: bhh,
    }
  }
  const arguments_ = [record.weight_ih, record.weight_hh, record.bias_ih, record.bias_hh].map((values) =>
    tensorOf(tf, values),
  ) as [Tensor2D, Tensor2D, Tensor, Tensor]
  const states = gruStates(tf, call(...arguments_))
  const last = gruLast(tf, call(...arguments_), record.packed_lengths)
  const weight = tensorOf(tf, record.loss_weight)
  const loss = (...of: Tensor[]) =>
    tf.sum(
      tf.mul(tf.reshape(gruStates(tf, call(...(of as [Tensor2D, Tensor2D, Tensor, Tensor]))), weight.shape), weight),
    )
  const { value, grads } = tf.valueAndGrads(loss as never)(arguments_)
  const ofGradient = [record.grad_weight_ih, record.grad_weight_hh, record.grad_bias_ih, record.grad_bias_hh]
  const same = differs('', states.dataSync().slice(0, batch * 4), record.wrong_reset_before_matmul_h1, single)
  return firstOf(
    differs('h_all', states.dataSync(), record.h_all, single),
    differs('packed_h_last', last.dataSync(), record.packed_h_last, single),
    same === undefined ? 'h after step 1 is that of a reset before the product' : undefined,
    differs('loss', value.dataSync(), record.loss, single),
    ...grads.map((gradient, i) => differs(`gradient ${i}`, gradient.dataSync(), ofGradient[i]!, single)),
  )
}

/** The parts of a stacked weight, which `gateWeights` has only for square ones. */
function slices(tf: Tf, weight: Tensor2D): Tensor2D[] {
  const [rows, columns] = weight.shape
  if (rows === 3 * columns) return gateWeights(tf, weight).map((part) => tf.transpose(part))
  return [0, 1, 2].map((gate) => tf.slice(weight, [(gate * rows) / 3, 0], [rows / 3, columns]))
}

export interface DecoderRecord {
  readonly B: number
  readonly T: number
  readonly logits: readonly (readonly (readonly number[])[])[]
  readonly allowed: readonly (readonly (readonly number[])[])[]
  readonly targets: readonly (readonly number[])[]
  readonly argmax: Nested
  readonly union_mask: Nested
  readonly ce: number
  readonly token_accuracy_pct: number
  readonly program_accuracy_pct: number
  readonly grad_logits: Nested
  readonly mask_value: number
}

export function checkDecoder(tf: Tf, record: DecoderRecord): string | undefined {
  const logits = tensorOf<Tensor2D>(tf, timeMajor(record.logits))
  const mask = tf.mul<Tensor2D>(tf.sub(1, tensorOf(tf, timeMajor(record.allowed))), forbidden)
  const sequences = { batch: record.B, targets: Int32Array.from(timeMajor(record.targets)), mask }
  const scores = scoreSequences(tf, logits, sequences)
  const accuracy = accuracyOf(scores, sequences)
  const { value, grad } = tf.valueAndGrad((x) => sequenceCrossEntropy(tf, x as Tensor2D, sequences))(logits)
  const gradients = batchMajor(grad.arraySync() as number[][], record.B)
  return firstOf(
    differs('mask_value', forbidden, record.mask_value, single),
    differs('argmax', batchMajor(Array.from(scores.predicted.dataSync()), record.B), record.argmax, single),
    differs('union_mask', batchMajor(Array.from(scores.counted.dataSync()), record.B), record.union_mask, single),
    differs('ce', value.dataSync(), record.ce, single),
    differs('token_accuracy_pct', accuracy.tokenPercent, record.token_accuracy_pct, single),
    differs('program_accuracy_pct', accuracy.wholePercent, record.program_accuracy_pct, single),
    differs('grad_logits', gradients, record.grad_logits, single),
  )
}

export interface KlRecord {
  readonly mu: readonly (readonly number[])[]
  readonly log_sigma: Nested
  readonly kl_mean: number
  readonly kl_sum_over_dims_mean_over_batch: number
  readonly grad_mu: Nested
  readonly grad_log_sigma: Nested
  readonly eps: Nested
  readonly z: Nested
}

export function checkKl(tf: Tf, record: KlRecord): string | undefined {
  const mean = tensorOf<Tensor2D>(tf, record.mu)
  const logDeviation = tensorOf<Tensor2D>(tf, record.log_sigma)
  const loss = (...of: Tensor[]) => klDivergence(tf, { mean: of[0] as Tensor2D, logDeviation: of[1] as Tensor2D })
  const { value, grads } = tf.valueAndGrads(loss as never)([mean, logDeviation])
  const z = drawLatent(tf, { mean, logDeviation }, tensorOf(tf, record.eps), { squashed: false })
  const [kl] = value.dataSync() as Float32Array
  return firstOf(
    differs('kl_mean', kl!, record.kl_mean, single),
    differs('kl_sum', kl! * record.mu[0]!.length, record.kl_sum_over_dims_mean_over_batch, single),
    differs('grad_mu', grads[0]!.dataSync(), record.grad_mu, single),
    differs('grad_log_sigma', grads[1]!.dataSync(), record.grad_log_sigma, single),
    differs('z', z.dataSync(), record.z, single),
  )
}
