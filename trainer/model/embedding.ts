import type { Rng } from '@cairn/language'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { type Sequences, sequenceCrossEntropy } from '../losses/cross-entropy.ts'
import { klDivergence } from '../losses/kl.ts'
import { reinforceLoss, tokenStatistics } from '../losses/reinforce.ts'
import type { ProgramBatch } from './batches.ts'
import { decoderLogits, decoderShapes } from './decoder.ts'
import { encode, encoderShapes, type Posterior } from './encoder.ts'
import { drawLatent } from './latent.ts'
import { repeatRows } from './layers.ts'
import { type NamedWeights, Parameters } from './parameters.ts'
import { type Demonstrations, policyLogits, policyShapes } from './policy.ts'
import type { EmbeddingSettings } from './settings.ts'

/** Weights of the losses. In brackets LEAPS's names. */
export interface LossWeights {
  /** Of the divergence (`latent_loss_coef`, 0.1 on its command line). */
  readonly kl: number
  /** Of the latent-behaviour loss (`condition_loss_coef`); 0 for LEAPS-P and LEAPS-P+R, which need no demonstrations. */
  readonly policy: number
  /** Of the tokens' entropy in REINFORCE (`entropy_coef`). */
  readonly entropy: number
}

export const lossDefaults = { kl: 0.1, policy: 1, entropy: 0.1 } satisfies LossWeights

/** Demonstrations of the batch's programs: as many of each, all first ones first, then all second ones. */
export interface BatchDemonstrations extends Demonstrations {
  /** What is to be done in each row; the stop fills what is left. */
  readonly actions: Sequences
}

export interface SupervisedLoss {
  readonly total: Tensor
  /** Cross entropy of the programs' tokens. */
  readonly program: Tensor
  readonly kl: Tensor
  /** Cross entropy of the demonstrations' actions, where there are any. */
  readonly policy?: Tensor
}

/** What the parameters of an embedding are; the policy's are left out of an embedding that trains without. */
export function embeddingShapes(settings: EmbeddingSettings, { policy }: { policy: boolean }) {
  return [...encoderShapes(settings), ...decoderShapes(settings), ...(policy ? policyShapes(settings) : [])]
}

/** A program embedding: its sizes and its numbers, and what can be computed with them. */
export class Embedding {
  readonly settings: EmbeddingSettings
  readonly parameters: Parameters

  constructor(settings: EmbeddingSettings, parameters: Parameters) {
    this.settings = settings
    this.parameters = parameters
  }

  /** With new parameters. */
  static draw(tf: Tf, settings: EmbeddingSettings, rng: Rng, { policy = true } = {}): Embedding {
    return new Embedding(settings, Parameters.draw(tf, embeddingShapes(settings, { policy }), rng))
  }

  /**
   * With the parameters of a file; whether there is a policy is seen from them.
   *
   * @throws WeightsMismatch
   */
  static from(tf: Tf, settings: EmbeddingSettings, weights: NamedWeights): Embedding {
    const policy = Array.from(weights.keys()).some((name) => name.startsWith('policy.'))
    return new Embedding(settings, Parameters.from(tf, embeddingShapes(settings, { policy }), weights))
  }

  posterior(batch: ProgramBatch): Posterior {
    return encode(this.parameters, batch.whole, batch.lengths)
  }

  /**
   * Teacher forcing on programs and demonstrations: cross entropy + kl * divergence + policy * cross entropy.
   *
   * @param noise [batch, latent], of the settings' deviation
   */
  supervisedLoss(
    batch: ProgramBatch,
    noise: Tensor2D,
    { kl, policy }: Pick<LossWeights, 'kl' | 'policy'> = lossDefaults,
    demonstrations?: BatchDemonstrations,
  ): SupervisedLoss {
    const { tf } = this.parameters
    const posterior = this.posterior(batch)
    const latents = drawLatent(tf, posterior, noise, this.settings)
    const program = sequenceCrossEntropy(tf, decoderLogits(this.parameters, latents, batch.read), batch.sequences)
    const divergence = klDivergence(tf, posterior)
    const both = tf.add(program, tf.mul(kl, divergence))
    if (demonstrations === undefined || policy === 0) return { total: both, program, kl: divergence }
    const { actions } = demonstrations
    const repeated = repeatRows(tf, latents, actions.batch / batch.batch)
    const ofActions = sequenceCrossEntropy(tf, policyLogits(this.parameters, repeated, demonstrations), actions)
    return { total: tf.add(both, tf.mul(policy, ofActions)), program, kl: divergence, policy: ofActions }
  }

  /**
   * Program behaviour (L^R): programs that were sampled from the batch's latents, weighed by how well they behaved.
   *
   * @param sampled the sampled programs, read from `DEF` on as `batch` is; its targets are what was drawn
   * @param returns one per program, normalised
   */
  reinforceLoss(
    { batch, sampled }: { batch: ProgramBatch; sampled: ProgramBatch },
    noise: Tensor2D,
    returns: ArrayLike<number>,
    { kl, entropy }: Pick<LossWeights, 'kl' | 'entropy'> = lossDefaults,
  ): { readonly total: Tensor; readonly action: Tensor; readonly entropy: Tensor; readonly kl: Tensor } {
    const { tf } = this.parameters
    const { targets, mask } = sampled.sequences
    const posterior = this.posterior(batch)
    const latents = drawLatent(tf, posterior, noise, this.settings)
    const logits = decoderLogits(this.parameters, latents, sampled.read)
    const of = tokenStatistics(tf, { logits, mask, chosen: targets })
    const steps = targets.length / sampled.batch
    const byProgram = (rows: Tensor) => tf.transpose(tf.reshape(rows, [steps, sampled.batch])) as Tensor2D
    // A program ends with its first pad, which is drawn like any token; one that was cut off has none.
    const counts = Float32Array.from(targets, (_, row) => {
      const i = row % sampled.batch
      return Number(Math.floor(row / sampled.batch) < sampled.lengths[i]! - Number(!sampled.ended[i]))
    })
    const loss = reinforceLoss(
      tf,
      {
        logProbabilities: byProgram(of.logProbabilities),
        entropies: byProgram(of.entropies),
        mask: byProgram(tf.tensor1d(counts)),
      },
      returns,
      entropy,
    )
    const divergence = klDivergence(tf, posterior)
    return { ...loss, total: tf.add(loss.total, tf.mul(kl, divergence)), kl: divergence }
  }

  dispose(): void {
    this.parameters.dispose()
  }
}
