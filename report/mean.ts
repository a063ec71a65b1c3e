import type { Rng } from '@cairn/language'
import { bootstrap, type Estimate, percentileInterval, resampleCounts } from './bootstrap.ts'

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export function meanInterval(values: readonly number[], rng: Rng, resamples?: number): Estimate {
  const estimate = (counts: Uint16Array) => {
    let sum = 0
    for (const [i, value] of values.entries()) sum += counts[i]! * value
    return sum / values.length
  }
  return bootstrap(values.length, rng, estimate, resamples)
}

/** Share of the values that is left out at either end. */
const trimmed = 0.25

/**
 * Interquartile mean: the mean without the lowest and the highest quarter, each rounded down to whole values
 * (Agarwal et al. 2021, rliable: `scipy.stats.trim_mean(values, 0.25)`). With fewer than four values the plain mean.
 */
export function interquartileMean(values: readonly number[]): number {
  return weightedIqm(values.toSorted(ascending), new Uint16Array(values.length).fill(1))
}

/** The interquartile mean with its interval from resampling the values. */
export function iqmInterval(values: readonly number[], rng: Rng, resamples?: number): Estimate {
  const sorted = values.toSorted(ascending)
  return bootstrap(sorted.length, rng, (counts) => weightedIqm(sorted, counts), resamples)
}

/**
 * The interquartile mean of the values of all strata together; every sample draws from each stratum as many values as it
 * has (stratified bootstrap, Agarwal et al. 2021), so that no task is by chance left out.
 */
export function stratifiedIqm(strata: readonly (readonly number[])[], rng: Rng, resamples = 10_000): Estimate {
  const all = strata.flatMap((values, stratum) => values.map((value, at) => ({ value, stratum, at })))
  all.sort((a, b) => a.value - b.value)
  const sorted = all.map(({ value }) => value)
  const drawn = strata.map((values) => resampleCounts(values.length, rng, resamples))
  const estimates = new Float64Array(resamples)
  const counts = new Uint16Array(all.length)
  for (let i = 0; i < resamples; i++) {
    for (const [j, { stratum, at }] of all.entries()) counts[j] = drawn[stratum]![i * strata[stratum]!.length + at]!
    estimates[i] = weightedIqm(sorted, counts)
  }
  const [low, high] = percentileInterval(estimates)
  return { value: weightedIqm(sorted, new Uint16Array(sorted.length).fill(1)), low, high }
}

/** Of values in order, each as often as its count says; the counts add up to the number of values. */
export function weightedIqm(sorted: ArrayLike<number>, counts: ArrayLike<number>): number {
  const n = sorted.length
  const skipped = Math.floor(trimmed * n)
  const [from, to] = [skipped, n - skipped]
  let at = 0
  let sum = 0
  for (let i = 0; i < n && at < to; i++) {
    const end = at + counts[i]!
    const inside = Math.min(end, to) - Math.max(at, from)
    if (inside > 0) sum += inside * sorted[i]!
    at = end
  }
  return sum / (to - from)
}

function ascending(a: number, b: number): number {
  return a - b
}
