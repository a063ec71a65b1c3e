import { figureRng, percentileInterval, resampleCounts } from './bootstrap.ts'
import { weightedIqm } from './mean.ts'
import { returnAt } from './runs-of.ts'
import type { CellSummary } from './summary.ts'

/** The interquartile mean of the best return of a search on a task from `evaluations` on. */
export interface CurveStep {
  readonly evaluations: number
  readonly value: number
  readonly low: number
  readonly high: number
}

export const curveDefaults = {
  /** Points at which the curve is computed, evenly spread on a logarithmic axis. */
  pointsPerDecade: 24,
  /** Samples of each interval; it is drawn, not read off, so that fewer will do. */
  resamples: 2_000,
}

/**
 * The curve of a cell, as steps: each holds until the next one. Intervals are for one point at a time. A run counts as
 * far as it has come.
 */
export function cellCurve(
  { task, search, runs }: CellSummary,
  options: Partial<typeof curveDefaults> = {},
): CurveStep[] {
  const { pointsPerDecade, resamples } = { ...curveDefaults, ...options }
  const rng = figureRng(`curve/${task.label}/${search.label}`)
  const drawn = new Map<number, Uint16Array>()
  const countsFor = (n: number) => {
    const counts = drawn.get(n) ?? resampleCounts(n, rng.stream(String(n)), resamples)
    drawn.set(n, counts)
    return counts
  }
  const steps: CurveStep[] = []
  let before = ''
  for (const evaluations of logarithmicGrid(task.budget, pointsPerDecade)) {
    const values = runs.map((run) => returnAt(run, evaluations)).filter((value) => value !== undefined)
    if (values.length === 0) continue
    const sorted = values.toSorted((a, b) => a - b)
    const now = sorted.join()
    if (now === before) continue
    before = now
    steps.push({ evaluations, ...iqmWithin(sorted, countsFor(sorted.length), resamples) })
  }
  return steps
}

function iqmWithin(sorted: readonly number[], counts: Uint16Array, resamples: number) {
  const n = sorted.length
  const estimates = new Float64Array(resamples)
  for (let i = 0; i < resamples; i++) estimates[i] = weightedIqm(sorted, counts.subarray(i * n, (i + 1) * n))
  const [low, high] = percentileInterval(estimates)
  return { value: weightedIqm(sorted, new Uint16Array(n).fill(1)), low, high }
}

/** Whole numbers from 1 to the budget. */
export function logarithmicGrid(budget: number, pointsPerDecade: number): number[] {
  const last = Math.floor(Math.log10(budget) * pointsPerDecade + 1e-9)
  const points = Array.from({ length: last + 1 }, (_, k) => Math.round(10 ** (k / pointsPerDecade)))
  return [...new Set([...points, budget])]
}
