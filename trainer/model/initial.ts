import { normals, type Rng } from '@cairn/language'

/** How a parameter begins. */
export type Initial =
  | { readonly kind: 'zeros' }
  /** Normal with mean 0 and standard deviation 1: embedding tables. */
  | { readonly kind: 'normal' }
  /** Orthogonal rows or columns of the matrix [first axis][all others], times a gain. */
  | { readonly kind: 'orthogonal'; readonly gain: number }
  /** Uniform within a bound on both sides. */
  | { readonly kind: 'uniform'; readonly bound: number }

/** Numbers of a new parameter, drawn from the stream. */
export function initialValues(initial: Initial, shape: readonly number[], rng: Rng): Float32Array {
  const size = shape.reduce((product, length) => product * length, 1)
  switch (initial.kind) {
    case 'zeros':
      return new Float32Array(size)
    case 'normal':
      return gaussians(rng, size)
    case 'uniform':
      return Float32Array.from({ length: size }, () => (2 * rng.uniform() - 1) * initial.bound)
    case 'orthogonal':
      return orthogonal(rng, shape[0]!, size / shape[0]!, initial.gain)
  }
}

/** Standard normal numbers, as tensors hold them. */
export function gaussians(rng: Rng, count: number): Float32Array {
  return Float32Array.from(normals(rng, count))
}

/** Gram-Schmidt, each vector made orthogonal to those before it twice, which keeps it so in spite of rounding. */
function orthogonal(rng: Rng, rows: number, columns: number, gain: number): Float32Array {
  const [count, length] = rows <= columns ? [rows, columns] : [columns, rows]
  const drawn = Float64Array.from(gaussians(rng, count * length))
  for (let i = 0; i < count; i++) {
    const vector = drawn.subarray(i * length, (i + 1) * length)
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) {
        const other = drawn.subarray(j * length, (j + 1) * length)
        const along = dot(vector, other)
        for (let k = 0; k < length; k++) vector[k]! -= along * other[k]!
      }
    }
    const norm = Math.sqrt(dot(vector, vector))
    for (let k = 0; k < length; k++) vector[k]! /= norm
  }
  if (rows <= columns) return Float32Array.from(drawn, (value) => gain * value)
  const turned = new Float32Array(rows * columns)
  for (let i = 0; i < count; i++)
    for (let k = 0; k < length; k++) turned[k * columns + i] = gain * drawn[i * length + k]!
  return turned
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
