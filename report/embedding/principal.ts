/** The directions in which vectors differ most. */
export interface PrincipalComponents {
  /** Of unit length, at right angles, the first one first. */
  readonly axes: readonly Float64Array[]
  /** Share of the variance of the vectors that lies along each. */
  readonly shares: readonly number[]
  /** Where a vector lies on the axes, from the mean on. */
  project(vector: ArrayLike<number>): number[]
}

const mostSteps = 2_000
/** An axis that a step turns by less than this (sine of the angle) stands. */
const still = 1e-10

/**
 * The first principal components, by power iteration on the covariance, each at right angles to those before. Their
 * signs are such that the largest number of an axis is positive, so the same vectors give the same picture.
 *
 * @param vectors of the same length, one at least
 */
export function principalComponents(vectors: readonly ArrayLike<number>[], count: number): PrincipalComponents {
  const size = vectors[0]!.length
  const mean = meanOf(vectors, size)
  const covariance = covarianceOf(vectors, mean)
  let variance = 0
  for (let i = 0; i < size; i++) variance += covariance[i * size + i]!
  const axes: Float64Array[] = []
  while (axes.length < Math.min(count, size)) axes.push(leading(covariance, size, axes))
  const along = axes.map((axis) => dot(axis, times(covariance, axis)))
  return {
    axes,
    shares: along.map((part) => (variance > 0 ? part / variance : 0)),
    project: (vector) => axes.map((axis) => axis.reduce((sum, part, i) => sum + part * (vector[i]! - mean[i]!), 0)),
  }
}

function meanOf(vectors: readonly ArrayLike<number>[], size: number): Float64Array {
  const mean = new Float64Array(size)
  for (const vector of vectors) for (let i = 0; i < size; i++) mean[i]! += vector[i]! / vectors.length
  return mean
}

function covarianceOf(vectors: readonly ArrayLike<number>[], mean: Float64Array): Float64Array {
  const size = mean.length
  const covariance = new Float64Array(size * size)
  for (const vector of vectors) {
    const off = mean.map((middle, i) => vector[i]! - middle)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) covariance[i * size + j]! += (off[i]! * off[j]!) / vectors.length
  }
  return covariance
}

/** The direction of most variance at right angles to the others. */
function leading(covariance: Float64Array, size: number, others: readonly Float64Array[]): Float64Array {
  // The golden ratio's multiples are spread evenly, so the start is at right angles to no axis, nor along one, but by accident.
  let axis = unit(
    away(
      Float64Array.from({ length: size }, (_, i) => 0.5 + (((i + 1) * (others.length + 1) * 0.618033988749895) % 1)),
      others,
    ),
  )
  for (let step = 0; step < mostSteps; step++) {
    const next = away(times(covariance, axis), others)
    if (next.every((part) => Math.abs(part) < 1e-300)) break // no variance is left
    const turned = unit(next)
    const turn = Math.sqrt(Math.max(0, 1 - dot(turned, axis) ** 2))
    axis = turned
    if (turn < still) break
  }
  const largest = axis.reduce((found, part) => (Math.abs(part) > Math.abs(found) ? part : found), 0)
  return largest < 0 ? axis.map((part) => -part) : axis
}

function away(vector: Float64Array, others: readonly Float64Array[]): Float64Array {
  let rest = vector
  for (const other of others) {
    const part = dot(rest, other)
    rest = rest.map((value, i) => value - part * other[i]!)
  }
  return rest
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector))
  return vector.map((part) => part / length)
}

function times(matrix: Float64Array, vector: Float64Array): Float64Array {
  const size = vector.length
  return vector.map((_, i) => {
    let sum = 0
    for (let j = 0; j < size; j++) sum += matrix[i * size + j]! * vector[j]!
    return sum
  })
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!
  return sum
}
