import { evaluations, grouped, medianInterval, short } from '../figures.ts'
import { solvingTime, wasStarted } from '../runs-of.ts'
import type { CellSummary } from '../summary.ts'
import { axes, heading } from './curves.ts'
import { figureWith } from './figure.ts'
import { element, escaped, label, px } from './mark.ts'
import { searchMark } from './marks.ts'
import { lookAt } from './palette.ts'
import { logScale } from './scale.ts'

const row = 40
const foot = 40
/** Widths of the axis and of the strip beside it where the runs stand that did not solve the task. */
const [axis, strip, gap] = [380, 110, 24]

interface Columns {
  readonly left: number
  readonly right: number
  readonly across: (value: number) => number
  readonly unsolvedFrom: number
  readonly unsolvedTo: number
}

/** When each run solved its task, one row for each search, with the median and its interval. */
export function solvingFigure(cells: readonly CellSummary[]): string {
  const { task } = cells[0]!
  const left = 20 + 7.2 * Math.max(12, ...cells.map(({ search }) => search.label.length))
  const right = left + axis
  const [unsolvedFrom, unsolvedTo] = [right + gap, right + gap + strip]
  const width = unsolvedTo + 12
  const across = logScale(1, task.budget, left, right)
  const columns = { left, right, across, unsolvedFrom, unsolvedTo }
  const title = `${task.label}: evaluations to solve`
  const head = heading(title, [
    `one mark for each run; stroke: median, bar: its 95 % interval; > ${short(task.budget)}: not solved`,
  ])
  const top = head.height + 8
  const bottom = top + row * cells.length
  const about = cells.map(
    (cell) => `${cell.search.label}: median ${medianInterval(cell)}, ${cell.solved} of ${cell.done} solved`,
  )
  return figureWith(
    { title, about: `${about.join('; ')}.`, width, height: bottom + foot },
    head.svg,
    ...axes(across, undefined, { left, right, top, bottom }),
    label('evaluations to solve', { class: 'soft', x: (left + right) / 2, y: bottom + 34, 'text-anchor': 'middle' }),
    label(`> ${short(task.budget)}`, {
      class: 'soft',
      x: (unsolvedFrom + unsolvedTo) / 2,
      y: bottom + 16,
      'text-anchor': 'middle',
    }),
    ...cells.map((cell, place) => searchRow(cell, place, top + row * (place + 0.5), columns)),
  )
}

function searchRow(cell: CellSummary, place: number, y: number, columns: Columns): string {
  const { left, right, across, unsolvedFrom, unsolvedTo } = columns
  const { task, search, median } = cell
  const { className } = lookAt(place)
  const runs = cell.runs.filter(wasStarted).map((run) => ({ run, time: solvingTime(run, task) }))
  const solved = runs.filter(({ time }) => time.solved)
  const others = runs.filter(({ time }) => !time.solved)
  const spread = Math.min(9, (unsolvedTo - unsolvedFrom) / Math.max(1, others.length - 1))
  const clipped = (value: number) => Math.min(across(Math.min(value, task.budget)), right)
  return element(
    'g',
    {},
    label(search.label, { x: left - 12, y: y + 4, 'text-anchor': 'end' }),
    ...(median === undefined || !Number.isFinite(median.low)
      ? []
      : [
          element('path', {
            class: `range ${className}`,
            d: `M${px(clipped(median.low))} ${px(y)}H${px(clipped(median.high))}`,
          }),
        ]),
    ...(median === undefined || !Number.isFinite(median.value)
      ? []
      : [element('path', { class: `median ${className}`, d: `M${px(clipped(median.value))} ${px(y - 13)}v26` })]),
    ...solved.map(({ run, time }, at) =>
      // Up and down by turns, so that runs which took as long do not hide one another.
      searchMark(place, across(time.evaluations), y + ((at % 3) - 1) * 5, {
        note: escaped(`seed ${run.seed}: solved after ${grouped(time.evaluations)} evaluations`),
      }),
    ),
    ...others.map(({ run }, at) =>
      searchMark(place, unsolvedFrom + spread * at, y, {
        open: true,
        note: escaped(`seed ${run.seed}: not solved in ${evaluations(run.charged, task)} evaluations, ${run.state}`),
      }),
    ),
  )
}
