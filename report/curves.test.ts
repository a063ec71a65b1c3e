import { expect, test } from 'vitest'
import { comparison, rivals } from '../test/kit/comparison.ts'
import { cellCurve, logarithmicGrid } from './curves.ts'
import { summarize } from './summary.ts'

const [x] = summarize(rivals, { resamples: 10 }).cells

/** The value of the step that holds at so many evaluations. */
const at = (evaluations: number, steps = cellCurve(x!)) =>
  steps.findLast((step) => step.evaluations <= evaluations)?.value

test('the points are whole numbers, evenly spread on a logarithmic axis, and the budget is one of them', () => {
  expect(logarithmicGrid(1_000, 1)).toEqual([1, 10, 100, 1_000])
  expect(logarithmicGrid(20, 4)).toEqual([1, 2, 3, 6, 10, 18, 20])
})

test('a curve is the interquartile mean of the best returns so far', () => {
  expect(at(1)).toBeCloseTo((0 + 0.25 + 0) / 3, 12) // the second run has no score yet: three runs, none left out
  expect(at(10)).toBe((0 + 0.25) / 2) // 0, 0, 0.25, 0.5
  expect(at(100)).toBe((0.25 + 0.5) / 2) // 0, 0.25, 0.5, 1
  expect(at(1_000)).toBe((0.5 + 1) / 2)
  expect(at(10_000)).toBe(1)
})

test('a curve has a step only where something changes', () => {
  const steps = cellCurve(x!)
  expect(steps.length).toBe(6) // after 1, 2, 100, 300, 500 and 2,000 evaluations
  for (const { value, low, high } of steps) expect(low <= value && value <= high).toBe(true)
})

test('the same runs draw the same curve; where all runs agree its band has no width', () => {
  expect(cellCurve(x!)).toEqual(cellCurve(x!))
  const same = { curve: [[1, 0.5]] as const, charged: 100 }
  const agreed = comparison({
    tasks: [{ label: 'Maze', budget: 100 }],
    searches: ['X'],
    runs: { Maze: { X: [same, same, same] } },
  })
  expect(cellCurve(summarize(agreed).cells[0]!)).toEqual([{ evaluations: 1, value: 0.5, low: 0.5, high: 0.5 }])
})

test('a run that was stopped is in the curve as far as it has come', () => {
  const stopped = comparison({
    tasks: [{ label: 'Maze', budget: 1_000 }],
    searches: ['X'],
    runs: {
      Maze: {
        X: [
          { curve: [[1, 1]], charged: 10, state: 'stopped' },
          { curve: [[1, 0]], charged: 1_000 },
        ],
      },
    },
  })
  const steps = cellCurve(summarize(stopped).cells[0]!)
  expect([at(10, steps), at(12, steps)]).toEqual([0.5, 0])
})
