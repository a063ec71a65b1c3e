import type { Rng } from '@cairn/language'
import type { Tensor, Variable } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import { type Initial, initialValues } from './initial.ts'

/** A parameter before it has numbers. */
export interface ParameterShape {
  readonly name: string
  readonly shape: readonly number[]
  readonly initial: Initial
}

/** Numbers of a tensor off the backend, row-major. */
export interface Weights {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

export type NamedWeights = ReadonlyMap<string, Weights>

/** Weights that do not fit the model: one is missing, unknown, or of another shape. */
export class WeightsMismatch extends Error {
  readonly code = 'E_WEIGHTS_MISMATCH'
  readonly parameter: string

  constructor(parameter: string, expected: string, got: string) {
    super(`weights: ${parameter}: expected ${expected}, got ${got}`)
    this.name = 'WeightsMismatch'
    this.parameter = parameter
  }
}

/** The numbers that training changes, by name. Whoever makes them disposes of them. */
export class Parameters {
  readonly tf: Tf
  readonly #variables: ReadonlyMap<string, Variable>

  private constructor(tf: Tf, variables: ReadonlyMap<string, Variable>) {
    this.tf = tf
    this.#variables = variables
  }

  /** New ones. Each is drawn from the stream of its name, so that leaving one out leaves the others as they are. */
  static draw(tf: Tf, shapes: readonly ParameterShape[], rng: Rng): Parameters {
    const values = shapes.map(({ name, shape, initial }): [string, Weights] => [
      name,
      { shape, values: initialValues(initial, shape, rng.stream(name)) },
    ])
    return Parameters.from(tf, shapes, new Map(values))
  }

  /**
   * Those of a file.
   *
   * @throws WeightsMismatch
   */
  static from(tf: Tf, shapes: readonly ParameterShape[], weights: NamedWeights): Parameters {
    const known = new Set(shapes.map(({ name }) => name))
    for (const name of weights.keys()) if (!known.has(name)) throw new WeightsMismatch(name, 'nothing', 'a tensor')
    for (const { name, shape } of shapes) {
      const found = weights.get(name)
      if (found?.shape.join() !== shape.join())
        throw new WeightsMismatch(name, `[${shape}]`, found === undefined ? 'nothing' : `[${found.shape}]`)
    }
    const variables = shapes.map(({ name, shape }): [string, Variable] => {
      const values = tf.tensor(weights.get(name)!.values, [...shape], 'float32')
      const variable = tf.variable(values)
      values.dispose()
      return [name, variable]
    })
    return new Parameters(tf, new Map(variables))
  }

  get names(): readonly string[] {
    return [...this.#variables.keys()]
  }

  get count(): number {
    return Array.from(this.#variables.values(), ({ size }) => size).reduce((sum, size) => sum + size, 0)
  }

  has(name: string): boolean {
    return this.#variables.has(name)
  }

  /** @throws RangeError for a name that there is not */
  get(name: string): Variable {
    const found = this.#variables.get(name)
    if (found === undefined) throw new RangeError(`no parameter is called ${name}`)
    return found
  }

  /** A copy of the numbers. */
  weights(): Map<string, Weights> {
    return new Map(
      Array.from(this.#variables, ([name, variable]) => [
        name,
        { shape: variable.shape, values: Float32Array.from(variable.dataSync()) },
      ]),
    )
  }

  /**
   * A loss and its gradient with respect to every parameter that it depends on; the caller disposes of them.
   *
   * @param loss makes one number of the parameters
   */
  gradients(loss: () => Tensor): { loss: Tensor; gradients: Map<string, Tensor> } {
    const names = new Map(Array.from(this.#variables, ([name, variable]) => [variable.name, name]))
    const { value, grads } = this.tf.variableGrads(loss as never, [...this.#variables.values()])
    const found = Object.entries(grads).filter(([, gradient]) => gradient != null)
    return { loss: value, gradients: new Map(found.map(([name, gradient]) => [names.get(name)!, gradient])) }
  }

  dispose(): void {
    for (const variable of this.#variables.values()) variable.dispose()
  }
}
