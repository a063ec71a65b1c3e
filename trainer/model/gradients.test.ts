import { seededRng } from '@cairn/language'
import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { openBackend, type Tf } from '../backend.ts'
import { sequenceCrossEntropy } from '../losses/cross-entropy.ts'
import { klDivergence } from '../losses/kl.ts'
import { ppoLoss } from '../losses/ppo.ts'
import { reinforceLoss, tokenStatistics } from '../losses/reinforce.ts'
import { ternaryTanh } from '../machine/quantiser.ts'
import { present } from '../test/backends.ts'
import { gradientError, parameterGradientError } from '../test/finite-differences.ts'
import { noiseOf, tinyBatch, tinyDemonstrations, tinyHprl, tinyLeaps, wave } from '../test/tiny.ts'
import { convolution, flattenChannelsFirst } from './convolution.ts'
import { Embedding } from './embedding.ts'
import { type Gates, gruLast, gruStates } from './gru.ts'
import { drawLatent } from './latent.ts'
import { repeatRows } from './layers.ts'

/** Relative; central differences in float32 come within a tenth of this. */
const close = 1e-3

/** What acts through ReLUs: their layers are cases of their own, and a recorded network has them together. */
const kinked = /^policy\.(conv|state)/

/** A function of tensors of these shapes, one number. */
type Case = readonly [name: string, shapes: readonly number[][], of: (tf: Tf, ...inputs: Tensor[]) => Tensor]

const [steps, batch, size] = [4, 3, 5]
const gru = (x: Tensor[]) => ({
  steps,
  inputs: x.slice(0, 3) as unknown as Gates,
  context: x.slice(3, 6) as unknown as Gates,
  initial: x[6] as Tensor2D,
  weight: x[7] as Tensor2D,
  bias: x[8]!,
})
const gruInputs = [
  ...[0, 1, 2].map(() => [steps * batch, size]),
  ...[0, 1, 2].map(() => [batch, size]),
  [batch, size],
  [3 * size, size],
  [3 * size],
]
const weighed = (tf: Tf, x: Tensor) => tf.mean(tf.mul(x, wave(tf, x.shape, 0.4)))

const cases: readonly Case[] = [
  ['a GRU, all states', gruInputs, (tf, ...x) => weighed(tf, gruStates(tf, gru(x)))],
  ['a GRU, last states', gruInputs, (tf, ...x) => weighed(tf, gruLast(tf, gru(x), [4, 2, 1]))],
  [
    'a convolution',
    [[2, 5, 4, 3], [4, 3, 3, 2], [4]],
    (tf, x, weight, bias) =>
      weighed(tf, flattenChannelsFirst(tf, convolution(tf, x as Tensor4D, weight as Tensor4D, bias as never))),
  ],
  ['repeated rows', [[3, 4]], (tf, x) => weighed(tf, tf.square(repeatRows(tf, x as Tensor2D, 3)))],
  [
    'a squashed latent',
    [
      [3, 4],
      [3, 4],
    ],
    (tf, mean, logDeviation) =>
      weighed(
        tf,
        drawLatent(tf, { mean: mean as Tensor2D, logDeviation: logDeviation as Tensor2D }, wave(tf, [3, 4], 2), {
          squashed: true,
        }),
      ),
  ],
  [
    'divergence',
    [
      [3, 4],
      [3, 4],
    ],
    (tf, mean, deviation) => klDivergence(tf, { mean: mean as Tensor2D, logDeviation: deviation as Tensor2D }),
  ],
  [
    'cross entropy',
    [[6, 4]],
    (tf, logits) =>
      sequenceCrossEntropy(tf, logits as Tensor2D, { batch: 2, targets: Int32Array.from([0, 1, 3, 2, 3, 3]) }),
  ],
  [
    'REINFORCE',
    [[6, 4]],
    (tf, logits) => {
      const of = tokenStatistics(tf, { logits: logits as Tensor2D, chosen: Int32Array.from([0, 1, 3, 2, 1, 0]) })
      const table = (x: Tensor) => tf.reshape(x, [2, 3]) as Tensor2D
      const mask = tf.tensor2d([
        [1, 1, 0],
        [1, 1, 1],
      ])
      return reinforceLoss(
        tf,
        { logProbabilities: table(of.logProbabilities), entropies: table(of.entropies), mask },
        [0.7, -1.2],
      ).total
    },
  ],
  [
    'PPO',
    [[4, 3], [4]],
    (tf, logits, values) =>
      ppoLoss(
        tf,
        { logits: logits as Tensor2D, values: values as Tensor1D },
        {
          actions: Int32Array.from([0, 1, 2, 1]),
          logProbabilities: Float32Array.from([-1, -1.4, -0.8, -1.1]),
          values: Float32Array.from([0.2, -0.9, 0.4, 1]),
          returns: Float32Array.from([1, -1, 0.3, 0.1]),
          advantages: Float32Array.from([1, -0.5, 0.2, -0.7]),
        },
        { clip: 0.3, value: 0.5, entropy: 0.1 },
      ).total,
  ],
  // None of these is near a kink.
  ['a ReLU', [[7]], (tf, x) => weighed(tf, tf.relu(tf.add(x, 0.05)))],
  ['the ternary activation', [[7]], (tf, x) => weighed(tf, ternaryTanh(tf, x))],
  [
    'arithmetic',
    [[3, 4], [4], [3, 1]],
    (tf, a, b, c) => {
      const positive = tf.add(tf.square(c), 0.5)
      const parts = tf.concat([tf.div(tf.sub(a, b), positive), tf.log(tf.sqrt(positive))], 1)
      return tf.add(
        weighed(tf, tf.sigmoid(tf.exp(tf.slice(parts, [0, 1], [3, 4])))),
        weighed(tf, tf.transpose(parts as Tensor2D)),
      )
    },
  ],
  [
    'limits',
    [[9], [9]],
    (tf, a, b) =>
      weighed(tf, tf.add(tf.maximum(a, b), tf.mul(2, tf.add(tf.minimum(a, b), tf.clipByValue(a, -0.55, 0.55))))),
  ],
]

describe.each(present)('gradients agree with differences on %s:', (backend) => {
  test.each(cases)('%s', async (_, shapes, of) => {
    const { tf } = await openBackend({ backend })
    const before = tf.memory().numTensors
    const error = tf.engine().tidy(() => {
      const inputs = shapes.map((shape, i) => wave(tf, [...shape], i + 1))
      return gradientError(tf, (...args) => of(tf, ...args), inputs) as never
    }) as unknown as number
    expect(error).toBeLessThan(close)
    expect(tf.memory().numTensors).toBe(before)
  })

  test.each([
    ['LEAPS', tinyLeaps],
    ['HPRL', tinyHprl],
  ])("all losses of an embedding of %s's make", async (_, settings) => {
    const { tf } = await openBackend({ backend })
    const before = tf.memory().numTensors
    const embedding = Embedding.draw(tf, settings, seededRng(5))
    tf.engine().startScope()
    const programs = tinyBatch(tf, settings, 3)
    const sampled = tinyBatch(tf, settings, 3, 9)
    const demonstrations = tinyDemonstrations(tf, settings, 3)
    const noise = noiseOf(tf, settings, 3)
    const weights = { kl: 0.1, policy: 1, entropy: 0.1 }
    const supervised = () => embedding.supervisedLoss(programs, noise, weights, demonstrations).total
    const reinforce = () => embedding.reinforceLoss({ batch: programs, sampled }, noise, [0.5, -1, 0.5], weights).total
    const errors = [supervised, reinforce].map((loss) => parameterGradientError(embedding.parameters, loss, kinked))
    programs.dispose()
    sampled.dispose()
    tf.engine().endScope()
    embedding.dispose()
    expect(Math.max(...errors)).toBeLessThan(close)
    expect(tf.memory().numTensors).toBe(before)
  })
})
