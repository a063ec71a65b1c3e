import { grouped, returnedInterval, short } from '../figures.ts'
import type { MapStandings, RatePoint, Standings } from '../league/standings.ts'
import { axes, heading } from './curves.ts'
import { figureWith } from './figure.ts'
import { element, escaped, label, px } from './mark.ts'
import { legend, searchMark } from './marks.ts'
import { lookAt } from './palette.ts'
import { linearScale, type Scale } from './scale.ts'

const panel = { width: 316, height: 218, left: 44, right: 14, top: 30, bottom: 34 }
const gap = 18
const margin = 20
/** Marks on a curve, at most, so that they do not hide it. */
const mostMarks = 6

/** What the two panels of a map show, and how they are headed. */
const sides = [
  ['bots', 'against the bots'],
  ['learners', 'against the other learners'],
] as const

/** Winning rates against evaluations on one map: against the bots, and against the other learners' champions. */
export function ratesFigure({ league: { learners } }: Standings, standings: MapStandings): string {
  const { map } = standings
  const width = 2 * margin + 2 * panel.width + gap
  const top = heading(`${map.label}: winning rate of the champions`, [
    'lines: mean over seeds; bands: 95 % bootstrap intervals; a win 1, a draw 0.5, both sides',
  ])
  const key = legend(learners, margin + 4, top.height + 12, width - 2 * margin)
  const y = top.height + 12 + key.height
  const height = y + panel.height + 8
  return figureWith(
    { title: `${map.label}: winning rate against evaluations`, about: aboutOf(learners, standings), width, height },
    top.svg,
    key.svg,
    ...sides.map(([side, title], at) =>
      ratesPanel(learners, standings, side, title, margin + at * (panel.width + gap), y),
    ),
  )
}

function aboutOf(learners: readonly string[], { curves }: MapStandings): string {
  return curves
    .flatMap((curve, at) =>
      sides.flatMap(([side, title]) => {
        const last = curve[side].at(-1)
        return last === undefined ? [] : [`${learners[at]} ${title}: ${returnedInterval(last)} in the end`]
      }),
    )
    .join('; ')
    .concat('.')
}

function ratesPanel(
  learners: readonly string[],
  { map, curves }: MapStandings,
  side: 'bots' | 'learners',
  title: string,
  x: number,
  y: number,
): string {
  const [left, right] = [x + panel.left, x + panel.width - panel.right]
  const [top, bottom] = [y + panel.top, y + panel.height - panel.bottom]
  const across = evaluationScale(map.budget, left, right)
  const up = linearScale(0, 1, bottom, top)
  const order = learners.map((_, place) => learners.length - 1 - place)
  return element(
    'g',
    {},
    label(title, { class: 'title', x: left, y: y + 16 }),
    ...axes(across, up, { left, right, top, bottom }),
    element('path', { class: 'ceiling', d: `M${px(left)} ${px(up(0.5))}H${px(right)}` }),
    label('evaluations', { class: 'soft', x: (left + right) / 2, y: bottom + 32, 'text-anchor': 'middle' }),
    ...order.map((place) => band(curves[place]![side], place, across, up)),
    ...order.map((place) => line(learners[place]!, curves[place]![side], place, across, up)),
  )
}

/** From no evaluations to the budget. */
function evaluationScale(budget: number, start: number, end: number): Scale {
  const { ticks } = linearScale(0, budget, 0, 1)
  const at = (value: number) => start + (value / budget) * (end - start)
  const within = ticks.filter(({ value }) => value <= budget)
  return Object.assign(at, { ticks: within.map(({ value }) => ({ value, label: short(value) })) })
}

function band(points: readonly RatePoint[], place: number, across: Scale, up: Scale): string {
  if (points.length < 2) return ''
  const upper = points.map(({ evaluations, high }) => `${px(across(evaluations))} ${px(up(high))}`)
  const lower = points.map(({ evaluations, low }) => `${px(across(evaluations))} ${px(up(low))}`).toReversed()
  return element('path', { class: `band ${lookAt(place).className}`, d: `M${[...upper, ...lower].join('L')}z` })
}

function line(learner: string, points: readonly RatePoint[], place: number, across: Scale, up: Scale): string {
  if (points.length === 0) return ''
  const { className, dashes } = lookAt(place)
  const corners = points.map(({ evaluations, value }) => `${px(across(evaluations))} ${px(up(value))}`)
  const every = Math.ceil(points.length / mostMarks)
  const marks = points.flatMap((point, at) => {
    if ((points.length - 1 - at) % every !== 0) return []
    const note = `${learner}: ${returnedInterval(point)} after ${grouped(point.evaluations)} evaluations (${point.runs} seeds)`
    return [searchMark(place, across(point.evaluations), up(point.value), { note: escaped(note) })]
  })
  const stroke = {
    class: `curve ${className}`,
    'stroke-dasharray': dashes === '' ? undefined : dashes,
    d: `M${corners.join('L')}`,
  }
  return element('g', {}, element('path', stroke), ...marks)
}
