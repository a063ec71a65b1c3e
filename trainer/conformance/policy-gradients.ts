import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { generalisedReturns, normalise } from '../losses/advantages.ts'
import { ppoLoss } from '../losses/ppo.ts'
import { reinforceLoss } from '../losses/reinforce.ts'
import { clipScale, globalNorm } from '../optimiser/clip.ts'
import { differs, double, firstOf, flat, type Nested, single } from './compare.ts'
import { tensorOf } from './tensors.ts'

export interface ReinforceRecord {
  readonly token_log_probs: Nested
  readonly token_entropy: Nested
  readonly mask: Nested
  readonly program_log_prob: Nested
  readonly rewards: Nested
  readonly returns_normalised: Nested
  readonly entropy_masked_mean: number
  readonly entropy_coef: number
  readonly action_loss: number
  readonly loss: number
}

export function checkReinforce(tf: Tf, record: ReinforceRecord): string | undefined {
  const sampled = {
    logProbabilities: tensorOf<Tensor2D>(tf, record.token_log_probs),
    entropies: tensorOf<Tensor2D>(tf, record.token_entropy),
    mask: tensorOf<Tensor2D>(tf, record.mask),
  }
  const returns = normalise(flat(record.rewards))
  const loss = reinforceLoss(tf, sampled, returns, record.entropy_coef)
  const ofPrograms = tf.sum(tf.mul(sampled.logProbabilities, sampled.mask), 1)
  return firstOf(
    differs('program_log_prob', ofPrograms.dataSync(), record.program_log_prob, single),
    differs('returns_normalised', returns, record.returns_normalised, double),
    differs('entropy_masked_mean', loss.entropy.dataSync(), record.entropy_masked_mean, single),
    differs('action_loss', loss.action.dataSync(), record.action_loss, single),
    differs('loss', loss.total.dataSync(), record.loss, single),
  )
}

export interface PpoRecord {
  readonly logits: Nested
  readonly values: Nested
  readonly actions: readonly number[]
  readonly old_log_probs: Nested
  readonly old_values: Nested
  readonly returns: Nested
  readonly adv_raw: Nested
  readonly adv_normalised: Nested
  readonly clip: number
  readonly value_coef: number
  readonly entropy_coef: number
  readonly ratio: Nested
  readonly action_loss: number
  readonly value_loss_already_halved: number
  readonly entropy: number
  readonly total: number
  readonly grad_logits: Nested
  readonly grad_values: Nested
  readonly grad_global_norm: number
  readonly max_grad_norm: number
  readonly clip_scale: number
}

export function checkPpo(tf: Tf, record: PpoRecord): string | undefined {
  const advantages = normalise(flat(record.adv_raw))
  const batch = {
    actions: Int32Array.from(record.actions),
    logProbabilities: Float32Array.from(flat(record.old_log_probs)),
    values: Float32Array.from(flat(record.old_values)),
    returns: Float32Array.from(flat(record.returns)),
    advantages: Float32Array.from(advantages),
  }
  const options = { clip: record.clip, value: record.value_coef, entropy: record.entropy_coef }
  const logits = tensorOf<Tensor2D>(tf, record.logits)
  const values = tf.tensor1d(flat(record.values))
  const loss = ppoLoss(tf, { logits, values }, batch, options)
  const total = (...of: Tensor[]) =>
    ppoLoss(tf, { logits: of[0] as Tensor2D, values: of[1] as Tensor1D }, batch, options).total
  const gradients = tf.grads(total as never)([logits, values])
  const norm = globalNorm(tf, gradients)
  return firstOf(
    differs('adv_normalised', advantages, record.adv_normalised, double),
    differs('ratio', loss.ratio.dataSync(), record.ratio, single),
    differs('action_loss', loss.action.dataSync(), record.action_loss, single),
    differs('value_loss', loss.value.dataSync(), record.value_loss_already_halved, single),
    differs('entropy', loss.entropy.dataSync(), record.entropy, single),
    differs('total', loss.total.dataSync(), record.total, single),
    differs('grad_logits', gradients[0]!.dataSync(), record.grad_logits, single),
    differs('grad_values', gradients[1]!.dataSync(), record.grad_values, single),
    differs('grad_global_norm', norm, record.grad_global_norm, single),
    differs('clip_scale', clipScale(norm, record.max_grad_norm), record.clip_scale, single),
  )
}

export interface GaeRecord {
  readonly gamma: number
  readonly lam: number
  readonly rewards: readonly (readonly number[])[]
  readonly values_T_plus_1: readonly (readonly number[])[]
  readonly masks_T_plus_1: readonly (readonly number[])[]
  readonly returns: Nested
  readonly advantages: Nested
  readonly advantages_normalised: Nested
}

export function checkGae(record: GaeRecord): string | undefined {
  const { rewards, values_T_plus_1: values, masks_T_plus_1: masks } = record
  const returns = generalisedReturns({ rewards, values, masks }, { discount: record.gamma, decay: record.lam })
  const advantages = returns.map((row, step) => row.map((value, worker) => value - values[step]![worker]!))
  return firstOf(
    differs('returns', returns, record.returns, double),
    differs('advantages', advantages, record.advantages, double),
    differs('advantages_normalised', normalise(advantages.flat()), record.advantages_normalised, double),
  )
}
