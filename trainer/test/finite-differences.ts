import type { Tensor } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import type { Parameters } from '../model/parameters.ts'

/** Half the distance of the two points; the best for float32 and losses near 1. */
const half = 1e-2

/**
 * How far a gradient is from differences of the function's values: the length of the error over the length of the
 * gradient, on some coordinates of each argument.
 */
export function gradientError(tf: Tf, of: (...inputs: Tensor[]) => Tensor, inputs: readonly Tensor[]): number {
  const gradients = tf.grads((...args) => of(...args) as never)([...inputs])
  const value = (changed: number, values: Float32Array) =>
    tf.tidy(() => {
      const args = inputs.map((input, i) => (i === changed ? tf.tensor(values, input.shape) : input))
      return of(...args).dataSync()[0]!
    })
  return errorOver(
    inputs.map((input, i) => ({
      values: input.dataSync() as Float32Array,
      gradient: gradients[i]!.dataSync() as Float32Array,
      at: (values) => value(i, values),
    })),
    8,
  )
}

/**
 * The same for the parameters that a loss depends on.
 *
 * @param skip those that only act through a ReLU's kinks, where differences say nothing
 */
export function parameterGradientError(parameters: Parameters, loss: () => Tensor, skip: RegExp): number {
  const { tf } = parameters
  const { gradients } = parameters.gradients(loss)
  const value = () => tf.tidy(() => loss().dataSync()[0]!)
  return errorOver(
    [...gradients]
      .filter(([name]) => !skip.test(name))
      .map(([name, gradient]) => {
        const parameter = parameters.get(name)
        const set = (values: Float32Array) => tf.tidy(() => parameter.assign(tf.tensor(values, parameter.shape)))
        const values = Float32Array.from(parameter.dataSync())
        return {
          values,
          gradient: gradient.dataSync() as Float32Array,
          at: (changed) => {
            set(changed)
            const result = value()
            set(values)
            return result
          },
        }
      }),
    3,
  )
}

interface Coordinate {
  readonly values: Float32Array
  readonly gradient: Float32Array
  at(values: Float32Array): number
}

/** @param tried coordinates of each tensor, about */
function errorOver(tensors: readonly Coordinate[], tried: number): number {
  let [error, length] = [0, 0]
  for (const { values, gradient, at } of tensors) {
    // The largest coordinates say most; a stride takes some of the others.
    const bySize = Array.from(gradient.keys()).sort((i, j) => Math.abs(gradient[j]!) - Math.abs(gradient[i]!))
    const stride = Math.ceil((2 * values.length) / tried)
    const chosen = new Set([...bySize.slice(0, tried / 2), ...bySize.filter((_, rank) => rank % stride === 0)])
    for (const i of chosen) {
      const moved = (by: number) => at(values.map((value, j) => (j === i ? value + by : value)))
      error += ((moved(half) - moved(-half)) / (2 * half) - gradient[i]!) ** 2
      length += gradient[i]! ** 2
    }
  }
  return Math.sqrt(error / length)
}
