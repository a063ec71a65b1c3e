import { heading } from '../svg/curves.ts'
import { figureWith } from '../svg/figure.ts'
import { element, label, px } from '../svg/mark.ts'
import { linearScale } from '../svg/scale.ts'
import { classMark, colourKey, type Ramp, rampOver, rampStyle, shortFigure } from './colours.ts'
import { listing } from './listing.ts'
import type { AxesOf, LatentMap, MapPoint } from './map.ts'
import { bestOf, type Milestone, milestonesOf } from './milestones.ts'
import { type PrincipalComponents, principalComponents } from './principal.ts'
import { faded, hint, lineHeight, type Readout, readoutRows, readoutStyle, telling } from './readout.ts'
import { type Place, trajectoryMarks, trajectoryStyle } from './trajectory.ts'

const width = 860
const plot = { left: 52, right: 20, height: 540 }
const margin = 18
/** Characters of a line of programs in the readout. */
const columns = 110
const mostMilestones = 8
/** Of the wider side, left free around what is drawn. */
const air = 0.05

/** A map with its axes. */
export interface PlacedMap {
  readonly map: LatentMap
  readonly axesOf: AxesOf
  readonly components: PrincipalComponents
  readonly milestones: readonly Milestone[]
}

/**
 * Finds the axes of the picture: the two directions in which the programs differ most, or those in which the vectors of
 * the run do.
 */
export function placed(map: LatentMap, axesOf: AxesOf = 'programs'): PlacedMap {
  const run = map.trajectory?.iterations.flatMap(({ vectors, centre }) => [...vectors, centre.vector]) ?? []
  const programs = map.points.map(({ latent }) => latent)
  const vectors = (axesOf === 'run' && run.length > 0) || programs.length === 0 ? run : programs
  const milestones = map.trajectory === undefined ? [] : milestonesOf(map.trajectory, mostMilestones)
  return { map, axesOf, components: principalComponents(vectors, 2), milestones }
}

/** The latent space in two dimensions: programs, and the way of a search among them. */
export function latentFigure({ map, axesOf, components, milestones }: PlacedMap): string {
  const { title, about, colour, points, trajectory } = map
  const top = heading(title, [about, ...(trajectory === undefined ? [] : [trajectory.about])])
  const scale = scaleOf(map)
  const key = { x: margin, y: top.height + 14 }
  const first = key.y + 18
  const ground = { left: plot.left, right: width - plot.right, top: first, bottom: first + plot.height }
  const readout: Readout = { x: margin, y: ground.bottom + 62, columns }
  const listed = listing(milestones, trajectory && bestOf(trajectory), margin, readout.y + lineHeight * readoutRows + 6)
  const height = readout.y + lineHeight * readoutRows + listed.height + 6
  const { placeOf, axes } = axesWith(map, components, ground, axesOf)
  const isWithin = ({ x, y }: Place) => x >= ground.left && x <= ground.right && y >= ground.top && y <= ground.bottom
  const marks = points.flatMap((point) => {
    const place = placeOf(point.latent)
    return isWithin(place) ? pointMark(point, map, scale, place, readout) : []
  })
  return figureWith(
    { title, about: `${about}. ${captionOf({ components, axesOf })}`, width, height },
    element('style', {}, [rampStyle, readoutStyle, trajectoryStyle].join('\n')),
    top.svg,
    colourKey(colour, scale, key.x, key.y),
    axes,
    faded(trajectory === undefined ? 0.85 : 0.4, ...marks),
    ...(trajectory === undefined ? [] : trajectoryMarks(trajectory, milestones, { scale, placeOf, readout })),
    hint('Point at a mark to read its program here.', readout),
    listed.svg,
  )
}

/**
 * Colours from the least to the most that the search had in its centres and found in its populations; without a search,
 * of the programs.
 */
function scaleOf({ colour, points, trajectory }: LatentMap): Ramp {
  const known = (values: readonly (number | undefined)[]) => values.filter((value) => value !== undefined)
  const ofPoints = colour.kind === 'figure' ? points.map(({ value }) => value) : []
  const iterations = trajectory?.iterations ?? []
  const all = [...ofPoints, ...iterations.flatMap(({ returns, centre }) => known([...returns, centre.return]))]
  const way = iterations.flatMap(({ returns, centre }) => {
    const [best] = known(returns).toSorted((a, b) => b - a)
    return known([centre.return, best])
  })
  const told = new Set(way).size > 1 ? way : all
  const floor = colour.kind === 'figure' ? colour.floor : undefined
  return floor !== undefined && told.some((value) => value > floor)
    ? rampOver(
        told.map((value) => Math.max(value, floor)),
        all,
      )
    : rampOver(told, all)
}

/** What the axes are, and what the picture cannot show. */
export function captionOf({ components, axesOf }: Pick<PlacedMap, 'components' | 'axesOf'>): string {
  const [one = 0, two = 0] = components.shares
  const of = axesOf === 'run' ? 'vectors of the run' : 'latents of the programs'
  const kept = one + two
  const run = axesOf === 'run' ? ' Programs that lie beyond the vectors of the run are left out.' : ''
  const caution =
    kept < 0.6
      ? ` The other ${percent(1 - kept)} lies across the picture: what is near here may be far apart in the space, only what is far here is far there.`
      : ''
  return `The axes are the two directions in which the ${of} differ most; they hold ${percent(kept)} of the variance. A unit is as long on both.${run}${caution}`
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

interface Ground {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** One unit is as long on both axes, so that what is round stays round. */
function axesWith({ points, trajectory }: LatentMap, components: PrincipalComponents, ground: Ground, axesOf: AxesOf) {
  const run = trajectory?.iterations.flatMap(({ vectors, centre }) => [...vectors, centre.vector]) ?? []
  const shown = axesOf === 'run' && run.length > 0 ? run : [...points.map(({ latent }) => latent), ...run]
  const spots = shown.map((vector) => components.project(vector))
  const range = (axis: number) => {
    const values = spots.map((spot) => spot[axis] ?? 0)
    const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
    const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    return { middle: (low + high) / 2, extent: (high - low) * (1 + 2 * air) || 1 }
  }
  const [across, up] = [range(0), range(1)]
  const size = { x: ground.right - ground.left, y: ground.bottom - ground.top }
  const unit = Math.min(size.x / across.extent, size.y / up.extent)
  const xOf = (value: number) => (ground.left + ground.right) / 2 + (value - across.middle) * unit
  const yOf = (value: number) => (ground.top + ground.bottom) / 2 - (value - up.middle) * unit
  const ticks = (middle: number, length: number, wanted: number) => {
    const [low, high] = [middle - length / unit / 2, middle + length / unit / 2]
    return linearScale(low, high, 0, 1, wanted).ticks.filter(({ value }) => value >= low && value <= high)
  }
  const [one = 0, two = 0] = components.shares
  const of = axesOf === 'run' ? ' of the vectors of the run' : ''
  const axisText = (name: string, share: number) =>
    `${name} principal component, ${percent(share)} of the variance${of}`
  const middleY = (ground.top + ground.bottom) / 2
  const axes = [
    ...ticks(across.middle, size.x, 8).map(({ value, label: text }) => {
      const x = xOf(value)
      const line = element('path', { class: 'grid', d: `M${px(x)} ${px(ground.top)}V${px(ground.bottom)}` })
      return line + label(text, { class: 'soft', x, y: ground.bottom + 16, 'text-anchor': 'middle' })
    }),
    ...ticks(up.middle, size.y, 6).map(({ value, label: text }) => {
      const y = yOf(value)
      const line = element('path', { class: 'grid', d: `M${px(ground.left)} ${px(y)}H${px(ground.right)}` })
      return line + label(text, { class: 'soft', x: ground.left - 6, y: y + 4, 'text-anchor': 'end' })
    }),
    label(axisText('first', one), {
      ...{ x: (ground.left + ground.right) / 2, y: ground.bottom + 36, 'text-anchor': 'middle' },
    }),
    label(axisText('second', two), { 'text-anchor': 'middle', transform: `translate(14 ${px(middleY)}) rotate(-90)` }),
  ].join('')
  const placeOf = (vector: ArrayLike<number>): Place => {
    const [x = 0, y = 0] = components.project(vector)
    return { x: xOf(x), y: yOf(y) }
  }
  return { placeOf, axes }
}

function pointMark(point: MapPoint, { colour }: LatentMap, scale: Ramp, place: Place, readout: Readout): string {
  const { program, value } = point
  if (colour.kind === 'class') {
    const head = `${colour.label}: ${colour.classes[value]}`
    return telling(classMark(value, place.x, place.y), { head, program }, readout)
  }
  const dot = element('circle', { class: `dot ${scale.classOf(value)}`, cx: place.x, cy: place.y, r: 3 })
  return telling(dot, { head: `${colour.label} ${shortFigure(value)}`, program }, readout)
}
