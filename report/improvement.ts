import type { Rng } from '@cairn/language'
import type { Estimate } from './bootstrap.ts'
import { twoSidedMean } from './two-sided.ts'

/** What decides which of two runs did better. */
export interface Merit {
  /** Evaluations after which the task was solved; Infinity if it was not. */
  readonly solvedAfter: number
  readonly bestReturn: number
}

/** 1 if `a` did better, 0 if `b` did, 1/2 if neither: solved first wins; if neither solved, the higher return does. */
export function better(a: Merit, b: Merit): number {
  if (a.solvedAfter !== b.solvedAfter) return a.solvedAfter < b.solvedAfter ? 1 : 0
  if (Number.isFinite(a.solvedAfter) || a.bestReturn === b.bestReturn) return 0.5
  return a.bestReturn > b.bestReturn ? 1 : 0
}

/**
 * Probability of improvement (Agarwal et al. 2021): how likely a run of `a` does better than a run of `b`, over all
 * pairs of their runs; ties count half. This is the Mann-Whitney statistic as a share. The interval comes from
 * resampling the runs of either side.
 */
export function probabilityOfImprovement(
  a: readonly Merit[],
  b: readonly Merit[],
  rng: Rng,
  resamples = 10_000,
): Estimate {
  const wins = a.map((one) => Float64Array.from(b, (other) => better(one, other)))
  return twoSidedMean(wins, rng, resamples)
}
