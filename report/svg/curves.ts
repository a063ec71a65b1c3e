import type { ComparedTask } from '../comparison.ts'
import { type CurveStep, cellCurve } from '../curves.ts'
import { grouped, returned, returnedInterval } from '../figures.ts'
import type { CellSummary, Summary } from '../summary.ts'
import { figureWith } from './figure.ts'
import { element, escaped, label, px } from './mark.ts'
import { legend, searchMark } from './marks.ts'
import { lookAt } from './palette.ts'
import { linearScale, logScale, type Scale } from './scale.ts'

const panel = { width: 316, height: 218, left: 44, right: 12, top: 30, bottom: 30 }
const gap = 14
const margin = 16
/** Share of the axis by which returns may lie below zero before the axis does. */
const negligible = 0.02

/** One small picture for each task, all searches in each: best return against evaluations, with intervals. */
export function curvesFigure(summary: Summary): string {
  const { tasks, searches, name } = summary.comparison
  const columns = Math.min(tasks.length, tasks.length === 4 ? 2 : 3)
  const width = 2 * margin + columns * panel.width + (columns - 1) * gap + 14
  const title = `${name}: best return against evaluations`
  const notes = captions(summary.cells)
  const top =
    columns === 1 ? heading(name, ['best return against evaluations', ...notes]) : heading(title, [notes.join('; ')])
  const key = legend(
    searches.map((search) => search.label),
    margin + 4,
    top.height + 12,
    width - 2 * margin,
  )
  const first = top.height + 12 + key.height
  const rows = Math.ceil(tasks.length / columns)
  const height = first + rows * (panel.height + gap) + 10
  const panels = tasks.map((task, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)]
    const cells = summary.cells.filter((cell) => cell.task === task)
    const x = margin + 14 + column * (panel.width + gap)
    const below = at + columns >= tasks.length
    return taskPanel(cells, { x, y: first + row * (panel.height + gap), first: column === 0, below })
  })
  const about =
    `One panel for each of ${tasks.length} tasks, one line for each of ${searches.length} searches: the interquartile ` +
    'mean over seeds of the best return so far; the bands are 95 % bootstrap intervals; evaluations on a logarithmic axis.'
  return figureWith({ title, about, width, height }, top.svg, key.svg, ...panels)
}

/** The picture of one task alone, to stand by itself. */
export function taskCurves(cells: readonly CellSummary[]): string {
  const { task } = cells[0]!
  const width = 2 * margin + panel.width + 14
  const top = heading('Best return against evaluations', captions(cells))
  const key = legend(
    cells.map(({ search }) => search.label),
    margin + 4,
    top.height + 12,
    width - 2 * margin,
  )
  const y = top.height + 12 + key.height
  return figureWith(
    { ...told(task), width, height: y + panel.height + 20 },
    top.svg,
    key.svg,
    taskPanel(cells, { x: margin + 14, y, first: true, below: true }),
  )
}

/** The picture of one task without the key to it, for a page that has one. */
export function panelFigure(cells: readonly CellSummary[]): string {
  const { task } = cells[0]!
  return figureWith(
    { ...told(task), width: panel.width + 18, height: panel.height + 8 },
    taskPanel(cells, { x: 16, y: 0, first: true, below: true }),
  )
}

function told({ label: of, name }: ComparedTask) {
  const about = `Interquartile mean over seeds of the best return so far on ${name}, with 95 % bootstrap intervals.`
  return { title: `${of}: best return against evaluations`, about }
}

/** What lines and bands are. */
function captions(cells: readonly CellSummary[]): string[] {
  const most = Math.max(...cells.map(({ runs }) => runs.length))
  return [
    `lines: interquartile mean over ${most === 1 ? '1 seed' : `${most} seeds`}`,
    'bands: 95 % bootstrap intervals',
  ]
}

/** A title and what there is to know below it. */
export function heading(title: string, notes: readonly string[]): { svg: string; height: number } {
  const x = margin + 4
  return {
    svg: element(
      'g',
      {},
      label(title, { class: 'title', x, y: 26 }),
      ...notes.map((note, at) => label(note, { class: 'soft', x, y: 44 + 17 * at })),
    ),
    height: 34 + 17 * notes.length,
  }
}

interface Place {
  readonly x: number
  readonly y: number
  /** Leftmost of its row, which names the vertical axis. */
  readonly first: boolean
  /** Lowest of its column, which names the horizontal axis. */
  readonly below: boolean
}

function taskPanel(cells: readonly CellSummary[], { x, y, first, below }: Place): string {
  const { task } = cells[0]!
  const curves = cells.map((cell) => cellCurve(cell))
  const values = curves.flat().flatMap(({ low, high }) => [low, high])
  const highest = Math.max(task.bestReturn ?? 0, ...values, 1e-6)
  const least = Math.min(0, ...values)
  const lowest = least < -negligible * highest ? least : 0
  const [left, right] = [x + panel.left, x + panel.width - panel.right]
  const [top, bottom] = [y + panel.top, y + panel.height - panel.bottom]
  const across = logScale(1, task.budget, left, right)
  const up = linearScale(lowest, highest, bottom, top)
  const order = cells.map((_, place) => cells.length - 1 - place) // the first search is drawn last, above all others
  return element(
    'g',
    {},
    // A long label begins left of the axis.
    label(task.label, { class: 'title', x: Math.max(x, Math.min(left, right - 7.7 * task.label.length)), y: y + 16 }),
    ...axes(across, up, { left, right, top, bottom }),
    ...(task.bestReturn === undefined
      ? []
      : [element('path', { class: 'ceiling', d: `M${px(left)} ${px(up(task.bestReturn))}H${px(right)}` })]),
    ...(first ? [vertical('best return', x - 4, (top + bottom) / 2)] : []),
    ...(below
      ? [label('evaluations', { class: 'soft', x: (left + right) / 2, y: bottom + 32, 'text-anchor': 'middle' })]
      : []),
    ...order.map((place) => band(curves[place]!, place, across, up, right)),
    ...order.map((place) => line(curves[place]!, cells[place]!, place, across, up, right)),
  )
}

interface Frame {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export function axes(across: Scale, up: Scale | undefined, { left, right, top, bottom }: Frame): string[] {
  return [
    ...across.ticks.flatMap(({ value, label: text }) => [
      element('path', { class: 'grid', d: `M${px(across(value))} ${px(top)}V${px(bottom)}` }),
      label(text, { class: 'soft', x: across(value), y: bottom + 16, 'text-anchor': 'middle' }),
    ]),
    ...(up?.ticks ?? []).flatMap(({ value, label: text }) => [
      element('path', { class: 'grid', d: `M${px(left)} ${px(up!(value))}H${px(right)}` }),
      label(text, { class: 'soft', x: left - 7, y: up!(value) + 4, 'text-anchor': 'end' }),
    ]),
    element('path', { class: 'axis', d: `M${px(left)} ${px(top)}V${px(bottom)}H${px(right)}` }),
  ]
}

function vertical(text: string, x: number, y: number): string {
  const transform = `translate(${px(x)} ${px(y)}) rotate(-90)`
  return label(text, { class: 'soft', transform, 'text-anchor': 'middle' })
}

function band(steps: readonly CurveStep[], place: number, across: Scale, up: Scale, end: number): string {
  if (steps.length === 0) return ''
  const upper = stairs(steps, ({ high }) => high, across, up, end)
  const lower = stairs(steps, ({ low }) => low, across, up, end)
  const back = lower.toReversed().map(([x, y]) => `L${px(x)} ${px(y)}`)
  return element('path', { class: `band ${lookAt(place).className}`, d: `${polyline(upper)}${back.join('')}z` })
}

function line(
  steps: readonly CurveStep[],
  { search, iqm, task }: CellSummary,
  place: number,
  across: Scale,
  up: Scale,
  end: number,
): string {
  if (steps.length === 0) return ''
  const { className, dashes } = lookAt(place)
  const points = stairs(steps, ({ value }) => value, across, up, end)
  const last = steps.at(-1)!
  const marks = across.ticks
    .filter(({ value }) => value > across.ticks[0]!.value && value <= task.budget)
    .flatMap(({ value: at }) => {
      const here = steps.findLast(({ evaluations }) => evaluations <= at)
      if (here === undefined) return []
      const note = `${search.label}: ${returned(here.value)} [${returned(here.low)}, ${returned(here.high)}] after ${grouped(at)} evaluations`
      return [searchMark(place, across(at), up(here.value), { note: escaped(note) })]
    })
  const note = `${search.label}: ${returnedInterval(iqm.findLast((of) => of !== undefined) ?? last)} in the end`
  return element(
    'g',
    {},
    element(
      'path',
      { class: `curve ${className}`, 'stroke-dasharray': dashes === '' ? undefined : dashes, d: polyline(points) },
      element('title', {}, escaped(note)),
    ),
    ...marks,
  )
}

type Point = readonly [x: number, y: number]

/** The corners of a curve that holds each value until the next one. */
function stairs(
  steps: readonly CurveStep[],
  of: (step: CurveStep) => number,
  across: Scale,
  up: Scale,
  end: number,
): Point[] {
  const points: Point[] = []
  for (const step of steps) {
    const [x, y] = [across(step.evaluations), up(of(step))]
    const level = points.at(-1)
    if (level !== undefined) points.push([x, level[1]])
    points.push([x, y])
  }
  const level = points.at(-1)
  if (level !== undefined) points.push([end, level[1]])
  return points
}

function polyline(points: readonly Point[]): string {
  return points
    .map(([x, y], at) => {
      const before = points[at - 1]
      if (before === undefined) return `M${px(x)} ${px(y)}`
      if (px(before[1]) === px(y)) return px(before[0]) === px(x) ? '' : `H${px(x)}`
      return px(before[0]) === px(x) ? `V${px(y)}` : `L${px(x)} ${px(y)}`
    })
    .join('')
}
