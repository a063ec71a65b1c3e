import { expect, test } from 'vitest'
import { principalComponents } from './principal.ts'

/** Evenly spread numbers from -1 to 1, uncorrelated enough. */
const spread = (i: number, by: number) => 2 * ((i * by) % 1) - 1

test('finds the directions of an ellipsoid, the longest first, with their shares of the variance', () => {
  const turned = [
    [0.6, 0.8, 0],
    [-0.8, 0.6, 0],
    [0, 0, 1],
  ]
  const vectors = Array.from({ length: 4000 }, (_, i) => {
    const along = [1 * spread(i, 0.6180339887), 3 * spread(i, 0.7548776662), 2 * spread(i, 0.5698402909)]
    return [0, 1, 2].map((k) => 5 + turned.reduce((sum, axis, at) => sum + axis[k]! * along[at]!, 0))
  })
  const { axes, shares, project } = principalComponents(vectors, 2)
  expect(Math.abs(axes[0]![0]! * -0.8 + axes[0]![1]! * 0.6)).toBeCloseTo(1, 3)
  expect(Math.abs(axes[1]![2]!)).toBeCloseTo(1, 3)
  expect(shares[0]).toBeCloseTo(9 / 14, 2)
  expect(shares[1]).toBeCloseTo(4 / 14, 2)
  expect(project([5, 5, 7]).map(Math.abs)[1]).toBeCloseTo(2, 1)
})

test('axes are of unit length and at right angles, with their largest number positive, also of 256 numbers', () => {
  const vectors = Array.from({ length: 300 }, (_, i) =>
    Float64Array.from({ length: 256 }, (_, k) => spread(i + 1, 0.37 + 0.001 * k) / (1 + k)),
  )
  const { axes, shares } = principalComponents(vectors, 2)
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, part, i) => sum + part * b[i]!, 0)
  expect(dot(axes[0]!, axes[0]!)).toBeCloseTo(1, 9)
  expect(dot(axes[0]!, axes[1]!)).toBeCloseTo(0, 9)
  expect(shares[0]).toBeGreaterThan(shares[1]!)
  for (const axis of axes) expect(Math.max(...axis)).toBe(Math.max(...axis.map(Math.abs)))
})

test('vectors that are all alike have no variance to share', () => {
  const { shares, project } = principalComponents(
    [
      [1, 2],
      [1, 2],
    ],
    2,
  )
  expect(shares).toEqual([0, 0])
  expect(project([1, 2])).toEqual([0, 0])
})
