import { fileURLToPath } from 'node:url'
import type { RunPlan } from '@cairn/coordinator'
import { openTask, type Task } from '@cairn/domains'
import { completeOptions, searches } from '@cairn/search'

/** Long laws run in full with `npm run test:long`; `npm test` takes a short, seeded sample of each. */
export const long = process.env.CAIRN_TEST_LONG === '1'

export interface LawPlan {
  readonly task: string
  /** Options of the task. */
  readonly with?: Readonly<Record<string, number | string>>
  readonly search: string
  readonly set?: Readonly<Record<string, number | string | boolean>>
  readonly seed: number
  readonly budget: number
  readonly episodes: number
}

/** The source of a fixture's programs. */
export function programsIn(fixture: string): string {
  return `file:${fileURLToPath(new URL(`../fixtures/${fixture}`, import.meta.url))}`
}

/** A small embedding, trained for a few epochs: it decodes fast, and to simple programs. */
export const tinyEmbedding = fileURLToPath(new URL('../fixtures/embedding', import.meta.url))

const programs = programsIn('karel-programs.txt')
const strategies = programsIn('microlanguage-programs.txt')

/** Options that are climbed with: few states, so that a short run is not all questions about them. */
const options = { programs, neighbours: 60, states: 40 }

/**
 * A plan or two per search, in the forms that differ in how they ask. None solves its task early, so that budgets,
 * pruning and restarts are all part of what must be the same.
 */
const plainPlans: readonly LawPlan[] = [
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
  { task: 'minigrid/lava-gap', search: 'scheduled-hc', seed: 7, budget: 1_200, episodes: 8 },
  { task: 'karel/seeder', search: 'innatecoder', set: options, seed: 8, budget: 1_200, episodes: 8 },
  {
    task: 'karel/door-key',
    search: 'innatecoder',
    set: { filter: 'sequential', mixing: 'annealed', duplicates: true, without: 'unchanged', ...options },
    seed: 9,
    budget: 1_200,
    episodes: 8,
  },
  {
    task: 'karel/one-stroke',
    search: 'llm-gs',
    set: { programs, 'most-programs': 12 },
    seed: 10,
    budget: 1_200,
    episodes: 8,
  },
  { task: 'karel/clean-house', search: 'fm-only', set: { programs }, seed: 11, budget: 40, episodes: 64 },
  {
    task: 'karel/snake',
    search: 'liss-o',
    set: { ...options, size: 30, space: 'clean' },
    seed: 12,
    budget: 1_000,
    episodes: 8,
  },
  {
    task: 'karel/one-stroke',
    search: 'liss-r',
    set: { samples: 40, neighbours: 60, states: 40 },
    seed: 13,
    budget: 1_000,
    episodes: 8,
  },
  {
    task: 'karel/seeder',
    search: 'cem',
    set: { embedding: tinyEmbedding, population: 12, searches: 0, sigma: 2 },
    seed: 19,
    budget: 100,
    episodes: 8,
  },
  {
    task: 'karel/one-stroke',
    search: 'latent-hc',
    set: { embedding: tinyEmbedding, programs, neighbours: 40, climbers: 2 },
    seed: 20,
    budget: 100,
    episodes: 8,
  },
  {
    task: 'microrts/no-where-to-run9x8',
    with: { opponents: 'PassiveAI', 'max-ticks': 100 },
    search: 'hill-climb',
    set: { neighbours: 40 },
    seed: 14,
    budget: 300,
    episodes: 2,
  },
]

/** Each learner, in forms that differ in how they ask. */
export const selfPlayPlans: readonly LawPlan[] = [
  selfPlayPlan('ibr', 15, {}),
  selfPlayPlan('fp', 16, { response: 'sa', opponents: 3 }),
  selfPlayPlan('do', 17, { invalid: 'charged', start: 'programs', programs: strategies }),
  selfPlayPlan('2l', 18, { programs: strategies, states: 20, epsilon: 0.5 }),
]

/** Short matches from both sides, short responses: champions change within the budget. */
function selfPlayPlan(search: string, seed: number, set: NonNullable<LawPlan['set']>): LawPlan {
  return {
    task: 'microrts/bases-workers8x8a',
    with: { 'max-ticks': 300 },
    search,
    set: { neighbours: 12, 'response-evaluations': 40, ...set },
    seed,
    budget: 100,
    episodes: 2,
  }
}

/** Every plan that the laws are held to. */
export const lawPlans: readonly LawPlan[] = [...plainPlans, ...selfPlayPlans]

/** Its task, search and options; programs and embeddings come from one place. */
export const titleOf = ({ task, search, set: { programs: _, embedding: __, ...set } = {} }: LawPlan): string =>
  [task, search, ...Object.entries(set).map(([name, value]) => `${name}=${value}`)].join(' ')

export const taskOf = ({ task, with: options }: LawPlan): Task => openTask(task, options)

/** The plan as the coordinator takes it. */
export function runPlan(plan: LawPlan, run: string): RunPlan {
  const search = searches.find(({ name }) => name === plan.search)
  if (search === undefined) throw new Error(`no search ${plan.search}`)
  return {
    run,
    task: taskOf(plan).spec,
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
    ...Object.entries(plan.with ?? {}).flatMap(([name, value]) => ['--option', `${name}=${value}`]),
    ...Object.entries(plan.set ?? {}).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ...['--seed', `${plan.seed}`, '--budget', `${plan.budget}`, '--episodes', `${plan.episodes}`],
    ...['--fresh-episodes', '10', '--run', run, '--runs', runs],
  ]
}
