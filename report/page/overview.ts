import { evaluations, grouped, nothing, powerOfTen, returned, solvedOf } from '../figures.ts'
import { type CellSummary, type Summary, tasksAcross } from '../summary.ts'
import { lookAt } from '../svg/palette.ts'
import { anchor, type Html, html, htmlTable, searchName, type TableCell } from './html.ts'

/** Tasks against searches: who solves what, and how soon. */
export function solvedSection(summary: Summary): Html {
  const { tasks, searches } = summary.comparison
  const rows = tasks.map((task) => {
    const cells = summary.cells.filter((cell) => cell.task === task)
    const best = soonest(cells)
    return [
      html`<a href="#${anchor('task', task.label)}">${task.label}</a><span class="sub">${task.name}, budget ${grouped(task.budget)}</span>`,
      ...cells.map((cell, place) => solvedCell(cell, place, best.includes(cell))),
    ]
  })
  const total = summary.overall.map((of) => `${of.solved}/${of.done}`)
  return html`<h2 id="solved">Solved, and how soon</h2>
${htmlTable({
  caption:
    'Runs that solved the task, of those that are done; then the median of the evaluations charged until then, with its ' +
    '95 % interval. Runs that did not solve it count in the median as above the budget, so that it is known only where ' +
    'half of them did. A dot marks the lowest median of a task.',
  heads: ['Task', ...searches.map(({ label }, place) => searchName(label, place))],
  rows: [...rows, ['All tasks', ...total]],
})}`
}

function solvedCell(cell: CellSummary, place: number, best: boolean): TableCell {
  const share = cell.done === 0 ? 0 : (100 * cell.solved) / cell.done
  const { median, task, failed } = cell
  return {
    className: best ? 'best' : '',
    content: html`${solvedOf(cell)}<span class="bar" aria-hidden="true"><span class="${lookAt(place).className}" style="width:${share.toFixed(0)}%"></span></span>${
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
  const counts = tasksAcross(summary)
  const across = overall.map(({ search, iqm }, place) => [
    searchName(search.label, place),
    ...iqm.map(
      (of, at) =>
        html`${intervalCell(of)}${counts[at] === undefined && of && html`<span class="sub">${someTasks(of.tasks.length)}</span>`}`,
    ),
  ])
  const groups = comparison.tasks.map((task) => ({
    head: task.label,
    rows: cells
      .filter((cell) => cell.task === task)
      .map((cell, place) => [
        searchName(cell.search.label, place),
        ...cell.iqm.map(intervalCell),
        returned(cell.training),
        intervalCell(cell.fresh),
      ]),
  }))
  return html`<h2 id="returns">Returns</h2>
${htmlTable({
  caption:
    'Over all tasks: interquartile mean of the best return after so many evaluations, as a share of the highest return ' +
    'there is, over the runs of all tasks whose budget goes so far; 95 % intervals from a bootstrap stratified by task.',
  heads: [
    'Search',
    ...heads.map(
      (head, at) => html`${head}${counts[at] !== undefined && html`<span class="sub">${someTasks(counts[at])}</span>`}`,
    ),
  ],
  rows: across,
})}
${htmlTable({
  caption:
    'Task by task: interquartile mean of the best return after so many evaluations; then the mean return of the best ' +
    'programs, in the end, on the episodes they were chosen on and on fresh ones.',
  heads: ['Search', ...heads, 'training', 'fresh'],
  groups,
})}`
}

function intervalCell(estimate: { value: number; low: number; high: number } | undefined): Html {
  if (estimate === undefined) return html`${nothing}`
  const { value, low, high } = estimate
  if (returned(low) === returned(high)) return html`${returned(value)}`
  return html`${returned(value)}<span class="sub">${returned(low)} to ${returned(high)}</span>`
}

function someTasks(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`
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
  heads: ['better \\ than', ...searches.map(({ label }, place) => searchName(label, place))],
  rows: overall.map(({ search, improvement }, place) => [
    searchName(search.label, place),
    ...improvement.map((value) => (value === undefined ? nothing : value.toFixed(2))),
  ]),
})}`
}

/** Each search against each other one, on one task. */
export function taskImprovement(cells: readonly CellSummary[]): Html {
  if (cells.length < 2) return html``
  const table = htmlTable({
    caption: 'Probability that a run of the search on the left does better than a run of the one above, 95 % interval.',
    heads: ['better \\ than', ...cells.map(({ search }, place) => searchName(search.label, place))],
    rows: cells.map(({ search, improvement }, place) => [
      searchName(search.label, place),
      ...improvement.map((of) =>
        of === undefined
          ? nothing
          : html`${of.value.toFixed(2)}<span class="sub">${of.low.toFixed(2)} to ${of.high.toFixed(2)}</span>`,
      ),
    ]),
  })
  return html`<details><summary>Search against search on this task, with intervals</summary>
${table}</details>`
}
