import type { ProgramData } from '@cairn/domains'
import type { Rng, Vocabulary } from '@cairn/language'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { normalise } from '../losses/advantages.ts'
import { programBatch } from '../model/batches.ts'
import { decode } from '../model/decode.ts'
import type { Embedding } from '../model/embedding.ts'
import { drawLatent } from '../model/latent.ts'
import type { Adam } from '../optimiser/adam.ts'
import { begunMasks, first } from './begun-mask.ts'
import type { BehaviourOptions } from './behaviour-options.ts'
import { type Reward, rewardOf } from './behaviour-reward.ts'
import { type StepReport, scoped, step } from './step.ts'
import { noiseFor } from './validation.ts'

export interface BehaviourStep {
  readonly data: ProgramData
  readonly words: Vocabulary
  /** Numbers of programs, in parts of the same size; the returns of all are normalised together. */
  readonly parts: readonly Uint32Array[]
  /** Tokens that the decoder writes after `DEF` at most. */
  readonly steps: number
  readonly rate: number
  readonly options: BehaviourOptions
  /** All that is drawn comes from streams of it. */
  readonly rng: Rng
}

/**
 * A step of program behaviour (L^R): programs are sampled from the latents of others, run beside these, and become the
 * likelier the more they do the same. Every part is a step of the optimiser.
 *
 * Source: LEAPS, `BaseRLModel.update_step` and `rl/algo/reinforce.py`.
 *
 * @returns means over the parts; of the samples, `reward`, and `valid`, the share in percent that are programs
 */
export function behaviourStep(embedding: Embedding, optimiser: Adam, request: BehaviourStep): StepReport {
  const { parts } = request
  const samples = parts.map((numbers, part) => sample(embedding, numbers, request, request.rng.stream(`part/${part}`)))
  const rewards = samples.flatMap((all) => all.map(({ reward }) => reward))
  const returns = normalise(rewards)
  let before = 0
  const reports = parts.map((numbers, part) => {
    const ofPart = returns.subarray(before, before + numbers.length)
    before += numbers.length
    const texts = samples[part]!.map(({ text }) => text)
    return update(
      embedding,
      optimiser,
      { numbers, texts, returns: ofPart },
      request,
      request.rng.stream(`part/${part}`),
    )
  })
  const valid = samples.flat().filter(({ program }) => program !== undefined).length
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const term = (name: string) => mean(reports.map(({ terms }) => terms[name]!))
  return {
    total: mean(reports.map(({ total }) => total)),
    terms: {
      ...{ reward: mean(rewards), valid: (100 * valid) / rewards.length },
      ...{ action: term('action'), entropy: term('entropy'), kl: term('kl') },
    },
    norm: mean(reports.map(({ norm }) => norm!)),
  }
}

type Sample = Reward & { readonly text: readonly number[] }

function sample(embedding: Embedding, numbers: Uint32Array, request: BehaviourStep, rng: Rng): Sample[] {
  const { data, words, steps, options } = request
  const texts = scoped(embedding.parameters.tf, () => {
    const batch = batchOf(embedding, numbers, request)
    const latents = drawLatent(
      embedding.parameters.tf,
      embedding.posterior(batch),
      noise(embedding, batch.batch, rng),
      embedding.settings,
    )
    return decode(embedding.parameters, latents, { steps, mask: begunMasks(words, 'leaps'), rng: rng.stream('tokens') })
  })
  return texts.map((written, i) => {
    const text = [first, ...written]
    const worlds = rng.stream(`worlds/${i}`)
    return { text, ...rewardOf(text, { data, words, number: numbers[i]!, rng: worlds }, options) }
  })
}

function update(
  embedding: Embedding,
  optimiser: Adam,
  { numbers, texts, returns }: { numbers: Uint32Array; texts: readonly (readonly number[])[]; returns: Float64Array },
  request: BehaviourStep,
  rng: Rng,
): StepReport {
  const { words, rate, options } = request
  return scoped(embedding.parameters.tf, () => {
    const batch = batchOf(embedding, numbers, request)
    const sampled = programBatch(embedding.parameters.tf, words, texts)
    const drawn = noise(embedding, numbers.length, options.redraw ? rng.stream('update') : rng)
    const losses = () => ({ ...embedding.reinforceLoss({ batch, sampled }, drawn, returns, options) })
    return step(embedding, optimiser, losses, { rate, clip: options.clip })
  })
}

function batchOf({ parameters }: Embedding, numbers: Uint32Array, { data, words }: BehaviourStep) {
  return programBatch(
    parameters.tf,
    words,
    Array.from(numbers, (number) => data.tokens(number)),
  )
}

function noise(embedding: Embedding, programs: number, rng: Rng): Tensor2D {
  return noiseFor(embedding, programs, rng.stream('noise'))
}
