import {
  type Candidate,
  centreOf,
  eliteCount,
  eliteOf,
  ranking,
  sigmaAfter,
  sigmaAt,
  sigmaDecay,
} from '../latent/cem.ts'
import { compatibility, listReturn } from '../latent/compatibility.ts'
import { cosine, diversityMultiplier } from '../latent/diversity.ts'
import { exponentialDecay, linearDecay, stepDecay } from '../optimiser/schedules.ts'
import { differs, double, firstOf, type Nested } from './compare.ts'

type ByNumber = Readonly<Record<string, number>>

export interface CemRecord {
  readonly center: readonly number[]
  readonly noise: readonly (readonly number[])[]
  readonly sigma: number
  readonly population: Nested
  readonly rewards: readonly number[]
  readonly programs: readonly string[]
  readonly order_ascending_by_reward_then_string: Nested
  readonly cases: readonly {
    readonly elitism_rate: number
    readonly n_elite: number
    readonly elite_indices_ascending: readonly number[]
    readonly mean: Nested
    readonly weighted_mean: Nested
  }[]
  readonly n_elite_table: ByNumber
  readonly sigma_schedule: {
    readonly initial: number
    readonly final: number
    readonly max_epochs: number
    readonly gamma: number
    readonly sigma_used_in_iteration: ByNumber
  }
  readonly sigma_schedule_025: ByNumber
  readonly sigma_alternative_prog_policies: { readonly start: number; readonly after: ByNumber }
}

export function checkCem(record: CemRecord): string | undefined {
  const { center, noise, sigma, sigma_schedule: recorded, sigma_alternative_prog_policies: other } = record
  const population = noise.map((row) => row.map((value, d) => center[d]! + sigma * value))
  const candidates = population.map(
    (vector, i): Candidate => ({
      vector,
      reward: record.rewards[i]!,
      program: record.programs[i]!,
    }),
  )
  const schedule = { initial: recorded.initial, final: recorded.final, iterations: recorded.max_epochs }
  return firstOf(
    differs('population', population, record.population, double),
    differs('order', ranking(candidates), record.order_ascending_by_reward_then_string, double),
    ...record.cases.flatMap(({ elitism_rate, n_elite, elite_indices_ascending, mean, weighted_mean }) => {
      const elite = eliteOf(candidates, elitism_rate)
      const indices = elite.map((one) => candidates.indexOf(one))
      return [
        differs('n_elite', eliteCount(candidates.length, elitism_rate), n_elite, double),
        differs('elite', indices, elite_indices_ascending, double),
        differs('mean', centreOf(elite, 'mean'), mean, double),
        differs('weighted_mean', centreOf(elite, 'weighted_mean'), weighted_mean, double),
      ]
    }),
    ...Object.entries(record.n_elite_table).map(([key, count]) => {
      const [size, rate] = key.split('x').map(Number) as [number, number]
      return differs(`n_elite ${key}`, eliteCount(size, rate), count, double)
    }),
    differs('gamma', sigmaDecay(schedule), recorded.gamma, double),
    ...byNumber('sigma', recorded.sigma_used_in_iteration, (iteration) => sigmaAt(iteration, schedule)),
    ...byNumber('sigma from 0.25', record.sigma_schedule_025, (iteration) =>
      sigmaAt(iteration, { ...schedule, initial: 0.25 }),
    ),
    ...byNumber('sigma of prog_policies', other.after, (after) => sigmaAfter(after, { initial: other.start })),
  )
}

export interface DiversityRecord {
  readonly retrieved: readonly (readonly number[])[]
  readonly candidates: readonly (readonly number[])[]
  readonly cosine: Nested
  readonly max_cosine: Nested
  readonly multiplier: Nested
  readonly multiplier_gamma2: Nested
  readonly bounds: Readonly<Record<'same_direction' | 'orthogonal' | 'opposite', number>>
}

export function checkDiversity(record: DiversityRecord): string | undefined {
  const { retrieved, candidates, bounds } = record
  const cosines = candidates.map((candidate) => retrieved.map((vector) => cosine(candidate, vector)))
  const multipliers = (gamma: number) => candidates.map((one) => diversityMultiplier(one, retrieved, gamma))
  return firstOf(
    differs('cosine', cosines, record.cosine, double),
    differs(
      'max_cosine',
      cosines.map((row) => Math.max(...row)),
      record.max_cosine,
      double,
    ),
    differs('multiplier', multipliers(1), record.multiplier, double),
    differs('multiplier_gamma2', multipliers(2), record.multiplier_gamma2, double),
    differs('same_direction', diversityMultiplier([2, 0], [[1, 0]]), bounds.same_direction, double),
    differs('orthogonal', diversityMultiplier([0, 2], [[1, 0]]), bounds.orthogonal, double),
    differs('opposite', diversityMultiplier([-2, 0], [[1, 0]]), bounds.opposite, double),
    differs('nothing found before', diversityMultiplier([1, 0], []), 1, double),
  )
}

export interface CompatibilityRecord {
  readonly step_rewards_list_state_program_step: readonly (readonly (readonly (readonly number[])[])[])[]
  readonly per_list_state_undiscounted: Nested
  readonly per_list_state_discount_restarting_each_program: Nested
  readonly per_list_state_discount_continuing: Nested
  readonly evaluation_reference_code: { readonly fitness: number; readonly scaled_by_multiplier: number }
  readonly evaluation_paper_eq: number
  readonly gamma: number
  readonly multiplier: number
  readonly invalid_program: { readonly fitness_before_multiplier: number; readonly scaled: number }
}

export function checkCompatibility(record: CompatibilityRecord): string | undefined {
  const lists = record.step_rewards_list_state_program_step
  const each = (how: 'none' | 'each' | 'continuing') => lists.flat().map((list) => listReturn(list, how, record.gamma))
  const code = record.evaluation_reference_code
  const paper = { discounting: 'each', syntaxBonus: 0 } as const
  const invalid = record.invalid_program
  return firstOf(
    differs('undiscounted', each('none'), record.per_list_state_undiscounted, double),
    differs('restarting', each('each'), record.per_list_state_discount_restarting_each_program, double),
    differs('continuing', each('continuing'), record.per_list_state_discount_continuing, double),
    differs('fitness', compatibility(lists, 1), code.fitness, double),
    differs('scaled', compatibility(lists, record.multiplier), code.scaled_by_multiplier, double),
    differs('paper', compatibility(lists, record.multiplier, paper), record.evaluation_paper_eq, double),
    differs('invalid', compatibility(undefined, 1), invalid.fitness_before_multiplier, double),
    differs('invalid, scaled', compatibility(undefined, record.multiplier), invalid.scaled, double),
  )
}

export interface SchedulesRecord {
  readonly step_lr: {
    readonly initial: number
    readonly step_size: number
    readonly gamma: number
    readonly lr_in_epoch: ByNumber
  }
  readonly linear_decay: { readonly initial: number; readonly total_updates: number; readonly lr_at_update: ByNumber }
  readonly entropy_exponential: {
    readonly initial: number
    readonly final: number
    readonly updates: number
    readonly value: ByNumber
  }
}

export function checkSchedules({ step_lr, linear_decay, entropy_exponential }: SchedulesRecord): string | undefined {
  const { initial, gamma: factor, step_size: period } = step_lr
  return firstOf(
    ...byNumber('step_lr', step_lr.lr_in_epoch, (epoch) => stepDecay(epoch, { initial, factor, period })),
    ...byNumber('linear_decay', linear_decay.lr_at_update, (update) =>
      linearDecay(update, { initial: linear_decay.initial, updates: linear_decay.total_updates }),
    ),
    ...byNumber('entropy_exponential', entropy_exponential.value, (update) =>
      exponentialDecay(update, entropy_exponential),
    ),
  )
}

function byNumber(what: string, recorded: ByNumber, ours: (at: number) => number): (string | undefined)[] {
  return Object.entries(recorded).map(([at, value]) => differs(`${what} ${at}`, ours(Number(at)), value, double))
}
