import type { RunPlan } from '@cairn/coordinator'
import { openTask } from '@cairn/domains'
import { completeOptions, searches } from '@cairn/search'

/** Long laws run in full with `npm run test:long`; `npm test` takes a short, seeded sample of each. */
export const long = process.env.CAIRN_TEST_LONG === '1'

export interface LawPlan {
  readonly task: string
  readonly search: string
  readonly set?: Readonly<Record<string, number | string>>
  readonly seed: number
  readonly budget: number
  readonly episodes: number
}

/**
 * One plan per search, and the forms that differ in how they ask. None solves its task early, so that budgets, pruning
 * and restarts are all part of what must be the same.
 */
export const lawPlans: readonly LawPlan[] = [
  { task: 'karel/door-key', search: 'hill-climb', seed: 3, budget: 4_000, episodes: 8 },
  {
    task: 'karel/snake',
    search: 'hill-climb',
    set: { neighbours: 32, space: 'old', climbers: 3 },
    seed: 4,
    budget: 3_000,
    episodes: 6,
  },
  { task: 'karel/one-stroke', search: 'random', seed: 5, budget: 3_000, episodes: 8 },
  { task: 'karel/seeder', search: 'simulated-annealing', set: { chains: 4 }, seed: 6, budget: 1_500, episodes: 8 },
]

export const titleOf = ({ search, set = {} }: LawPlan): string =>
  [search, ...Object.entries(set).map(([name, value]) => `${name}=${value}`)].join(' ')

/** The plan as the coordinator takes it. */
export function runPlan(plan: LawPlan, run: string): RunPlan {
  const search = searches.find(({ name }) => name === plan.search)
  if (search === undefined) throw new Error(`no search ${plan.search}`)
  return {
    run,
    task: openTask(plan.task).spec,
    search: { name: search.name, options: completeOptions(search, plan.set ?? {}) },
    seed: plan.seed,
    budget: plan.budget,
    episodes: plan.episodes,
    freshEpisodes: 10,
  }
}

/** The plan as arguments of `cairn search`. */
export function searchArguments(plan: LawPlan, run: string, runs: string): string[] {
  return [
    'search',
    plan.task,
    ...['--search', plan.search],
    ...Object.entries(plan.set ?? {}).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ...['--seed', `${plan.seed}`, '--budget', `${plan.budget}`, '--episodes', `${plan.episodes}`],
    ...['--fresh-episodes', '10', '--run', run, '--runs', runs],
  ]
}
