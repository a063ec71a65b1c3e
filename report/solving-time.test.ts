import { expect, test } from 'vitest'
import { figureRng } from './bootstrap.ts'
import { medianToSolve, medianToSolveInterval, type SolvingTime, solvedShare } from './solving-time.ts'

const solved = (...evaluations: number[]): SolvingTime[] => evaluations.map((at) => ({ evaluations: at, solved: true }))
const censored = (...evaluations: number[]): SolvingTime[] =>
  evaluations.map((at) => ({ evaluations: at, solved: false }))

test('the Kaplan-Meier medians of the 6-MP trial are the published ones: 8 weeks for placebo, 23 for the drug', () => {
  // Freireich et al. 1963: weeks of remission, as in every textbook.
  const placebo = solved(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
  const drug = [...solved(6, 6, 6, 7, 10, 13, 16, 22, 23), ...censored(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)]
  expect(medianToSolve(placebo)).toBe(8)
  expect(medianToSolve(drug)).toBe(23)
  const shares = solvedShare(drug).map(({ evaluations, share }) => [evaluations, Number((1 - share).toFixed(4))])
  expect(shares).toEqual([
    [6, 0.8571],
    [7, 0.8067],
    [10, 0.7529],
    [13, 0.6902],
    [16, 0.6275],
    [22, 0.5378],
    [23, 0.4482],
  ])
})

test('where everybody was watched to one budget, the median is the lower one with unsolved runs above all others', () => {
  expect(medianToSolve(solved(5))).toBe(5)
  expect(medianToSolve(solved(40, 10, 30, 20))).toBe(20)
  expect(medianToSolve([...solved(10, 20), ...censored(100, 100)])).toBe(20)
  expect(medianToSolve([...solved(10, 20), ...censored(100, 100, 100)])).toBe(Number.POSITIVE_INFINITY)
  expect(medianToSolve(censored(100))).toBe(Number.POSITIVE_INFINITY)
})

test('a run that was only watched for a while counts as unsolved for that while and says nothing after it', () => {
  // After 10: 3/4 unsolved. The run that was stopped at 15 leaves two; one of them solves at 20: 3/4 * 1/2.
  expect(medianToSolve([...solved(10, 20), ...censored(15, 100)])).toBe(20)
  // Stopped before anybody solved: it is as if it had not been there.
  expect(medianToSolve([...censored(1), ...solved(10, 20, 30)])).toBe(20)
})

test('an interval may end above the budget, and knows when there is nothing to doubt', () => {
  const doubtful = medianToSolveInterval([...solved(10, 20, 30, 40, 50), ...censored(100, 100, 100)], figureRng('a'))
  expect(doubtful.value).toBe(40)
  expect(doubtful.low).toBeLessThan(40)
  expect(doubtful.high).toBe(Number.POSITIVE_INFINITY)
  expect(medianToSolveInterval(solved(7, 7, 7), figureRng('b'))).toEqual({ value: 7, low: 7, high: 7 })
})

test('the bootstrap of a median draws what it should: with two runs, one of four samples is all above the lower one', () => {
  // P(both draws are the later run) = 1/4, so that the medians are the sooner run's in three of four samples.
  const { low, high } = medianToSolveInterval(solved(1, 2), figureRng('c'))
  expect([low, high]).toEqual([1, 2])
})
