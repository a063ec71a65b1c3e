import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { convolution, flattenChannelsFirst } from '../model/convolution.ts'
import { linear, linearShapes } from '../model/layers.ts'
import type { ParameterShape, Parameters } from '../model/parameters.ts'

/** What POMP chooses the next mode with. Widths as HIPO's code has them. */
export interface TransitionSettings {
  readonly channels: number
  readonly world: readonly [height: number, width: number]
  /** Modes and the end. */
  readonly options: number
  /** Filters of both convolutions. */
  readonly filters: number
  readonly hidden: number
}

export const transitionDefaults = { channels: 8, filters: 32, hidden: 16 } satisfies Partial<TransitionSettings>

/** Layers whose weight is g v / |v|, the norm taken per output. */
const normalised = ['conv1', 'conv2', 'fc_state', 'fc_mode', 'fc_mix1', 'fc_mix2']

/** A normalised layer's `v` is `NAME.weight`; its `NAME.g` is set by `beginNormalised`. */
export function transitionShapes(settings: TransitionSettings): ParameterShape[] {
  const { channels, world, options, filters, hidden } = settings
  const flat = filters * (world[0] - 4) * (world[1] - 4)
  const conv = (name: string, inputs: number, size: number): ParameterShape[] => [
    {
      name: `${name}.weight`,
      shape: [filters, inputs, size, size],
      initial: { kind: 'orthogonal', gain: Math.SQRT2 },
    },
    { name: `${name}.bias`, shape: [filters], initial: { kind: 'zeros' } },
  ]
  return [
    ...conv('conv1', channels, 4),
    ...conv('conv2', filters, 2),
    ...linearShapes('fc_state', flat, hidden),
    ...linearShapes('fc_mode', options, hidden),
    ...linearShapes('fc_mix1', 2 * hidden, hidden),
    ...linearShapes('fc_mix2', hidden, hidden),
    ...linearShapes('actor', hidden, options, 0.01),
    ...linearShapes('critic', hidden, 1, 1),
  ].flatMap((shape) => {
    const layer = shape.name.slice(0, shape.name.lastIndexOf('.'))
    if (!shape.name.endsWith('.weight') || !normalised.includes(layer)) return [shape]
    return [
      shape,
      { name: `${layer}.g`, shape: shape.shape.map((n, i) => (i === 0 ? n : 1)), initial: { kind: 'zeros' } },
    ]
  })
}

/** Sets every `g` to the norms of its weight: from here on the layers compute what the weights alone would. */
export function beginNormalised(parameters: Parameters): void {
  const { tf } = parameters
  for (const layer of normalised) {
    const norms = tf.tidy(() => normsOf(tf, parameters.get(`${layer}.weight`)))
    parameters.get(`${layer}.g`).assign(norms)
    norms.dispose()
  }
}

export interface Transition {
  /** Scores of the modes, the end last. */
  readonly logits: Tensor2D
  readonly value: Tensor2D
  /** Of the state alone, before the mode is mixed in: what a state machine is extracted from. */
  readonly stateFeatures: Tensor2D
  readonly features: Tensor2D
}

/**
 * @param states [batch, height, width, channels]
 * @param modes one-hot rows; all zeros before the first mode
 */
export function transition(parameters: Parameters, states: Tensor4D, modes: Tensor2D): Transition {
  const { tf } = parameters
  const conv = (name: string, x: Tensor4D) =>
    tf.relu(convolution(tf, x, weightOf(parameters, name) as Tensor4D, parameters.get(`${name}.bias`) as never))
  const full = (name: string, x: Tensor2D) =>
    tf.relu(
      tf.add<Tensor2D>(
        tf.matMul(x, weightOf(parameters, name) as Tensor2D, false, true),
        parameters.get(`${name}.bias`),
      ),
    )
  const stateFeatures = full('fc_state', flattenChannelsFirst(tf, conv('conv2', conv('conv1', states))))
  const mixed = tf.concat2d([stateFeatures, full('fc_mode', modes)], 1)
  const features = full('fc_mix2', full('fc_mix1', mixed))
  return {
    logits: linear(parameters, 'actor', features),
    value: linear(parameters, 'critic', features),
    stateFeatures,
    features,
  }
}

function weightOf(parameters: Parameters, layer: string): Tensor {
  const { tf } = parameters
  const weight = parameters.get(`${layer}.weight`)
  return tf.mul(weight, tf.div(parameters.get(`${layer}.g`), normsOf(tf, weight)))
}

/** Per output, with every other axis kept as 1. */
function normsOf(tf: Tf, weight: Tensor): Tensor {
  const axes = weight.shape.map((_, axis) => axis).slice(1)
  return tf.sqrt(tf.sum(tf.square(weight), axes, true))
}
