import type { Search } from './context.ts'
import {
  type CrossEntropyOptions,
  crossEntropy,
  crossEntropyDefaults,
  crossEntropyOptions,
} from './latent/cross-entropy.ts'
import { oneAfterAnother } from './latent/points.ts'
import { latentOf } from './latent.ts'

export type CemOptions = CrossEntropyOptions & {
  /** `average_score_for_solving`: a search has converged when its last centres come to this reward. */
  converged: number
  /** How many centres. */
  window: number
  /** Searches one after another; 0: until the budget is spent. */
  searches: number
}

export const cemDefaults = {
  ...crossEntropyDefaults,
  converged: 1.1, // the best return of its tasks and the syntax bonus
  window: 10,
  searches: 1,
} satisfies CemOptions

/** A mean of equal rewards may be this much below them. */
const rounding = 1e-9

/**
 * The cross entropy method in the latent space of a program embedding.
 *
 * Source: LEAPS (Trivedi et al., NeurIPS 2021), `CEMModel`. There the result is the last centre; here, as in every
 * search, it is the best program that was scored, whether of a centre or of the population.
 */
export const cem: Search<CemOptions> = {
  name: 'cem',
  summary: 'cross entropy method in the latent space of a program embedding (LEAPS)',
  options: {
    ...crossEntropyOptions(cemDefaults),
    converged: {
      kind: 'number',
      default: cemDefaults.converged,
      min: -100,
      max: 100,
      about: 'a search ends when the last centre and the mean of the last ones have this reward',
    },
    window: {
      kind: 'integer',
      default: cemDefaults.window,
      min: 1,
      max: 1_000_000,
      about: 'centres in that mean',
    },
    searches: {
      kind: 'integer',
      default: cemDefaults.searches,
      min: 0,
      max: 1_000_000,
      about: 'searches one after another (LEAPS 1); 0: until the budget is spent',
    },
  },
  async run(search, options) {
    const { converged, window, searches } = options
    latentOf(search)
    const ended = (rewards: readonly number[]) => {
      const last = rewards.slice(-window)
      const mean = last.reduce((sum, reward) => sum + reward, 0) / last.length
      return last.length === window && mean >= converged - rounding && last.at(-1)! >= converged - rounding
    }
    await oneAfterAnother(search, searches, async () => {
      const { vectors } = await crossEntropy(search, options, { multiplier: () => 1, ended })
      return vectors
    })
  },
}
