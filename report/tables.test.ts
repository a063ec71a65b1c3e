import { expect, test } from 'vitest'
import { comparison, rivals } from '../test/kit/comparison.ts'
import { summarize } from './summary.ts'
import { cellsCsv, cellTable, curvesCsv, markdownTable, overallTable, runsCsv, tableNotes } from './tables.ts'

// One run of Y has no score before 5,000 evaluations: its figure after 1,000 is the mean of 1, 0.5 and 0.4.
const summary = summarize(rivals)

test('the table for people says who solved what, how soon, what the returns were, and how they hold up', () => {
  const { heads, rows } = cellTable(summary, { intervals: false })
  expect(heads).toEqual(['task', 'search', 'solved', 'median', 'at 10³', 'at 10⁴', 'fresh'])
  expect(rows).toEqual([
    ['Maze', 'X', '3/4', '300', '0.750', '1.000', '0.750'],
    ['Maze', 'Y', '1/4', '> 10k', '0.633', '0.550', '0.650'],
  ])
  expect(cellTable(summary).rows.map((row) => row[3])).toEqual(['300 [100, > 10k]', '> 10k [300, > 10k]'])
})

test('the table over all tasks has the evaluations that the searches were charged', () => {
  const { heads, rows } = overallTable(summary, { intervals: false })
  expect(heads).toEqual(['all tasks', 'solved', 'at 10³', 'at 10⁴', 'charged'])
  expect(rows).toEqual([
    ['X', '3/4', '0.750', '1.000', '12,400'],
    ['Y', '1/4', '0.633', '0.550', '30,300'],
  ])
})

test('where the budget of some tasks ends earlier, the table over all tasks says over how many a figure goes', () => {
  const done = { curve: [[1, 0.5]] as const, charged: 1_000 }
  const short = comparison({
    tasks: [
      { label: 'short', budget: 1_000 },
      { label: 'long', budget: 10_000 },
    ],
    searches: ['X'],
    runs: { short: { X: [done] }, long: { X: [done] } },
  })
  expect(overallTable(summarize(short)).heads).toEqual(['all tasks', 'solved', 'at 10³', 'at 10⁴, 1 task', 'charged'])
})

test('the notes say how unsolved runs are treated in the median', () => {
  expect(tableNotes(summary).join('\n')).toMatch(/a run that did not solve its task counts as above the budget/)
})

test('while runs are missing, the counts say so', () => {
  const partial = comparison({
    tasks: [{ label: 'Maze', budget: 500 }],
    searches: ['X'],
    runs: {
      Maze: {
        X: [
          { curve: [[3, 1]], charged: 3, solved: true },
          { curve: [], charged: 0, state: 'none' },
        ],
      },
    },
  })
  expect(cellTable(summarize(partial)).rows).toEqual([['Maze', 'X', '1/1 of 2', '3', '1.000', '–']])
  expect(overallTable(summarize(partial)).rows).toEqual([['X', '1/1 of 2', '1.000', '3']])
})

test('in Markdown, columns line up and bars in labels do not end a cell', () => {
  const table = {
    heads: ['search', 'n'],
    numeric: [false, true],
    rows: [
      ['a|b', '12'],
      ['c', '3'],
    ],
  } // as a label may be
  expect(markdownTable(table)).toBe(
    ['| search |   n |', '| ------ | --: |', '| a\\|b   |  12 |', '| c      |   3 |'].join('\n'),
  )
})

test('the file of all figures has a row for each task and search, with nothing that depends on the machines', () => {
  const [head, x, y, end] = cellsCsv(summary).split('\n')
  expect(head).toBe(
    'task,search,budget,episodes,runs,done,failed,solved,median_evaluations,median_evaluations_low,' +
      'median_evaluations_high,iqm_at_1000,iqm_at_1000_low,iqm_at_1000_high,runs_at_1000,iqm_at_10000,' +
      'iqm_at_10000_low,iqm_at_10000_high,runs_at_10000,training_mean,fresh_mean,fresh_mean_low,fresh_mean_high,' +
      'improvement_on_X,improvement_on_X_low,improvement_on_X_high,improvement_on_Y,improvement_on_Y_low,' +
      'improvement_on_Y_high,charged',
  )
  expect(x).toMatch(/^Maze,X,10000,4,4,4,0,3,300,100,inf,0\.75,/)
  expect(y).toMatch(/^Maze,Y,10000,4,4,4,0,1,inf,300,inf,0\.6333/)
  for (const row of [x, y]) expect(row!.split(',').length).toBe(head!.split(',').length)
  expect(end).toBe('')
})

test('the file of all runs quotes what would break a row, and ends with what differs from machine to machine', () => {
  const broken = comparison({
    tasks: [{ label: 'Maze', budget: 500 }],
    searches: ['a, "b"'],
    runs: { Maze: { 'a, "b"': [{ curve: [[2, 0.5]], charged: 7, state: 'failed', problem: 'two\nlines' }] } },
  })
  expect(runsCsv(summarize(broken))).toBe(
    'run,task,search,seed,state,solved,charged,best_return,fresh_return,evaluations_to_best,executed,seconds,problem\n' +
      '"Maze-a, ""b""-0",Maze,"a, ""b""",0,failed,0,7,0.5,,2,7,1,"two\nlines"\n',
  )
})

test('the file of the curves has the steps that are drawn', () => {
  const rows = curvesCsv(summary).trimEnd().split('\n')
  expect(rows[0]).toBe('task,search,evaluations,iqm,iqm_low,iqm_high')
  expect(rows.filter((row) => row.startsWith('Maze,X,')).at(-1)).toMatch(/^Maze,X,\d+,1,0\.\d+,1$/)
})
