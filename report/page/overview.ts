import { evaluations, grouped, nothing, powerOfTen, returned, solvedOf } from '../figures.ts'
import type { AcrossTasks, CellSummary, Summary } from '../summary.ts'
import { anchor, type Html, html, htmlTable, type TableCell, taskHead } from './html.ts'

/** Tasks against searches: who solves what, and how soon. */
export function solvedSection(summary: Summary): Html {
  const { tasks, searches } = summary.comparison
  const rows = tasks.map((task) => {
    const cells = summary.cells.filter((cell) => cell.task === task)
    const best = soonest(cells)
    return [
      html`<a href="#${anchor('task', task.label)}">${task.label}</a><span class="sub">${task.name}, budget ${grouped(task.budget)}</span>`,
      ...cells.map((cell) => solvedCell(cell, best.includes(cell))),
    ]
  })
  const total = summary.overall.map((of) => `${of.solved}/${of.done}`)
  return html`<h2 id="solved">Solved, and how soon</h2>
${htmlTable({
  caption:
    'Runs that solved the task, then the median of the evaluations charged until then, with its 95 % interval. ' +
    'A dot marks the lowest median of a task.',
  heads: ['Task', ...searches.map(({ label }) => label)],
  rows: [...rows, ['All tasks', ...total]],
})}`
}

function solvedCell(cell: CellSummary, best: boolean): TableCell {
  const share = cell.done === 0 ? 0 : (100 * cell.solved) / cell.done
  const { median, task, failed } = cell
  return {
    className: best ? 'best' : '',
    content: html`${solvedOf(cell)}<span class="bar" aria-hidden="true"><span style="width:${share.toFixed(0)}%"></span></span>${
      median === undefined
        ? nothing
        : html`<span class="main">${evaluations(median.value, task)}</span>${
            median.low === median.high
              ? ''
              : html`<span class="sub">${evaluations(median.low, task)} to ${evaluations(median.high, task)}</span>`
          }`
    }${failed > 0 && html`<span class="sub failed">${failed} failed</span>`}`,
  }
}

/** The cells with the lowest median; none where no median is known. */
function soonest(cells: readonly CellSummary[]): CellSummary[] {
  const lowest = Math.min(...cells.map(({ median }) => median?.value ?? Number.POSITIVE_INFINITY))
  return Number.isFinite(lowest) ? cells.filter(({ median }) => median?.value === lowest) : []
}

/** Returns at the checkpoints, over all tasks and task by task, and on fresh episodes. */
export function returnsSection(summary: Summary): Html {
  const { checkpoints, overall, cells, comparison } = summary
  const heads = checkpoints.map((at) => `at ${powerOfTen(at)}`)
  const across = overall.map(({ search, iqm }) => [search.label, ...iqm.map(acrossCell)])
  const rows = cells.map((cell, at) => [
    taskHead(cell, at % comparison.searches.length === 0),
    cell.search.label,
    ...cell.iqm.map(intervalCell),
    returned(cell.training),
    intervalCell(cell.fresh),
  ])
  return html`<h2 id="returns">Returns</h2>
${htmlTable({
  caption:
    'Over all tasks: interquartile mean of the best return after so many evaluations, as a share of the highest return ' +
    'there is, over the runs of all tasks whose budget goes so far; 95 % intervals from a bootstrap stratified by task.',
  heads: ['Search', ...heads],
  rows: across,
})}
${htmlTable({
  caption:
    'Task by task: interquartile mean of the best return after so many evaluations; then the mean return of the best ' +
    'programs, in the end, on the episodes they were chosen on and on fresh ones.',
  heads: ['Task', 'Search', ...heads, 'training', 'fresh'],
  figuresFrom: 2,
  rows,
})}`
}

function intervalCell(estimate: { value: number; low: number; high: number } | undefined): Html {
  if (estimate === undefined) return html`${nothing}`
  const { value, low, high } = estimate
  if (returned(low) === returned(high)) return html`${returned(value)}`
  return html`${returned(value)}<span class="sub">${returned(low)} to ${returned(high)}</span>`
}

function acrossCell(estimate: AcrossTasks | undefined): Html {
  if (estimate === undefined) return html`${nothing}`
  const tasks = estimate.tasks.length === 1 ? '1 task' : `${estimate.tasks.length} tasks`
  return html`${returned(estimate.value)}<span class="sub">${returned(estimate.low)} to ${returned(estimate.high)}; ${tasks}</span>`
}

/** Each search against each other one, over all tasks. */
export function improvementSection({ overall, comparison: { searches } }: Summary): Html {
  if (searches.length < 2) return html``
  return html`<h2 id="improvement">One search against another</h2>
${htmlTable({
  caption:
    'Probability that a run of the search on the left does better than a run of the one above, mean over the tasks: it ' +
    'solves the task in fewer evaluations, or, if neither solves it, ends with a higher return; ties count half. Over ' +
    '0.5 the search on the left is ahead. Each task has its own table below, with intervals.',
  heads: ['better \\ than', ...searches.map(({ label }) => label)],
  rows: overall.map(({ search, improvement }) => [
    search.label,
    ...improvement.map((value) => (value === undefined ? nothing : value.toFixed(2))),
  ]),
})}`
}

/** Each search against each other one, on one task. */
export function taskImprovement(cells: readonly CellSummary[]): Html {
  if (cells.length < 2) return html``
  return htmlTable({
    caption: 'Probability that a run of the search on the left does better than a run of the one above, 95 % interval.',
    heads: ['better \\ than', ...cells.map(({ search }) => search.label)],
    rows: cells.map(({ search, improvement }) => [
      search.label,
      ...improvement.map((of) =>
        of === undefined
          ? nothing
          : html`${of.value.toFixed(2)}<span class="sub">${of.low.toFixed(2)} to ${of.high.toFixed(2)}</span>`,
      ),
    ]),
  })
}
