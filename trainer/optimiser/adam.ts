import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { type NamedWeights, type Parameters, type Weights, WeightsMismatch } from '../model/parameters.ts'

export interface AdamOptions {
  /** Decay of the mean of gradients. */
  readonly beta1: number
  /** Decay of the mean of their squares. */
  readonly beta2: number
  /** Added to the root of the corrected squares. */
  readonly epsilon: number
}

/** PyTorch's, with which LEAPS trains on reconstruction; its REINFORCE has epsilon 1e-5. */
export const adamDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } satisfies AdamOptions

interface Moments {
  readonly mean: Variable
  readonly square: Variable
}

/** Adam as PyTorch computes it: both means corrected for their start, epsilon outside of the root. */
export class Adam {
  /** Updates so far. */
  steps = 0
  readonly #parameters: Parameters
  readonly #options: AdamOptions
  readonly #moments: ReadonlyMap<string, Moments>

  constructor(parameters: Parameters, options: Partial<AdamOptions> = {}) {
    this.#parameters = parameters
    this.#options = { ...adamDefaults, ...options }
    const { tf } = parameters
    this.#moments = new Map(
      parameters.names.map((name) => {
        const { shape } = parameters.get(name)
        return [name, { mean: zeroVariable(tf, shape), square: zeroVariable(tf, shape) }]
      }),
    )
  }

  /** Moves the parameters that have a gradient; the others and their means stay. */
  update(gradients: ReadonlyMap<string, Tensor>, rate: number): void {
    const { tf } = this.#parameters
    const { beta1, beta2, epsilon } = this.#options
    this.steps += 1
    const size = rate / (1 - beta1 ** this.steps)
    const rootOfCorrection = Math.sqrt(1 - beta2 ** this.steps)
    for (const [name, gradient] of gradients) {
      const parameter = this.#parameters.get(name)
      const { mean, square } = this.#moments.get(name)!
      tf.tidy(() => {
        mean.assign(tf.add(tf.mul(mean, beta1), tf.mul(gradient, 1 - beta1)))
        square.assign(tf.add(tf.mul(square, beta2), tf.mul(tf.square(gradient), 1 - beta2)))
        const root = tf.add(tf.div(tf.sqrt(square), rootOfCorrection), epsilon)
        parameter.assign(tf.sub(parameter, tf.mul(tf.div(mean, root), size)))
      })
    }
  }

  /** Copies of both means, as `NAME.mean` and `NAME.square`. */
  state(): Map<string, Weights> {
    const copy = (variable: Variable): Weights => ({
      shape: variable.shape,
      values: Float32Array.from(variable.dataSync()),
    })
    return new Map(
      Array.from(this.#moments).flatMap(([name, { mean, square }]) => [
        [`${name}.mean`, copy(mean)],
        [`${name}.square`, copy(square)],
      ]),
    )
  }

  /**
   * Goes on where another stood.
   *
   * @throws WeightsMismatch
   */
  restore(state: NamedWeights, steps: number): void {
    const { tf } = this.#parameters
    for (const [name, moments] of this.#moments) {
      for (const kind of ['mean', 'square'] as const) {
        const variable = moments[kind]
        const found = state.get(`${name}.${kind}`)
        if (found?.shape.join() !== variable.shape.join())
          throw new WeightsMismatch(`${name}.${kind}`, `[${variable.shape}]`, found ? `[${found.shape}]` : 'nothing')
        tf.tidy(() => variable.assign(tf.tensor(found.values, [...found.shape])))
      }
    }
    this.steps = steps
  }

  dispose(): void {
    for (const { mean, square } of this.#moments.values()) {
      mean.dispose()
      square.dispose()
    }
  }
}

function zeroVariable(tf: Tf, shape: number[]): Variable {
  return tf.tidy(() => tf.variable(tf.zeros(shape)))
}
