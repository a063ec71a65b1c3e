import type { ComparedRun } from '../comparison.ts'
import { evaluations, grouped, nothing, optionsText, returned, wallTime } from '../figures.ts'
import type { CellSummary, SearchSummary, Summary } from '../summary.ts'
import { solvingFigure } from '../svg/solving.ts'
import { anchor, Html, html, htmlTable, searchName } from './html.ts'
import { taskImprovement } from './overview.ts'

/** Each task by itself: when the runs solved it, search against search, the best programs. */
export function taskSections(summary: Summary): Html {
  const sections = summary.comparison.tasks.map((task) => {
    const cells = summary.cells.filter((cell) => cell.task === task)
    const sizes = `${grouped(task.budget)} evaluations of ${task.episodes} episodes each; ${grouped(task.freshEpisodes)} fresh episodes`
    const options = optionsText(task.options)
    return html`<section>
<h3 id="${anchor('task', task.label)}">${task.label}</h3>
<p class="note"><code>${task.name}</code>${options !== '' && `, ${options}`}. ${sizes}.</p>
<figure class="wide">${new Html(solvingFigure(cells))}
<figcaption>Every run by the evaluations it needed to solve the task. Hollow marks: not solved. Point at a mark for its seed.</figcaption></figure>
${taskImprovement(cells)}
${cells.map(bestProgram)}
</section>
`
  })
  return html`<h2 id="tasks">Task by task</h2>\n${sections}`
}

function bestProgram({ search, best, task }: CellSummary): Html | undefined {
  if (best?.program === undefined) return undefined
  const fresh = best.freshReturn === undefined ? '' : `, ${returned(best.freshReturn)} on fresh ones`
  const reached = best.curve.at(-1)?.charged
  const after =
    reached === undefined
      ? ''
      : `, found after ${evaluations(reached, task)} ${reached === 1 ? 'evaluation' : 'evaluations'}`
  return html`<details><summary>Best program of ${search.label}: return ${returned(best.bestReturn)} on training episodes${fresh}${after} (seed ${best.seed})</summary>
<pre>${best.program}</pre></details>
`
}

/** What the figures cost: evaluations and time, cell by cell and in all. */
export function costSection({ cells, overall, comparison: { tasks } }: Summary): Html {
  const row = (of: CellSummary | SearchSummary, place: number) => [
    searchName(of.search.label, place),
    `${of.solved}/${of.done}`,
    ...costs(of),
    of.charged === 0 ? nothing : grouped(of.charged / Math.max(of.seconds, 0.001)),
  ]
  const groups = tasks.map((task) => ({
    head: task.label,
    rows: cells.filter((cell) => cell.task === task).map(row),
  }))
  return html`<h2 id="cost">What it cost</h2>
${htmlTable({
  caption:
    'Charged: what the sequential algorithm would have evaluated, the unit of every figure above. Executed: programs ' +
    'that were really run; trying ahead adds to them, a program met again or given up early takes away. Time: wall ' +
    'time of the runs, added up, while other runs went on beside them.',
  heads: ['Search', 'solved', 'charged', 'executed', 'time', 'charged/s'],
  groups: [...groups, { head: 'All tasks', rows: overall.map(row) }],
})}`
}

function costs({ charged, executed, seconds }: Pick<CellSummary, 'charged' | 'executed' | 'seconds'>): string[] {
  return [grouped(charged), grouped(executed), wallTime(seconds)]
}

/** Every run by itself. */
export function runsSection({ comparison: { runs } }: Summary): Html {
  const failed = runs.filter(({ state }) => state === 'failed')
  const problems = failed.map(
    ({ run, problem }) => html`<li><code>${run}</code>: ${problem ?? 'no reason is known'}</li>\n`,
  )
  return html`<h2 id="runs">Runs</h2>
${failed.length > 0 && html`<p class="failed">Runs that failed:</p>\n<ul>${problems}</ul>`}
<details><summary>All ${grouped(runs.length)} runs</summary>
${htmlTable({
  caption: 'One row for each run, in the order in which they were started.',
  heads: ['Run', 'state', 'charged', 'executed', 'time', 'best return', 'fresh'],
  figuresFrom: 2,
  rows: runs.map((run) => [
    html`<code>${run.run}</code>`,
    stateOf(run),
    ...costs(run),
    returned(run.bestReturn),
    returned(run.freshReturn),
  ]),
})}</details>`
}

function stateOf({ state, solved }: ComparedRun): string {
  if (state === 'done') return solved ? 'solved' : 'not solved'
  return state === 'none' ? 'not started' : state
}
