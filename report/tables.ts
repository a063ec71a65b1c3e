import { csv, type Field } from './csv.ts'
import { cellCurve } from './curves.ts'
import {
  evaluations,
  grouped,
  medianInterval,
  nothing,
  powerOfTen,
  returned,
  returnedInterval,
  solvedOf,
} from './figures.ts'
import { type CellSummary, type Summary, tasksAcross } from './summary.ts'

/** A table as text: heads, then rows of as many cells. */
export interface TextTable {
  readonly heads: readonly string[]
  /** Whether the cells of a column are figures, to be set to the right. */
  readonly numeric: readonly boolean[]
  readonly rows: readonly (readonly string[])[]
}

export interface TableDetail {
  /** Left out where there is no room for them. */
  readonly intervals?: boolean
}

/** One row for each task and search, as it is read by people. */
export function cellTable(summary: Summary, { intervals = true }: TableDetail = {}): TextTable {
  const { checkpoints, cells } = summary
  const heads = [
    'task',
    'search',
    'solved',
    intervals ? 'median evaluations' : 'median',
    ...checkpoints.map((at) => `at ${powerOfTen(at)}`),
    'fresh',
  ]
  return {
    heads,
    numeric: heads.map((_, at) => at > 1),
    rows: cells.map((cell) => [
      cell.task.label,
      cell.search.label,
      solvedOf(cell),
      intervals ? medianInterval(cell) : evaluations(cell.median?.value, cell.task),
      ...cell.iqm.map((estimate) => (estimate === undefined ? nothing : returned(estimate.value))),
      returned(cell.fresh?.value),
    ]),
  }
}

/** One row for each search, over all tasks. */
export function overallTable(summary: Summary, { intervals = true }: TableDetail = {}): TextTable {
  const { overall, checkpoints } = summary
  const counts = tasksAcross(summary)
  const columns = checkpoints.map((at, i) => {
    const count = counts[i] ?? 0
    const fewer = count > 0 && count < summary.comparison.tasks.length
    return `at ${powerOfTen(at)}${fewer ? `, ${count === 1 ? '1 task' : `${count} tasks`}` : ''}`
  })
  const heads = ['all tasks', 'solved', ...columns, 'charged']
  return {
    heads,
    numeric: heads.map((_, at) => at > 0),
    rows: overall.map((of) => [
      of.search.label,
      `${of.solved}/${of.done}${of.done === of.runs ? '' : ` of ${of.runs}`}`,
      ...of.iqm.map((estimate) => (intervals ? returnedInterval(estimate) : returned(estimate?.value))),
      grouped(of.charged),
    ]),
  }
}

/** How to read the tables, a sentence a line. */
export function tableNotes({ comparison: { tasks }, checkpoints }: Summary): readonly string[] {
  return [
    'solved: of the runs that are done.',
    'median: of the evaluations charged until solved, with its 95 % bootstrap interval; a run that did not solve its task counts as above the budget.',
    `at ${powerOfTen(checkpoints[0]!)}: interquartile mean over seeds of the best return after so many evaluations` +
      (tasks.length > 1
        ? '; over all tasks, of those whose budget goes so far, as a share of the highest return there is.'
        : '.'),
    'fresh: mean return of the best programs on episodes they were not chosen on.',
  ]
}

/** As GitHub shows it. */
export function markdownTable({ heads, numeric, rows }: TextTable): string {
  const cells = [heads, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = heads.map((_, at) => Math.max(3, ...cells.map((row) => row[at]!.length)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => (numeric[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join(' | ')} |`
  const rule = widths.map((width, at) => (numeric[at] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [line(cells[0]!), line(rule), ...cells.slice(1).map(line)].join('\n')
}

/**
 * Every figure of a cell in full, for other programs: one row for each task and search. What depends on the machines is
 * not here but in the table of the runs.
 */
export function cellsCsv({ cells, checkpoints, comparison }: Summary): string {
  const interval = (name: string) => [name, `${name}_low`, `${name}_high`]
  const heads = [
    ...['task', 'search', 'budget', 'episodes', 'runs', 'done', 'failed', 'solved'],
    ...interval('median_evaluations'),
    ...checkpoints.flatMap((at) => [...interval(`iqm_at_${at}`), `runs_at_${at}`]),
    'training_mean',
    ...interval('fresh_mean'),
    ...comparison.searches.flatMap(({ label }) => interval(`improvement_on_${label}`)),
    'charged',
  ]
  return csv([heads, ...cells.map(cellRow)])
}

function cellRow(cell: CellSummary): Field[] {
  const { task, search, runs, done, failed, solved, median, iqm, training, fresh, improvement } = cell
  const interval = (of: { value: number; low: number; high: number } | undefined) => [of?.value, of?.low, of?.high]
  return [
    ...[task.label, search.label, task.budget, task.episodes, runs.length, done, failed, solved],
    ...interval(median),
    ...iqm.flatMap((of) => [...interval(of), of?.runs ?? 0]),
    training,
    ...interval(fresh),
    ...improvement.flatMap(interval),
    cell.charged,
  ]
}

/** The curves as they are drawn, as steps: each holds until the next one. */
export function curvesCsv({ cells }: Summary): string {
  const heads = ['task', 'search', 'evaluations', 'iqm', 'iqm_low', 'iqm_high']
  const rows = cells.flatMap((cell) =>
    cellCurve(cell).map(({ evaluations: at, value, low, high }) => [
      ...[cell.task.label, cell.search.label, at, value, low, high],
    ]),
  )
  return csv([heads, ...rows])
}

/** One row for each run. */
export function runsCsv({ comparison: { runs } }: Summary): string {
  const heads = [
    ...['run', 'task', 'search', 'seed', 'state', 'solved', 'charged', 'best_return', 'fresh_return'],
    ...['evaluations_to_best', 'executed', 'seconds', 'problem'],
  ]
  const rows = runs.map((run) => [
    ...[run.run, run.task, run.search, run.seed, run.state, run.solved ? 1 : 0, run.charged, run.bestReturn],
    ...[run.freshReturn, run.curve.at(-1)?.charged, run.executed, run.seconds, run.problem],
  ])
  return csv([heads, ...rows])
}
