import { returned } from '../figures.ts'
import { element, label, px } from '../svg/mark.ts'
import type { Ramp } from './colours.ts'
import type { Trajectory, TrajectoryCentre, TrajectoryIteration } from './map.ts'
import { bestOf, type Milestone, spread } from './milestones.ts'
import { type Readout, telling } from './readout.ts'

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
const [mostClouds, mostDots] = [40, 1_600]
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
  return [...clouds(), ...line(), ...marks(), ...star(), ...milestones.map(stone)]

  function clouds(): string[] {
    const shown = spread(
      iterations.filter(({ vectors }) => vectors.length > 1),
      mostClouds,
    )
    const each = Math.max(4, Math.floor(mostDots / Math.max(1, shown.length)))
    return shown.map(({ iteration, vectors, programs, returns }) => {
      const age = iterations.length > 1 ? (iteration - 1) / (iterations.length - 1) : 1
      const dots = spread([...vectors.keys()], each).map((at) => {
        const { x, y } = placeOf(vectors[at]!)
        const value = returns[at]
        if (programs[at] === undefined || value === undefined)
          return element('circle', { class: 'grid', cx: x, cy: y, r: 1.6 })
        const dot = element('circle', { class: `dot ${scale.classOf(value)}`, cx: x, cy: y, r: 2.2 })
        const head = `population of iteration ${iteration}, return ${returned(value)}`
        return telling(dot, { x, y }, { head, program: programs[at] }, readout)
      })
      return element('g', { opacity: (0.2 + 0.45 * age).toFixed(2) }, ...dots)
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
      return telling(dot, { x, y }, told(iteration), readout)
    })
  }

  function star(): string[] {
    const best = bestOf(trajectory)
    if (best === undefined) return []
    const { x, y } = placeOf(best.vector)
    const points = Array.from({ length: 10 }, (_, at) => {
      const [radius, angle] = [at % 2 === 0 ? 8 : 3.6, (Math.PI * at) / 5 - Math.PI / 2]
      return `${px(x + radius * Math.cos(angle))} ${px(y + radius * Math.sin(angle))}`
    })
    const mark = element('path', { class: 'star', d: `M${points.join('L')}z` })
    const head = `the best of the run, iteration ${best.iteration}, return ${returned(best.return)}`
    return [telling(mark, { x, y }, { head, program: best.program ?? '' }, readout)]
  }

  /** Beside its centre, away from where the line goes on. */
  function stone({ number, iteration, centre, what }: Milestone): string {
    const { x, y } = placeOf(centre.vector)
    const next = placeOf((iterations[iteration] ?? iterations[iteration - 2] ?? iterations[0]!).centre.vector)
    const [dx, dy] = [x - next.x, y - next.y]
    const length = Math.hypot(dx, dy)
    const [ux, uy] = length < 0.01 ? [0.7, -0.7] : [dx / length, dy / length]
    const at = { x: x + 15 * ux, y: y + 15 * uy }
    const mark = [
      element('path', { class: 'axis', d: `M${px(x)} ${px(y)}L${px(at.x)} ${px(at.y)}` }),
      element('circle', { class: 'stone', cx: at.x, cy: at.y, r: 8 }),
      label(String(number), { class: 'number', x: at.x, y: at.y + 4 }),
      ...(what === 'better' ? [] : [label(what, { class: 'title', x: at.x + 12, y: at.y + 4 })]),
    ].join('')
    return telling(mark, at, told({ iteration, centre }), readout)
  }
}

/** What is said of a centre. */
function told({ iteration, centre }: Pick<TrajectoryIteration, 'iteration'> & { readonly centre: TrajectoryCentre }) {
  const head = `centre of iteration ${iteration}, return ${returned(centre.return)}`
  return { head, program: centre.program ?? 'decodes to no program' }
}
