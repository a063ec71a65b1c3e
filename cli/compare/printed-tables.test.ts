import { summarize } from '@cairn/report'
import { expect, test } from 'vitest'
import { comparison } from '../../test/kit/comparison.ts'
import { printedTables } from './printed-tables.ts'

const solved = (charged: number) => ({
  curve: [
    [1, 0.25],
    [charged, 1],
  ] as const,
  charged,
  solved: true,
  fresh: 0.975,
})

/** As large as tables get: long labels, a million evaluations, runs missing. */
const summary = summarize(
  comparison({
    tasks: ['StairClimberSparse', 'DoorKey'].map((label) => ({ label, budget: 1_000_000 })),
    searches: ['HC-250', 'InnateCoder'],
    runs: Object.fromEntries(
      ['StairClimberSparse', 'DoorKey'].map((label) => [
        label,
        {
          'HC-250': [solved(657), solved(12_767), { curve: [], charged: 0, state: 'none' }],
          InnateCoder: [solved(21_156), solved(971_166), { curve: [[1, 0.5]], charged: 1_000_000, fresh: 0.5 }],
        },
      ]),
    ),
  }),
  { resamples: 500 },
)

const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length))

test('where there is room, every row has its task and every figure its interval', () => {
  const text = printedTables(summary, Number.POSITIVE_INFINITY)
  expect(text).toMatch(/^task +search +solved +median evaluations +at 10³ +at 10⁴ +at 10⁵ +at 10⁶ +fresh$/m)
  expect(text).toMatch(/^StairClimberSparse +HC-250 +2\/2 of 3 +657 \[657, 12,767\] +0\.625 /m)
  expect(text).toMatch(/^InnateCoder +4\/6 +0\.\d{3} \[0\.\d{3}, /m)
})

test('in 120 columns and in 80 the tables fit', () => {
  expect(widest(printedTables(summary, 120))).toBeLessThanOrEqual(120)
  expect(widest(printedTables(summary, 80))).toBeLessThanOrEqual(80)
})

test('in 80 columns tasks stand above their rows, and intervals are left out before any figure is', () => {
  const text = printedTables(summary, 80)
  expect(text).toMatch(/^StairClimberSparse$/m)
  expect(text).toMatch(/^ {2}HC-250 +2\/2 of 3 +657 +0\.625 +0\.625 +1\.000 +1\.000 +0\.975$/m)
  expect(text).toMatch(/^all tasks +solved +at 10³/m)
})
