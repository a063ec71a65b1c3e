import { type Rng, seededRng } from '@cairn/language'

/** An estimate and its interval of confidence. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

export const bootstrapDefaults = {
  /** Samples drawn with replacement. */
  resamples: 10_000,
  /** Share of the samples' estimates that the interval holds. */
  confidence: 0.95,
}

/** The random numbers of a figure: its name decides them, so that no figure changes when another one is added. */
export function figureRng(name: string): Rng {
  return seededRng(0).stream(`report/${name}`)
}

/**
 * How often each of `n` observations is in each of the samples drawn with replacement; row by row, `n` counts a sample.
 */
export function resampleCounts(n: number, rng: Rng, resamples: number = bootstrapDefaults.resamples): Uint16Array {
  const counts = new Uint16Array(n * resamples)
  for (let at = 0; at < counts.length; at += n) {
    for (let drawn = 0; drawn < n; drawn++) counts[at + rng.below(n)]!++
  }
  return counts
}

/**
 * The middle part of the samples' estimates, by nearest ranks, so that an estimate may be infinite: with 10,000 samples
 * and 95 %, the 250th from either end. Sorts the estimates in place.
 */
export function percentileInterval(
  estimates: Float64Array,
  confidence: number = bootstrapDefaults.confidence,
): readonly [low: number, high: number] {
  estimates.sort()
  const outside = Math.floor(((1 - confidence) / 2) * estimates.length + 1e-9)
  const rank = Math.max(1, outside) - 1
  return [estimates[rank]!, estimates[estimates.length - 1 - rank]!]
}

/**
 * Percentile bootstrap of an estimate over one list of observations.
 *
 * @param estimate takes how often each observation counts
 */
export function bootstrap(
  n: number,
  rng: Rng,
  estimate: (counts: Uint16Array) => number,
  resamples: number = bootstrapDefaults.resamples,
): Estimate {
  const counts = resampleCounts(n, rng, resamples)
  const estimates = new Float64Array(resamples)
  for (let i = 0; i < resamples; i++) estimates[i] = estimate(counts.subarray(i * n, (i + 1) * n))
  const [low, high] = percentileInterval(estimates)
  return { value: estimate(new Uint16Array(n).fill(1)), low, high }
}
