import { expect, test } from 'vitest'
import { comparison, rivals } from '../test/kit/comparison.ts'
import { checkpointsWithin, type Summary, summarize, tasksAcross } from './summary.ts'

const cell = ({ cells }: Summary, task: string, search: string) =>
  cells.find((of) => of.task.label === task && of.search.label === search)!

const values = (estimates: readonly ({ readonly value: number } | undefined)[]) => estimates.map((of) => of?.value)

test('the figures of a search on a task are those worked out by hand', () => {
  const summary = summarize(rivals)
  expect(summary.checkpoints).toEqual([1_000, 10_000])
  const x = cell(summary, 'Maze', 'X')
  expect([x.done, x.failed, x.solved, x.charged]).toEqual([4, 0, 3, 12_400])
  // Solved after 100, 300 and 2,000; the fourth counts as above all: the lower median is the second of four.
  expect(x.median?.value).toBe(300)
  // After 1,000: 1, 1, 0.25 and 0.5; without the lowest and the highest, (0.5 + 1) / 2.
  expect(values(x.iqm)).toEqual([0.75, 1])
  expect(x.training).toBe(3.5 / 4)
  expect(x.fresh?.value).toBeCloseTo(3 / 4, 12)
  expect(x.best).toMatchObject({ seed: 0, bestReturn: 1 })
})

test('the probability of improvement counts every pair of runs', () => {
  const summary = summarize(rivals)
  // 100 beats all four; 300 ties with 300; 2,000 loses to it; the unsolved 0.5 beats 0.4 and ties with 0.5.
  expect(values(cell(summary, 'Maze', 'X').improvement)).toEqual([undefined, (4 + 3.5 + 3 + 1.5) / 16])
  expect(values(cell(summary, 'Maze', 'Y').improvement)).toEqual([1 - 12 / 16, undefined])
  expect(summary.overall.map(({ improvement }) => improvement)).toEqual([
    [undefined, 12 / 16],
    [4 / 16, undefined],
  ])
})

test('where fewer than half of the runs solved the task, the median lies above the budget, and so do its ends', () => {
  const { median } = cell(summarize(rivals), 'Maze', 'Y')
  expect(median).toEqual({ value: Number.POSITIVE_INFINITY, low: 300, high: Number.POSITIVE_INFINITY })
})

test('the same runs give the same figures, whatever else is compared', () => {
  expect(summarize(rivals)).toEqual(summarize(rivals))
  const alone = {
    ...rivals,
    searches: rivals.searches.slice(0, 1),
    runs: rivals.runs.filter(({ search }) => search === 'X'),
  }
  const { median, iqm, fresh } = cell(summarize(alone), 'Maze', 'X')
  expect(cell(summarize(rivals), 'Maze', 'X')).toMatchObject({ median, iqm, fresh })
})

test('over all tasks returns are shares of the highest there is, of tasks whose budget goes so far', () => {
  const done = (bestReturn: number, charged: number) => ({ curve: [[1, bestReturn]] as const, charged })
  const summary = summarize(
    comparison({
      tasks: [
        { label: 'short', budget: 1_000, bestReturn: 2 },
        { label: 'long', budget: 10_000 },
        { label: 'unknown', budget: 10_000, bestReturn: undefined },
      ],
      searches: ['X'],
      runs: {
        short: { X: [done(1, 1_000), done(2, 1_000)] },
        long: { X: [done(0.25, 10_000), done(0.75, 10_000)] },
        unknown: { X: [done(7, 10_000)] },
      },
    }),
  )
  const [x] = summary.overall
  // Shares at 1,000: 0.5, 1, 0.25, 0.75; the middle two. At 10,000 there is one task left, and no quarter of two runs.
  expect(values(x!.iqm)).toEqual([(0.5 + 0.75) / 2, 0.5])
  expect(x!.iqm.map((of) => of?.tasks)).toEqual([['short', 'long'], ['long']])
  expect(tasksAcross(summary)).toEqual([2, 1])
  expect(values(cell(summary, 'short', 'X').iqm)).toEqual([1.5, undefined])
})

test('a run that is not done counts as far as it has come, one that failed or was not started not at all', () => {
  const summary = summarize(
    comparison({
      tasks: [{ label: 'Maze', budget: 10_000 }],
      searches: ['X'],
      runs: {
        Maze: {
          X: [
            { curve: [[10, 1]], charged: 10, solved: true, fresh: 1 },
            { curve: [[10, 0.5]], charged: 2_000, state: 'stopped' },
            { curve: [], charged: 0, state: 'failed', problem: 'no memory' },
            { curve: [], charged: 0, state: 'none' },
          ],
        },
      },
    }),
  )
  const x = cell(summary, 'Maze', 'X')
  expect([x.done, x.failed, x.solved, x.runs.length]).toEqual([1, 1, 1, 4])
  expect(x.median?.value).toBe(10) // one of two solved: a half
  expect(x.iqm.map((of) => [of?.value, of?.runs])).toEqual([
    [0.75, 2],
    [1, 1],
  ])
  expect(x.fresh?.value).toBe(1)
})

test('before the first run there are no figures, and nothing breaks', () => {
  const { cells, overall } = summarize(
    comparison({
      tasks: [{ label: 'Maze', budget: 500 }],
      searches: ['X', 'Y'],
      runs: { Maze: { X: [{ curve: [], charged: 0, state: 'none' }] } },
    }),
  )
  expect(cells[0]).toMatchObject({ median: undefined, iqm: [undefined], fresh: undefined, best: undefined })
  expect(overall[0]).toMatchObject({ solved: 0, done: 0, runs: 1, iqm: [undefined] })
})

test('returns are compared at powers of ten from 1,000 to 1,000,000, or at the budget where it is smaller', () => {
  expect(checkpointsWithin(1e6)).toEqual([1e3, 1e4, 1e5, 1e6])
  expect(checkpointsWithin(99_999)).toEqual([1e3, 1e4])
  expect(checkpointsWithin(500)).toEqual([500])
})
