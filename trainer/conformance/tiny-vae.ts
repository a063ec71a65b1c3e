import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { scoreSequences, sequenceCrossEntropy } from '../losses/cross-entropy.ts'
import { klDivergence } from '../losses/kl.ts'
import { decoderLogits, decoderShapes } from '../model/decoder.ts'
import { encode, encoderShapes } from '../model/encoder.ts'
import { drawLatent } from '../model/latent.ts'
import { oneHotRows } from '../model/one-hot.ts'
import { Parameters } from '../model/parameters.ts'
import { leapsSettings } from '../model/settings.ts'
import { Adam } from '../optimiser/adam.ts'
import { differs, firstOf, flat, type Nested, single, type Tolerance } from './compare.ts'
import { batchMajor, shapeOf, tensorOf, timeMajor } from './tensors.ts'

interface Losses {
  readonly ce: number
  readonly kl: number
  readonly total: number
}

export interface TinyVaeRecord {
  readonly T: number
  readonly H: number
  readonly programs: readonly (readonly number[])[]
  readonly lengths: readonly number[]
  readonly eps: Nested
  readonly beta: number
  readonly adam: { readonly lr: number; readonly beta1: number; readonly beta2: number; readonly eps: number }
  readonly params: Readonly<Record<string, Nested>>
  readonly forward: Readonly<Record<'mu' | 'log_sigma' | 'z' | 'logits' | 'union_mask', Nested>> & {
    readonly grads: Readonly<Record<string, Nested>>
  }
  readonly params_after_step1: Readonly<Record<string, Nested>>
  readonly losses_before_steps: readonly Losses[]
}

/** The record's names by ours. */
const recordedNames = new Map([
  ['encoder.embedding.weight', 'e_emb.weight'],
  ...gru('encoder.gru', 'e_gru'),
  ...linear('latent.mean', 'mu'),
  ...linear('latent.log_deviation', 'ls'),
  ['decoder.embedding.weight', 'd_emb.weight'],
  ...gru('decoder.gru', 'd_gru'),
  ...linear('decoder.head.0', 'o1'),
  ...linear('decoder.head.1', 'o2'),
] as [string, string][])

/** Adam divides by the root of the squared gradient: where that is near 0, rounding decides the step. */
const afterAdam: Tolerance = { relative: 1e-4, absolute: 2e-3 }

export function checkTinyVae(tf: Tf, record: TinyVaeRecord): string | undefined {
  const { T, H, programs, lengths, beta, adam } = record
  const settings = { ...leapsSettings, tokens: T, hidden: H, latent: H }
  const parameters = Parameters.from(
    tf,
    [...encoderShapes(settings), ...decoderShapes(settings)],
    new Map(
      Array.from(recordedNames, ([ours, theirs]) => {
        const values = record.params[theirs]!
        return [ours, { shape: shapeOf(values), values: Float32Array.from(flat(values)) }]
      }),
    ),
  )
  const optimiser = new Adam(parameters, { beta1: adam.beta1, beta2: adam.beta2, epsilon: adam.eps })
  try {
    const batch = programs.length
    const noise = tensorOf<Tensor2D>(tf, record.eps)
    const whole = oneHotRows(tf, timeMajor(programs), T)
    const read = oneHotRows(tf, timeMajor(programs.map((program) => program.slice(0, -1))), T)
    const sequences = { batch, targets: Int32Array.from(timeMajor(programs.map((program) => program.slice(1)))) }
    const forward = () => {
      const posterior = encode(parameters, whole, lengths)
      const z = drawLatent(tf, posterior, noise, settings)
      const logits = decoderLogits(parameters, z, read)
      const ce = sequenceCrossEntropy(tf, logits, sequences)
      const kl = klDivergence(tf, posterior)
      return { posterior, z, logits, losses: { ce, kl, total: tf.add(ce, tf.mul(beta, kl)) } }
    }

    const { posterior, z, logits } = forward()
    const found: (string | undefined)[] = [
      differs('mu', posterior.mean.dataSync(), record.forward.mu, single),
      differs('log_sigma', posterior.logDeviation.dataSync(), record.forward.log_sigma, single),
      differs('z', z.dataSync(), record.forward.z, single),
      differs('logits', batchMajor(logits.arraySync(), batch), record.forward.logits, single),
      differs(
        'union_mask',
        batchMajor(Array.from(scoreSequences(tf, logits, sequences).counted.dataSync()), batch),
        record.forward.union_mask,
        single,
      ),
    ]
    for (const [step, expected] of record.losses_before_steps.entries()) {
      const { losses } = forward()
      for (const name of ['ce', 'kl', 'total'] as const)
        found.push(differs(`${name} before step ${step + 1}`, losses[name].dataSync(), expected[name], single))
      const { gradients } = parameters.gradients(() => forward().losses.total)
      for (const [ours, theirs] of recordedNames) {
        if (step > 0) continue
        found.push(
          differs(`gradient of ${theirs}`, gradients.get(ours)!.dataSync(), record.forward.grads[theirs]!, single),
        )
      }
      optimiser.update(gradients, adam.lr)
      if (step > 0) continue
      for (const [ours, theirs] of recordedNames) found.push(afterStep(theirs, parameters.get(ours).dataSync(), record))
    }
    return firstOf(...found)
  } finally {
    parameters.dispose()
    optimiser.dispose()
  }
}

function afterStep(name: string, got: ArrayLike<number>, record: TinyVaeRecord): string | undefined {
  const gradient = flat(record.forward.grads[name]!)
  const expected = flat(record.params_after_step1[name]!)
  return firstOf(
    ...expected.map((value, i) =>
      differs(`${name} after a step`, got[i]!, value, Math.abs(gradient[i]!) < 1e-5 ? afterAdam : single),
    ),
  )
}

function gru(ours: string, theirs: string): [string, string][] {
  return ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map((name) => [`${ours}.${name}`, `${theirs}.${name}_l0`])
}

function linear(ours: string, theirs: string): [string, string][] {
  return ['weight', 'bias'].map((name) => [`${ours}.${name}`, `${theirs}.${name}`])
}
