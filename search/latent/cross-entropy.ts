import { normals, print, type Rng } from '@cairn/language'
import type { Scored, SearchContext, SearchOption } from '../context.ts'
import { latentOf } from '../latent.ts'
import { around } from './around.ts'
import { centreOf, eliteOf, type Reduction, sigmaAt } from './elite.ts'
import { type EmbeddingOptions, embeddingDefaults, embeddingOption } from './embedding-option.ts'
import { scoreVectors } from './points.ts'

/** Where the first centre is: the names of LEAPS's `init_type`. */
export type Initial = 'normal' | 'tiny_normal' | 'ones' | 'zeros'

export type CrossEntropyOptions = EmbeddingOptions & {
  /** `population_size` */
  population: number
  /** `elitism_rate` */
  elite: number
  /** `sigma`: deviation of the population around the centre. */
  sigma: number
  /** `final_sigma` */
  'final-sigma': number
  /** `use_exp_sig_decay` */
  decay: boolean
  /** `reduction`: how the elite becomes the next centre. */
  reduction: Reduction
  /** `init_type` */
  initial: Initial
  /** `max_number_of_epochs` */
  iterations: number
  /** Added to the score of what is a program. */
  'syntax-bonus': number
  /** The reward of what is none. */
  invalid: number
  /** `exponential_reward` */
  exponential: boolean
}

/** The options that LEAPS's six settings files share, and those of StairClimber. */
export const crossEntropyDefaults = {
  ...embeddingDefaults,
  population: 32,
  elite: 0.05,
  sigma: 0.25,
  'final-sigma': 0.1,
  decay: true,
  reduction: 'weighted_mean',
  initial: 'tiny_normal',
  iterations: 1000,
  'syntax-bonus': 0.1,
  invalid: 0.01,
  exponential: false,
} satisfies CrossEntropyOptions

/** How they are declared. */
export function crossEntropyOptions(
  defaults: CrossEntropyOptions,
): Readonly<Record<keyof CrossEntropyOptions, SearchOption>> {
  const number = (name: keyof CrossEntropyOptions, min: number, max: number, about: string) =>
    ({ kind: 'number', default: defaults[name] as number, min, max, about }) as const
  const integer = (name: keyof CrossEntropyOptions, max: number, about: string) =>
    ({ kind: 'integer', default: defaults[name] as number, min: 1, max, about }) as const
  return {
    ...embeddingOption,
    population: integer('population', 10_000, 'vectors drawn around the centre in an iteration'),
    elite: number(
      'elite',
      0,
      1,
      'share of the population that makes the next centre, rounded; if that is no vector, all of them',
    ),
    sigma: number('sigma', 1e-6, 100, 'standard deviation of the population at first'),
    'final-sigma': number('final-sigma', 1e-6, 100, 'standard deviation after half of the iterations, with decay'),
    decay: {
      kind: 'boolean',
      default: defaults.decay,
      about: 'sigma falls exponentially to final-sigma; false: it stays',
    },
    reduction: {
      kind: 'choice',
      default: defaults.reduction,
      of: ['mean', 'weighted_mean', 'max'],
      about: 'the next centre: mean of the elite, mean weighted with the rewards, or largest value of each number',
    },
    initial: {
      kind: 'choice',
      default: defaults.initial,
      of: ['normal', 'tiny_normal', 'ones', 'zeros'],
      about: 'the first centre: N(0, 1), N(0, 0.1 squared), 0.01 everywhere (N(1, 0) in the papers), or 0',
    },
    iterations: integer('iterations', 1_000_000, 'most iterations of a search'),
    'syntax-bonus': number('syntax-bonus', -100, 100, 'reward of a program besides its mean return'),
    invalid: number('invalid', -100, 100, 'reward of a vector that decodes to no program'),
    exponential: {
      kind: 'boolean',
      default: defaults.exponential,
      about: 'exp(reward) in place of the reward (off in all published settings)',
    },
  }
}

/** What one search differs by from another. */
export interface CrossEntropyRules {
  /** Rewards are multiplied with it. */
  readonly multiplier: (vector: Float64Array) => number
  /** @param rewards of the centres so far, not multiplied */
  readonly ended: (rewards: readonly number[]) => boolean
}

export interface CrossEntropyResult {
  /** The centre whose reward was the highest, multiplied, if one had more than 0. */
  readonly best: Float64Array | undefined
  /** Vectors that were decoded. */
  readonly vectors: number
}

/**
 * One search by the cross entropy method, to its end or that of the context. The population is sorted by (reward, text
 * of the program), as LEAPS sorts it.
 */
export async function crossEntropy(
  search: SearchContext,
  options: CrossEntropyOptions,
  { multiplier, ended }: CrossEntropyRules,
): Promise<CrossEntropyResult> {
  const { population, elite, reduction, iterations } = options
  const { language, rng } = search
  const { size } = latentOf(search)
  const schedule = {
    initial: options.sigma,
    final: options.decay ? options['final-sigma'] : options.sigma,
    iterations,
  }
  let centre = firstCentre(options.initial, size, rng)
  let best: { readonly vector: Float64Array; readonly reward: number } | undefined
  const rewards: number[] = []
  let decoded = 0
  for (let iteration = 1; iteration <= iterations; iteration++) {
    const sigma = sigmaAt(iteration, schedule)
    const vectors = Array.from({ length: population }, () => around(centre, sigma, rng))
    const scored = await scoreVectors(search, vectors)
    decoded += population
    const candidates = vectors.map((vector, i) => ({
      vector,
      reward: rewardOf(scored[i], options) * multiplier(vector),
      program: scored[i] === undefined ? '' : print(language, scored[i].program),
    }))
    centre = centreOf(eliteOf(candidates, elite), reduction)
    if (!centre.every(isNear)) break
    const [ofCentre] = await scoreVectors(search, [centre])
    decoded += 1
    const plain = rewardOf(ofCentre, options)
    const reward = plain * multiplier(centre)
    if (reward > Math.max(0, best?.reward ?? 0)) best = { vector: centre, reward }
    rewards.push(plain)
    if (ended(rewards)) break
  }
  return { best: best?.vector, vectors: decoded }
}

/** Rewards that cancel out as weights throw the centre out of any space. */
function isNear(value: number): boolean {
  return Math.abs(value) < 1e9
}

function firstCentre(initial: Initial, size: number, rng: Rng): Float64Array {
  switch (initial) {
    case 'normal':
      return normals(rng, size)
    case 'tiny_normal':
      return normals(rng, size).map((value) => 0.1 * value)
    case 'ones':
      return new Float64Array(size).fill(0.01)
    case 'zeros':
      return new Float64Array(size)
  }
}

/** Poison counts as no program. */
function rewardOf(scored: Scored | undefined, options: CrossEntropyOptions): number {
  const isProgram = scored !== undefined && Number.isFinite(scored.score)
  const reward = isProgram ? scored.score + options['syntax-bonus'] : options.invalid
  return options.exponential ? Math.exp(reward) : reward
}
