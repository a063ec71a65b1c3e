import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core'
import { convolution, flattenChannelsFirst } from './convolution.ts'
import { gruStates } from './gru.ts'
import { addGates, gatesOf, gruShapes, inputBiases, linear, linearShapes, mapGates, tableShape } from './layers.ts'
import type { ParameterShape, Parameters } from './parameters.ts'
import type { EmbeddingSettings } from './settings.ts'

const filters = 32
const kernel = 3

/** The neural executor of programs ("condition policy"), which ties a latent to behaviour. */
export function policyShapes({ latent, channels, world, actions }: EmbeddingSettings): ParameterShape[] {
  const flat = filters * (world[0] - 2 * (kernel - 1)) * (world[1] - 2 * (kernel - 1))
  const conv = (name: string, inputs: number): ParameterShape[] => [
    {
      name: `${name}.weight`,
      shape: [filters, inputs, kernel, kernel],
      initial: { kind: 'orthogonal', gain: Math.SQRT2 },
    },
    { name: `${name}.bias`, shape: [filters], initial: { kind: 'zeros' } },
  ]
  return [
    ...conv('policy.conv.0', channels),
    ...conv('policy.conv.1', filters),
    ...linearShapes('policy.state', flat, latent),
    tableShape('policy.embedding', actions, actions),
    ...gruShapes('policy.gru', 2 * latent + actions, latent),
    ...linearShapes('policy.head.0', latent, latent),
    ...linearShapes('policy.head.1', latent, latent),
    ...linearShapes('policy.head.2', latent, actions),
  ]
}

export interface Demonstrations {
  /** [steps * demonstrations, height, width, channels]; row t * demonstrations + i is where i stands before step t. */
  readonly states: Tensor4D
  /** One-hot rows: the action before each step, the stop before the first. */
  readonly previous: Tensor2D
}

/**
 * Scores of the next action at every step, rows as in the demonstrations.
 *
 * @param latents [demonstrations, latent]: the latent of the program that each one is of
 */
export function policyLogits(
  parameters: Parameters,
  latents: Tensor2D,
  { states, previous }: Demonstrations,
): Tensor2D {
  const { tf } = parameters
  const conv = (name: string, x: Tensor4D) =>
    tf.relu(
      convolution(tf, x, parameters.get(`${name}.weight`) as never, parameters.get(`${name}.bias`) as never),
    ) as Tensor4D
  const seen = tf.relu(
    linear(parameters, 'policy.state', flattenChannelsFirst(tf, conv('policy.conv.1', conv('policy.conv.0', states)))),
  )
  const [demonstrations, latent] = latents.shape
  const size = seen.shape[1]
  const table = parameters.get('policy.embedding.weight') as unknown as Tensor2D
  const ofActions = mapGates(gatesOf(parameters, 'policy.gru', table, [latent + size, table.shape[1]]), (gate) =>
    tf.matMul(previous, gate),
  )
  const outputs = gruStates(tf, {
    steps: states.shape[0] / demonstrations,
    inputs: addGates(tf, gatesOf(parameters, 'policy.gru', seen, [latent, size]), ofActions),
    context: addGates(
      tf,
      gatesOf(parameters, 'policy.gru', latents, [0, latent]),
      inputBiases(parameters, 'policy.gru'),
    ),
    initial: latents,
    weight: parameters.get('policy.gru.weight_hh') as never,
    bias: parameters.get('policy.gru.bias_hh'),
  })
  const first = tf.tanh(linear(parameters, 'policy.head.0', outputs)) as Tensor2D
  return linear(parameters, 'policy.head.2', tf.tanh(linear(parameters, 'policy.head.1', first)) as Tensor2D)
}
