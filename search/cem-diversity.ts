import type { Search } from './context.ts'
import {
  type CrossEntropyOptions,
  crossEntropy,
  crossEntropyDefaults,
  crossEntropyOptions,
} from './latent/cross-entropy.ts'
import { diversityMultiplier } from './latent/diversity.ts'
import { oneAfterAnother } from './latent/points.ts'
import { latentOf } from './latent.ts'

export type CemDiversityOptions = CrossEntropyOptions & {
  /** Steepness of the multiplier: sigmoid(-gamma * largest cosine). */
  gamma: number
  /** A search has stalled when the rewards of so many centres ... */
  window: number
  /** ... have no greater standard deviation than this. */
  stall: number
  /** N: searches one after another; 0: until the budget is spent. */
  searches: number
}

/** The constants of HIPO's scripts, which are those of POMP's appendix. */
export const cemDiversityDefaults = {
  ...crossEntropyDefaults,
  population: 64,
  sigma: 0.5,
  initial: 'normal',
  invalid: -1,
  gamma: 1,
  window: 100,
  stall: 0.001,
  searches: 10,
} satisfies CemDiversityOptions

/**
 * Searches by the cross entropy method one after another; each multiplies its rewards by how different a vector is from
 * the best centres of those before.
 *
 * Sources: POMP (arXiv 2311.15960), `CEM + diversity`; its code HIPO (NeurIPS 2024).
 */
export const cemDiversity: Search<CemDiversityOptions> = {
  name: 'cem-diversity',
  summary: 'cross entropy method, again and again, away from what was found before (POMP, HIPO)',
  options: {
    ...crossEntropyOptions(cemDiversityDefaults),
    gamma: {
      kind: 'number',
      default: cemDiversityDefaults.gamma,
      min: 0,
      max: 1000,
      about:
        'how much being different counts: rewards are multiplied by sigmoid(-gamma largest cosine); 0: by one half',
    },
    window: {
      kind: 'integer',
      default: cemDiversityDefaults.window,
      min: 2,
      max: 1_000_000,
      about: 'a search ends when the rewards of so many centres hardly differ',
    },
    stall: {
      kind: 'number',
      default: cemDiversityDefaults.stall,
      min: 0,
      max: 100,
      about: 'standard deviation of those rewards at which it does',
    },
    searches: {
      kind: 'integer',
      default: cemDiversityDefaults.searches,
      min: 0,
      max: 1_000_000,
      about: 'N: searches one after another; 0: until the budget is spent',
    },
  },
  async run(search, options) {
    const { gamma, window, stall, searches } = options
    latentOf(search)
    const found: Float64Array[] = []
    const multiplier = (vector: Float64Array) => diversityMultiplier(vector, found, gamma)
    const ended = (rewards: readonly number[]) =>
      rewards.length >= window && deviationOf(rewards.slice(-window)) <= stall
    await oneAfterAnother(search, searches, async () => {
      const { best, vectors } = await crossEntropy(search, options, { multiplier, ended })
      if (best !== undefined) found.push(best)
      return vectors
    })
  },
}

/** Of all of them, not of a sample. */
function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
