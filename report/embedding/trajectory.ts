import { returned } from '../figures.ts'
import { element, label, px } from '../svg/mark.ts'
import type { Ramp } from './colours.ts'
import { bestText, star } from './listing.ts'
import type { Trajectory, TrajectoryCentre, TrajectoryIteration } from './map.ts'
import { bestOf, type Milestone, spread } from './milestones.ts'
import { faded, type Readout, telling } from './readout.ts'

/** A place in the picture. */
export interface Place {
  readonly x: number
  readonly y: number
}

interface Drawing {
  readonly scale: Ramp
  readonly placeOf: (vector: ArrayLike<number>) => Place
  readonly readout: Readout
}

/** Iterations whose population is drawn, and vectors of all of them. */
const [mostClouds, mostDots] = [30, 1_000]
/** Centres with a mark of their own; the line goes through all. */
const mostMarks = 120

export const trajectoryStyle = [
  '.figure .halo{stroke:var(--ground);fill:none;stroke-width:5;stroke-linejoin:round;opacity:.8}',
  '.figure .centre{stroke:var(--ground);stroke-width:1}',
  '.figure .stone{fill:var(--ground);stroke:var(--ink);stroke-width:1.4}',
  '.figure .number{font-weight:600;font-size:11px;text-anchor:middle}',
  '.figure .star{fill:var(--ground);stroke:var(--ink);stroke-width:1.4}',
].join('\n')

/** The clouds, the line through the centres from first to last, the marks on it. */
export function trajectoryMarks(
  trajectory: Trajectory,
  milestones: readonly Milestone[],
  { scale, placeOf, readout }: Drawing,
): string[] {
  const { iterations } = trajectory
  const places = stonePlaces(milestones, placeOf)
  return [...clouds(), ...line(), ...marks(), ...ofTheBest(), ...milestones.map((of, at) => stone(of, places[at]!))]

  function clouds(): string[] {
    const shown = spread(
      iterations.filter(({ vectors }) => vectors.length > 1),
      mostClouds,
    )
    const each = Math.max(4, Math.floor(mostDots / Math.max(1, shown.length)))
    return shown.map(({ iteration, vectors, programs, returns }) => {
      const age = iterations.length > 1 ? (iteration - 1) / (iterations.length - 1) : 1
      const alike = new Map<string, { readonly head: string; readonly program: string; readonly dots: string[] }>()
      const none: string[] = []
      for (const at of spread([...vectors.keys()], each)) {
        const { x, y } = placeOf(vectors[at]!)
        const [program, value] = [programs[at], returns[at]]
        if (program === undefined || value === undefined) {
          none.push(element('circle', { class: 'grid', cx: x, cy: y, r: 1.6 }))
          continue
        }
        const dot = element('circle', { class: `dot ${scale.classOf(value)}`, cx: x, cy: y, r: 2.2 })
        const head = `population of iteration ${iteration}, return ${returned(value)}`
        const others = alike.get(program)
        if (others === undefined) alike.set(program, { head, program, dots: [dot] })
        else others.dots.push(dot)
      }
      const dots = Array.from(alike.values(), ({ dots: same, ...told }) => telling(same.join(''), told, readout))
      return faded(0.2 + 0.45 * age, ...none, ...dots)
    })
  }

  function line(): string[] {
    const path = iterations.map(({ centre, begins }, at) => {
      const { x, y } = placeOf(centre.vector)
      return `${at === 0 || begins === true ? 'M' : 'L'}${px(x)} ${px(y)}`
    })
    const segments = iterations.flatMap((to, at) => {
      const from = iterations[at - 1]
      if (from === undefined || to.begins === true) return []
      const [a, b] = [placeOf(from.centre.vector), placeOf(to.centre.vector)]
      const d = `M${px(a.x)} ${px(a.y)}L${px(b.x)} ${px(b.y)}`
      return element('path', { class: `way ${scale.classOf(to.centre.return)}`, d })
    })
    return [element('path', { class: 'halo', d: path.join('') }), ...segments]
  }

  function marks(): string[] {
    return spread(iterations, mostMarks).map((iteration) => {
      const { x, y } = placeOf(iteration.centre.vector)
      const dot = element('circle', {
        class: `dot centre ${scale.classOf(iteration.centre.return)}`,
        ...{ cx: x, cy: y, r: 3.6 },
      })
      return telling(dot, told(iteration), readout)
    })
  }

  function ofTheBest(): string[] {
    const best = bestOf(trajectory)
    if (best === undefined) return []
    const { x, y } = placeOf(best.vector)
    return [telling(star(x, y), { head: bestText(best), program: best.program ?? '' }, readout)]
  }

  function stone(of: Milestone, at: Place): string {
    const { number, iteration, centre, what } = of
    const { x, y } = placeOf(centre.vector)
    const mark = [
      element('path', { class: 'axis', d: `M${px(x)} ${px(y)}L${px(at.x)} ${px(at.y)}` }),
      element('circle', { class: 'stone', cx: at.x, cy: at.y, r: stoneRadius }),
      label(String(number), { class: 'number', x: at.x, y: at.y + 4 }),
      ...(what === 'better' ? [] : [label(what, { class: 'title', x: at.x + stoneRadius + 4, y: at.y + 4 })]),
    ].join('')
    return telling(mark, told({ iteration, centre }), readout)
  }
}

const stoneRadius = 8
/** Width of `start` and `end` beside a number. */
const wordWidth = 36

/** Where the numbers go: near their centres, above or beside them at first, but on none of the others. */
function stonePlaces(milestones: readonly Milestone[], placeOf: Drawing['placeOf']): Place[] {
  const taken: { readonly left: number; readonly right: number; readonly y: number }[] = []
  return milestones.map(({ centre, what }) => {
    const { x, y } = placeOf(centre.vector)
    const boxAt = (place: Place) => ({
      left: place.x - stoneRadius,
      right: place.x + stoneRadius + (what === 'better' ? 0 : wordWidth),
      y: place.y,
    })
    const candidates = [22, 36, 52, 70, 90].flatMap((radius) =>
      [-45, -90, -135, 45, 180, 90, 135, 0].map((degrees) => ({
        x: x + radius * Math.cos((degrees * Math.PI) / 180),
        y: y + radius * Math.sin((degrees * Math.PI) / 180),
      })),
    )
    const free = candidates.find((place) => {
      const { left, right } = boxAt(place)
      return taken.every(
        (other) => Math.abs(other.y - place.y) > 2 * stoneRadius + 2 || other.right < left || other.left > right,
      )
    })
    const place = free ?? candidates[0]!
    taken.push(boxAt(place))
    return place
  })
}

/** What is said of a centre. */
function told({ iteration, centre }: Pick<TrajectoryIteration, 'iteration'> & { readonly centre: TrajectoryCentre }) {
  const head = `centre of iteration ${iteration}, return ${returned(centre.return)}`
  return { head, program: centre.program ?? 'decodes to no program' }
}
