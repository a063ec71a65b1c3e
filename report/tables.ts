import { grouped, medianInterval, nothing, powerOfTen, returned, returnedInterval, solvedOf } from './figures.ts'
import type { CellSummary, Summary } from './summary.ts'

/** A table as text: heads, then rows of as many cells. */
export interface TextTable {
  readonly heads: readonly string[]
  /** Whether the cells of a column are figures, to be set to the right. */
  readonly numeric: readonly boolean[]
  readonly rows: readonly (readonly string[])[]
}

/** One row for each task and search, as it is read by people. */
export function cellTable(summary: Summary): TextTable {
  const { checkpoints, cells } = summary
  const heads = [
    'task',
    'search',
    'solved',
    'median evaluations',
    ...checkpoints.map((at) => `IQM at ${powerOfTen(at)}`),
    'fresh',
  ]
  return {
    heads,
    numeric: heads.map((_, at) => at > 1),
    rows: cells.map((cell) => [
      cell.task.label,
      cell.search.label,
      solvedOf(cell),
      medianInterval(cell),
      ...cell.iqm.map((estimate) => (estimate === undefined ? nothing : returned(estimate.value))),
      returned(cell.fresh?.value),
    ]),
  }
}

/** One row for each search, over all tasks. */
export function overallTable({ overall, checkpoints }: Summary): TextTable {
  const heads = ['search', 'solved', ...checkpoints.map((at) => `IQM at ${powerOfTen(at)}`), 'charged', 'executed']
  return {
    heads,
    numeric: heads.map((_, at) => at > 0),
    rows: overall.map((of) => [
      of.search.label,
      `${of.solved}/${of.done}${of.done === of.runs ? '' : ` of ${of.runs}`}`,
      ...of.iqm.map((estimate) => returnedInterval(estimate)),
      grouped(of.charged),
      grouped(of.executed),
    ]),
  }
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

/** Every figure of a cell in full, for other programs: one row for each task and search. */
export function cellsCsv({ cells, checkpoints, comparison }: Summary): string {
  const interval = (name: string) => [name, `${name}_low`, `${name}_high`]
  const heads = [
    ...['task', 'search', 'budget', 'episodes', 'runs', 'done', 'failed', 'solved'],
    ...interval('median_evaluations'),
    ...checkpoints.flatMap((at) => [...interval(`iqm_at_${at}`), `runs_at_${at}`]),
    'training_mean',
    ...interval('fresh_mean'),
    ...comparison.searches.flatMap(({ label }) => interval(`improvement_on_${label}`)),
    ...['charged', 'executed', 'seconds'],
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
    ...[cell.charged, cell.executed, cell.seconds],
  ]
}

/** One row for each run. */
export function runsCsv({ comparison: { runs } }: Summary): string {
  const heads = [
    ...['run', 'task', 'search', 'seed', 'state', 'solved', 'charged', 'executed', 'seconds'],
    ...['best_return', 'fresh_return', 'evaluations_to_best', 'problem'],
  ]
  const rows = runs.map((run) => [
    ...[run.run, run.task, run.search, run.seed, run.state, run.solved ? 1 : 0, run.charged, run.executed, run.seconds],
    ...[run.bestReturn, run.freshReturn, run.curve.at(-1)?.charged, run.problem],
  ])
  return csv([heads, ...rows])
}

type Field = string | number | undefined

/** RFC 4180; `inf` where a figure is beyond what was watched, nothing where there is none. */
function csv(rows: readonly (readonly Field[])[]): string {
  return rows.map((row) => `${row.map(csvField).join(',')}\n`).join('')
}

function csvField(field: Field): string {
  if (field === undefined) return ''
  if (typeof field === 'number') return Number.isFinite(field) ? String(field) : field > 0 ? 'inf' : '-inf'
  return /[",\n\r]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field
}
