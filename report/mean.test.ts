import { seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { figureRng, percentileInterval, resampleCounts } from './bootstrap.ts'
import { interquartileMean, iqmInterval, meanInterval, stratifiedIqm, weightedIqm } from './mean.ts'

test('the interquartile mean leaves out a quarter at either end, whole values only, as scipy does', () => {
  expect(interquartileMean([8, 7, 6, 5, 4, 3, 2, 1])).toBe(4.5)
  expect(interquartileMean([100, 1, 2, 3, -100])).toBe(2)
  expect(interquartileMean([0, 1, 5])).toBe(2)
  // scipy.stats.trim_mean(range(20), 0.25) is 9.5; of [0..6, 100] it is mean(2, 3, 4, 5).
  expect(interquartileMean(Array.from({ length: 20 }, (_, i) => i))).toBe(9.5)
  expect(interquartileMean([0, 1, 2, 3, 4, 5, 6, 100])).toBe(3.5)
})

test('with weights it is the interquartile mean of the values written out', () => {
  const rng = seededRng(3)
  const sorted = [-1, 0, 0.5, 0.5, 2, 3, 7, 9, 20]
  for (let i = 0; i < 200; i++) {
    const counts = resampleCounts(sorted.length, rng, 1)
    const written = sorted.flatMap((value, at) => new Array<number>(counts[at]!).fill(value))
    expect(weightedIqm(sorted, counts)).toBeCloseTo(interquartileMean(written), 12)
  }
})

test('every sample has as many values as there are, and each value is drawn equally often', () => {
  const counts = resampleCounts(4, seededRng(1), 10_000)
  const sums = [0, 0, 0, 0]
  for (let i = 0; i < counts.length; i += 4) {
    const sample = [...counts.subarray(i, i + 4)]
    expect(sample.reduce((sum, count) => sum + count, 0)).toBe(4)
    for (const [at, count] of sample.entries()) sums[at]! += count
  }
  for (const sum of sums) expect(Math.abs(sum - 10_000)).toBeLessThan(5 * Math.sqrt(40_000 * 0.25 * 0.75))
})

test('the interval is between the 250th of 10,000 estimates from either end', () => {
  expect(percentileInterval(Float64Array.from({ length: 10_000 }, (_, i) => 10_000 - i))).toEqual([250, 9_751])
  expect(percentileInterval(Float64Array.of(3, Number.POSITIVE_INFINITY, 1))).toEqual([1, Number.POSITIVE_INFINITY])
})

test('the interval of a mean is as wide as theory has it', () => {
  const rng = seededRng(9)
  const values = Array.from({ length: 400 }, () => rng.uniform())
  const { value, low, high } = meanInterval(values, figureRng('width'))
  const centre = values.reduce((sum, one) => sum + one, 0) / 400
  const deviation = Math.sqrt(values.reduce((sum, one) => sum + (one - centre) ** 2, 0) / 400)
  expect(value).toBeCloseTo(centre, 12)
  expect((high - low) / ((2 * 1.96 * deviation) / 20)).toBeGreaterThan(0.95)
  expect((high - low) / ((2 * 1.96 * deviation) / 20)).toBeLessThan(1.05)
  expect(iqmInterval([0.5, 0.5, 0.5], figureRng('same'))).toEqual({ value: 0.5, low: 0.5, high: 0.5 })
})

test('a stratified sample never draws one task in place of another', () => {
  // Were they one stratum, some samples would hold few zeros; like this every sample has four of each.
  const { value, low, high } = stratifiedIqm(
    [
      [0, 0, 0, 0],
      [1, 1, 1, 1],
    ],
    figureRng('strata'),
  )
  expect([value, low, high]).toEqual([0.5, 0.5, 0.5])
})

test('a figure has its own random numbers: the same whenever it is made, others than any other figure', () => {
  const values = [0.1, 0.9, 0.4, 0.7, 0.2]
  expect(iqmInterval(values, figureRng('a'))).toEqual(iqmInterval(values, figureRng('a')))
  expect(figureRng('a').next32()).not.toBe(figureRng('b').next32())
})
