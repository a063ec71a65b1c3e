import type { Rng } from '@cairn/language'
import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { type DecoderContext, decoderContext } from './decoder.ts'
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

/** Share of the rows that still write below which the others are left out of the products. */
const sparse = 0.75

/**
 * Texts of latents, token by token under the mask. Those that have ended are left out before long.
 *
 * @param latents [count, latent]
 * @returns per latent the tokens after `DEF` and before the pad; one that has not ended within the steps is no program
 */
export function decode(parameters: Parameters, latents: Tensor2D, options: DecodeOptions): Int32Array[] {
  const { tf } = parameters
  const texts = Array.from({ length: latents.shape[0] }, (): number[] => [])
  const masks = texts.map(() => options.mask())
  tf.tidy(() => {
    const whole = decoderContext(parameters, latents)
    const weights = gateWeights(tf, parameters.get('decoder.gru.weight_hh') as never)
    const biases = gateBiases(tf, parameters.get('decoder.gru.bias_hh'))
    const size = whole.latent.shape[1]
    const head = parameters.get('decoder.head.0.weight') as unknown as Tensor2D
    let rows: Rows = { texts: texts.map((_, i) => i), state: whole.latent, ...whole }
    let tokens = new Int32Array(texts.length)
    let open = new Uint8Array(texts.length).fill(1)
    for (let step = 0; step < options.steps; step++) {
      const [next, logits] = tf.tidy(() => {
        const read = tf.tensor1d(tokens, 'int32')
        const inputs = mapGates(whole.tokenGates, (gate) => tf.gather(gate, read))
        const after = gruStep(tf, addGates(tf, inputs, rows.latentGates), rows.state, weights, biases)
        const ofState = partOf(tf, after, head, { rows: [0, size], columns: [0, size] })
        const sum = tf.add(ofState, tf.add(tf.gather(whole.tokenHead, read), rows.latentHead))
        return [after, linear(parameters, 'decoder.head.1', tf.tanh(sum) as Tensor2D)]
      }) as [Tensor2D, Tensor2D]
      const width = logits.shape[1]
      const scores = logits.dataSync() as Float32Array
      logits.dispose()
      if (step > 0) rows.state.dispose()
      rows = { ...rows, state: next }
      tokens = tokens.map((_, row) => {
        const i = rows.texts[row]!
        if (open[row] === 0) return width - 1
        const allowed = masks[i]!.allowed()
        const ofRow = scores.subarray(row * width, (row + 1) * width)
        const token = options.rng === undefined ? best(ofRow, allowed) : drawn(ofRow, allowed, options.rng)
        masks[i]!.push(token)
        if (token === width - 1) open[row] = 0
        else texts[i]!.push(token)
        return token
      })
      const writing = rows.texts.flatMap((_, row) => (open[row] === 1 ? [row] : []))
      if (writing.length === 0) break
      if (writing.length <= sparse * rows.texts.length) {
        const before = rows
        rows = only(tf, before, writing)
        before.state.dispose()
        tokens = Int32Array.from(writing, (row) => tokens[row]!)
        open = new Uint8Array(writing.length).fill(1)
      }
    }
  })
  return texts.map((text) => Int32Array.from(text))
}

/** What is computed with in a step: row for row the state of a text, and what its latent adds. */
interface Rows extends Pick<DecoderContext, 'latentGates' | 'latentHead'> {
  /** Which text a row is of. */
  readonly texts: readonly number[]
  readonly state: Tensor2D
}

/** Some of the rows, in their order. */
function only(tf: Tf, { texts, state, latentGates, latentHead }: Rows, rows: readonly number[]): Rows {
  const at = tf.tensor1d(Int32Array.from(rows), 'int32')
  const some = (of: Tensor2D) => tf.gather(of, at)
  return {
    texts: rows.map((row) => texts[row]!),
    ...{ state: some(state), latentGates: mapGates(latentGates, some), latentHead: some(latentHead) },
  }
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
