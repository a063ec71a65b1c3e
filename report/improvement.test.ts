import { expect, test } from 'vitest'
import { figureRng } from './bootstrap.ts'
import { better, type Merit, probabilityOfImprovement } from './improvement.ts'

const after = (...evaluations: number[]): Merit[] => evaluations.map((solvedAfter) => ({ solvedAfter, bestReturn: 1 }))
const unsolved = (...returns: number[]): Merit[] =>
  returns.map((bestReturn) => ({ solvedAfter: Number.POSITIVE_INFINITY, bestReturn }))

test('who solves sooner does better; if nobody solves, who has the higher return; the rest are ties', () => {
  const [soon, late] = after(10, 20)
  const [high, low] = unsolved(0.9, 0.1)
  expect([better(soon!, late!), better(late!, soon!)]).toEqual([1, 0])
  expect([better(late!, high!), better(high!, late!)]).toEqual([1, 0])
  expect([better(high!, low!), better(low!, high!)]).toEqual([1, 0])
  expect([better(soon!, soon!), better(low!, low!)]).toEqual([0.5, 0.5])
})

test('the probability of improvement is the Mann-Whitney statistic as a share of all pairs', () => {
  // The textbook race of tortoises and hares: T H H H H H T T T T T H, U = 25 of 36 for the tortoises... who lose.
  const hares = after(2, 3, 4, 5, 6, 12)
  const tortoises = after(1, 7, 8, 9, 10, 11)
  expect(probabilityOfImprovement(tortoises, hares, figureRng('race')).value).toBeCloseTo(11 / 36, 12)
  expect(probabilityOfImprovement(hares, tortoises, figureRng('race')).value).toBeCloseTo(25 / 36, 12)
})

test('ties count half, and certainty has an interval without width', () => {
  expect(probabilityOfImprovement(after(5), after(5), figureRng('t'))).toEqual({ value: 0.5, low: 0.5, high: 0.5 })
  expect(probabilityOfImprovement(after(1, 2), unsolved(0.9, 1), figureRng('t'))).toEqual({ value: 1, low: 1, high: 1 })
  const { value, low, high } = probabilityOfImprovement(after(1, 4, 9), after(2, 3, 10), figureRng('t'))
  expect(value).toBeCloseTo(5 / 9, 12)
  expect(low).toBeLessThan(value)
  expect(high).toBeGreaterThan(value)
})
