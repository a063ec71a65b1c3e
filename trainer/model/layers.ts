import type { Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import type { Gates } from './gru.ts'
import type { ParameterShape, Parameters } from './parameters.ts'

/** A layer y = W x + b with orthogonal weights. */
export function linearShapes(name: string, inputs: number, outputs: number, gain = Math.SQRT2): ParameterShape[] {
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], initial: { kind: 'orthogonal', gain } },
    { name: `${name}.bias`, shape: [outputs], initial: { kind: 'zeros' } },
  ]
}

/** A layer y = W x + b that begins as PyTorch's do: both uniform within 1 / sqrt(inputs). */
export function plainLinearShapes(name: string, inputs: number, outputs: number): ParameterShape[] {
  const initial = { kind: 'uniform', bound: 1 / Math.sqrt(inputs) } as const
  return [
    { name: `${name}.weight`, shape: [outputs, inputs], initial },
    { name: `${name}.bias`, shape: [outputs], initial },
  ]
}

/** A GRU with weights that are orthogonal over all three gates together. */
export function gruShapes(name: string, inputs: number, hidden: number): ParameterShape[] {
  const orthogonal = { kind: 'orthogonal', gain: 1 } as const
  return [
    { name: `${name}.weight_ih`, shape: [3 * hidden, inputs], initial: orthogonal },
    { name: `${name}.weight_hh`, shape: [3 * hidden, hidden], initial: orthogonal },
    { name: `${name}.bias_ih`, shape: [3 * hidden], initial: { kind: 'zeros' } },
    { name: `${name}.bias_hh`, shape: [3 * hidden], initial: { kind: 'zeros' } },
  ]
}

/** A table with a row per token. */
export function tableShape(name: string, rows: number, columns: number): ParameterShape {
  return { name: `${name}.weight`, shape: [rows, columns], initial: { kind: 'normal' } }
}

export function linear(parameters: Parameters, name: string, x: Tensor2D): Tensor2D {
  const { tf } = parameters
  return tf.add(tf.matMul(x, parameters.get(`${name}.weight`) as never, false, true), parameters.get(`${name}.bias`))
}

/** x times the given columns of a weight [outputs, inputs], transposed, for some of its rows. */
export function partOf(
  tf: Tf,
  x: Tensor2D,
  weight: Tensor2D,
  { rows, columns }: { rows: readonly [from: number, count: number]; columns: readonly [from: number, count: number] },
): Tensor2D {
  const part = tf.slice(weight, [rows[0], columns[0]], [rows[1], columns[1]])
  return tf.matMul(x, part, false, true)
}

/** What the given columns of an input add to the three gates. */
export function gatesOf(
  parameters: Parameters,
  name: string,
  x: Tensor2D,
  columns: readonly [from: number, count: number],
): Gates {
  const weight = parameters.get(`${name}.weight_ih`) as unknown as Tensor2D
  const size = weight.shape[0] / 3
  const gate = (index: number) => partOf(parameters.tf, x, weight, { rows: [index * size, size], columns })
  return [gate(0), gate(1), gate(2)]
}

/** `bias_ih` by gate, as rows. */
export function inputBiases(parameters: Parameters, name: string): Gates {
  const { tf } = parameters
  const bias = parameters.get(`${name}.bias_ih`)
  const size = bias.size / 3
  const gate = (index: number) => tf.reshape(tf.slice(bias as never, [index * size], [size]), [1, size]) as Tensor2D
  return [gate(0), gate(1), gate(2)]
}

/** The sums, gate by gate. */
export function addGates(tf: Tf, a: Gates, b: Gates): Gates {
  return [tf.add(a[0], b[0]), tf.add(a[1], b[1]), tf.add(a[2], b[2])]
}

export function mapGates(gates: Gates, to: (gate: Tensor2D) => Tensor2D): Gates {
  return [to(gates[0]), to(gates[1]), to(gates[2])]
}

/** The rows, `times` times one after the other. */
export function repeatRows(tf: Tf, x: Tensor2D, times: number): Tensor2D {
  const [rows, columns] = x.shape
  const repeated = tf.add(tf.zeros([times, 1, 1]), tf.reshape(x, [1, rows, columns]))
  return tf.reshape(repeated, [times * rows, columns])
}
