import type { Tensor2D } from '@tensorflow/tfjs-core'
import { type Gates, gruStates } from './gru.ts'
import {
  addGates,
  gatesOf,
  gruShapes,
  inputBiases,
  linear,
  linearShapes,
  mapGates,
  partOf,
  tableShape,
} from './layers.ts'
import type { ParameterShape, Parameters } from './parameters.ts'
import type { EmbeddingSettings } from './settings.ts'

export function decoderShapes({ tokens, hidden, latent }: EmbeddingSettings): ParameterShape[] {
  return [
    ...(latent === hidden ? [] : linearShapes('decoder.expand', latent, hidden)),
    tableShape('decoder.embedding', tokens, tokens),
    ...gruShapes('decoder.gru', tokens + hidden, hidden),
    ...linearShapes('decoder.head.0', hidden + tokens + hidden, hidden),
    ...linearShapes('decoder.head.1', hidden, tokens),
  ]
}

/**
 * What the decoder computes of the parameters and the latents once, whatever the tokens. A token's embedding enters
 * through a table, and the latent through a sum that is the same in every step: that is the layer on [state,
 * embedding, latent], taken apart.
 */
export interface DecoderContext {
  /** The first state, which is also what every step sees of the latent: [batch, H]. */
  readonly latent: Tensor2D
  /** Row per token: what it adds to the gates. */
  readonly tokenGates: Gates
  /** [batch, H] each: what the latent and the bias add to the gates. */
  readonly latentGates: Gates
  /** Row per token: what it adds before the head's tanh. */
  readonly tokenHead: Tensor2D
  /** [batch, H]: what the latent and the bias add there. */
  readonly latentHead: Tensor2D
}

export function decoderContext(parameters: Parameters, latents: Tensor2D): DecoderContext {
  const { tf } = parameters
  const expanded = parameters.has('decoder.expand.weight')
  const latent = expanded ? linear(parameters, 'decoder.expand', latents) : latents
  const table = parameters.get('decoder.embedding.weight') as unknown as Tensor2D
  const [, width] = table.shape
  const size = latent.shape[1]
  const head = parameters.get('decoder.head.0.weight') as unknown as Tensor2D
  const inHead = (x: Tensor2D, columns: readonly [number, number]) => partOf(tf, x, head, { rows: [0, size], columns })
  return {
    latent,
    tokenGates: gatesOf(parameters, 'decoder.gru', table, [0, width]),
    latentGates: addGates(
      tf,
      gatesOf(parameters, 'decoder.gru', latent, [width, size]),
      inputBiases(parameters, 'decoder.gru'),
    ),
    tokenHead: inHead(table, [size, width]),
    latentHead: tf.add(inHead(latent, [size + width, size]), parameters.get('decoder.head.0.bias')),
  }
}

/**
 * Scores of the next token at every step, before any mask: row t * batch + i for step t of latent i.
 *
 * @param tokens one-hot rows of what each step reads: `DEF` first, then the programs (teacher forcing)
 */
export function decoderLogits(parameters: Parameters, latents: Tensor2D, tokens: Tensor2D): Tensor2D {
  const { tf } = parameters
  const context = decoderContext(parameters, latents)
  const [batch, size] = context.latent.shape
  const steps = tokens.shape[0] / batch
  const states = gruStates(tf, {
    steps,
    inputs: mapGates(context.tokenGates, (gate) => tf.matMul(tokens, gate)),
    context: context.latentGates,
    initial: context.latent,
    weight: parameters.get('decoder.gru.weight_hh') as never,
    bias: parameters.get('decoder.gru.bias_hh'),
  })
  const head = parameters.get('decoder.head.0.weight') as unknown as Tensor2D
  const ofState = partOf(tf, states, head, { rows: [0, size], columns: [0, size] })
  const ofToken = tf.matMul(tokens, context.tokenHead)
  const sum = tf.add(
    tf.reshape(tf.add(ofState, ofToken), [steps, batch, size]),
    tf.reshape(context.latentHead, [1, batch, size]),
  )
  return linear(parameters, 'decoder.head.1', tf.tanh(tf.reshape(sum, [steps * batch, size])) as Tensor2D)
}
