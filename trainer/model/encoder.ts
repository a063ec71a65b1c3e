import type { Tensor2D } from '@tensorflow/tfjs-core'
import { gruLast } from './gru.ts'
import {
  gatesOf,
  gruShapes,
  inputBiases,
  linear,
  linearShapes,
  mapGates,
  plainLinearShapes,
  tableShape,
} from './layers.ts'
import type { ParameterShape, Parameters } from './parameters.ts'
import type { EmbeddingSettings } from './settings.ts'

/** The mean and the logarithm of the standard deviation of each program's latent, [batch, latent]. */
export interface Posterior {
  readonly mean: Tensor2D
  readonly logDeviation: Tensor2D
}

export function encoderShapes({ tokens, hidden, latent }: EmbeddingSettings): ParameterShape[] {
  return [
    tableShape('encoder.embedding', tokens, tokens),
    ...gruShapes('encoder.gru', tokens, hidden),
    ...(latent === hidden ? [] : linearShapes('encoder.compress', hidden, latent)),
    ...plainLinearShapes('latent.mean', latent, latent),
    ...plainLinearShapes('latent.log_deviation', latent, latent),
  ]
}

/**
 * Reads whole programs, from `DEF` on, and goes by the state after each one's last token.
 *
 * @param tokens one-hot rows; row t * batch + i is token t of program i, whatever it is after the end
 * @param lengths tokens of each program
 */
export function encode(parameters: Parameters, tokens: Tensor2D, lengths: readonly number[]): Posterior {
  const { tf } = parameters
  const batch = lengths.length
  const table = parameters.get('encoder.embedding.weight') as unknown as Tensor2D
  const [, width] = table.shape
  const size = parameters.get('encoder.gru.weight_hh').shape[1]!
  const inputs = mapGates(gatesOf(parameters, 'encoder.gru', table, [0, width]), (gate) => tf.matMul(tokens, gate))
  const everywhere = tf.ones([batch, 1]) as Tensor2D
  const state = gruLast(
    tf,
    {
      steps: tokens.shape[0] / batch,
      inputs,
      context: mapGates(inputBiases(parameters, 'encoder.gru'), (bias) => tf.matMul(everywhere, bias)),
      initial: tf.zeros([batch, size]) as Tensor2D,
      weight: parameters.get('encoder.gru.weight_hh') as never,
      bias: parameters.get('encoder.gru.bias_hh'),
    },
    lengths,
  )
  const compressed = parameters.has('encoder.compress.weight') ? linear(parameters, 'encoder.compress', state) : state
  return {
    mean: linear(parameters, 'latent.mean', compressed),
    logDeviation: linear(parameters, 'latent.log_deviation', compressed),
  }
}
