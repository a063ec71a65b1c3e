import type { Trajectory, TrajectoryCentre } from './map.ts'

/** A centre that is worth its program being read. */
export interface Milestone {
  /** Counts them from 1. */
  readonly number: number
  readonly iteration: number
  readonly centre: TrajectoryCentre
  readonly what: 'start' | 'better' | 'end'
}

/**
 * The first and the last centre, and between them those with a higher return than all before; where these are too many,
 * those that improved the most.
 *
 * @param most milestones, 2 at least
 */
export function milestonesOf({ iterations }: Trajectory, most: number): Milestone[] {
  const [first, last] = [iterations[0], iterations.at(-1)]
  if (first === undefined || last === undefined) return []
  let best = first.centre.return ?? Number.NEGATIVE_INFINITY
  const better = iterations.slice(1, -1).flatMap((iteration) => {
    const { return: value } = iteration.centre
    if (value === undefined || value <= best) return []
    const gain = best === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : value - best
    best = value
    return [{ iteration, gain }]
  })
  const kept = better
    .toSorted((a, b) => (a.gain === b.gain ? 0 : b.gain > a.gain ? 1 : -1))
    .slice(0, most - 2)
    .map(({ iteration }) => iteration)
    .toSorted((a, b) => a.iteration - b.iteration)
  const shown = first === last ? [first] : [first, ...kept, last]
  return shown.map(({ iteration, centre }, at) => ({
    ...{ number: at + 1, iteration, centre },
    what: at === 0 ? 'start' : at === shown.length - 1 ? 'end' : 'better',
  }))
}

/** The best vector of a run, with its iteration. */
export type Best = TrajectoryCentre & { readonly iteration: number }

/** The best vector of all populations and centres; of equal ones the first. */
export function bestOf({ iterations }: Trajectory): Best | undefined {
  let best: Best | undefined
  for (const { iteration, vectors, programs, returns, centre } of iterations) {
    const all = vectors.map((vector, i) => ({ vector, program: programs[i], return: returns[i] }))
    for (const one of [...all, centre])
      if (one.return !== undefined && one.return > (best?.return ?? Number.NEGATIVE_INFINITY))
        best = { ...one, iteration }
  }
  return best
}

/** At most so many of a list, evenly spread, both ends included. */
export function spread<T>(all: readonly T[], most: number): T[] {
  if (all.length <= most) return [...all]
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!)
}
