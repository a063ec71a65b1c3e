import type { Rng } from '@cairn/language'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import { decoderContext } from './decoder.ts'
import { gateBiases, gateWeights, gruStep } from './gru.ts'
import { addGates, linear, mapGates, partOf } from './layers.ts'
import type { Parameters } from './parameters.ts'
import type { DecoderMask } from './token-mask.ts'

export interface DecodeOptions {
  /** Tokens written after `DEF` at most (`dsl.max_program_len`). */
  readonly steps: number
  /** What each text may go on with; where `DEF` has been written already. */
  mask(): DecoderMask
  /** Draws every token by its probability; without a stream the best is taken, of equals the first. */
  readonly rng?: Rng | undefined
}

/**
 * Texts of latents, token by token under the mask.
 *
 * @param latents [count, latent]
 * @returns per latent the tokens after `DEF` and before the pad; one that has not ended within the steps is no program
 */
export function decode(parameters: Parameters, latents: Tensor2D, options: DecodeOptions): Int32Array[] {
  const { tf } = parameters
  const count = latents.shape[0]
  const texts = Array.from({ length: count }, (): number[] => [])
  const masks = texts.map(() => options.mask())
  const open = new Uint8Array(count).fill(1)
  tf.tidy(() => {
    const context = decoderContext(parameters, latents)
    const weights = gateWeights(tf, parameters.get('decoder.gru.weight_hh') as never)
    const biases = gateBiases(tf, parameters.get('decoder.gru.bias_hh'))
    const size = context.latent.shape[1]
    const head = parameters.get('decoder.head.0.weight') as unknown as Tensor2D
    let state = context.latent
    let tokens = new Int32Array(count)
    for (let step = 0; step < options.steps && open.includes(1); step++) {
      const [next, logits] = tf.tidy(() => {
        const read = tf.tensor1d(tokens, 'int32')
        const inputs = mapGates(context.tokenGates, (gate) => tf.gather(gate, read))
        const after = gruStep(tf, addGates(tf, inputs, context.latentGates), state, weights, biases)
        const ofState = partOf(tf, after, head, { rows: [0, size], columns: [0, size] })
        const sum = tf.add(ofState, tf.add(tf.gather(context.tokenHead, read), context.latentHead))
        return [after, linear(parameters, 'decoder.head.1', tf.tanh(sum) as Tensor2D)]
      }) as [Tensor2D, Tensor2D]
      const width = logits.shape[1]
      const scores = logits.dataSync() as Float32Array
      logits.dispose()
      if (step > 0) state.dispose()
      state = next
      tokens = tokens.map((_, i) => {
        if (open[i] === 0) return width - 1
        const allowed = masks[i]!.allowed()
        const row = scores.subarray(i * width, (i + 1) * width)
        const token = options.rng === undefined ? best(row, allowed) : drawn(row, allowed, options.rng)
        masks[i]!.push(token)
        if (token === width - 1) open[i] = 0
        else texts[i]!.push(token)
        return token
      })
    }
  })
  return texts.map((text) => Int32Array.from(text))
}

function best(scores: Float32Array, allowed: Uint8Array): number {
  let found = -1
  for (let i = 0; i < scores.length; i++) if (allowed[i] === 1 && (found < 0 || scores[i]! > scores[found]!)) found = i
  return found
}

function drawn(scores: Float32Array, allowed: Uint8Array, rng: Rng): number {
  const top = scores[best(scores, allowed)]!
  const weights = Array.from(scores, (score, i) => (allowed[i] === 1 ? Math.exp(score - top) : 0))
  let left = rng.uniform() * weights.reduce((sum, weight) => sum + weight, 0)
  let last = 0
  for (const [i, weight] of weights.entries()) {
    if (weight === 0) continue
    last = i
    left -= weight
    if (left < 0) return i
  }
  return last
}
