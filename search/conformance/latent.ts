import { compatibility, type Discounting, listReturn } from '../latent/compatibility.ts'
import { cosine, diversityMultiplier } from '../latent/diversity.ts'
import {
  type Candidate,
  centreOf,
  eliteCount,
  eliteOf,
  ranking,
  sigmaAfter,
  sigmaAt,
  sigmaDecay,
} from '../latent/elite.ts'

type Table = readonly (readonly number[])[]
type ByName = Readonly<Record<string, number>>

/** An update of LEAPS's cross-entropy method and its schedules. */
export interface CemRecord {
  readonly population: Table
  readonly rewards: readonly number[]
  readonly programs: readonly string[]
  readonly order_ascending_by_reward_then_string: readonly number[]
  readonly cases: readonly {
    readonly elitism_rate: number
    readonly n_elite: number
    readonly elite_indices_ascending: readonly number[]
    readonly mean: readonly number[]
    readonly weighted_mean: readonly number[]
  }[]
  readonly n_elite_table: ByName
  readonly sigma_schedule: {
    readonly initial: number
    readonly final: number
    readonly max_epochs: number
    readonly gamma: number
    readonly sigma_used_in_iteration: ByName
  }
  /** The same with an initial sigma of 0.25. */
  readonly sigma_schedule_025: ByName
  readonly sigma_alternative_prog_policies: { readonly start: number; readonly after: ByName }
}

/** Rewards of lists of programs, and what their candidate is worth by HIPO's code and by POMP. */
export interface CompatibilityRecord {
  readonly step_rewards_list_state_program_step: readonly (readonly Table[])[]
  readonly per_list_state_undiscounted: readonly number[]
  readonly per_list_state_discount_restarting_each_program: readonly number[]
  readonly per_list_state_discount_continuing: readonly number[]
  readonly evaluation_reference_code: { readonly fitness: number; readonly scaled_by_multiplier: number }
  readonly evaluation_paper_eq: number
  readonly gamma: number
  readonly multiplier: number
  readonly invalid_program: { readonly fitness_before_multiplier: number; readonly scaled: number }
}

/** Vectors and how much they differ from those found before. */
export interface DiversityRecord {
  readonly retrieved: Table
  readonly candidates: Table
  readonly cosine: Table
  readonly multiplier: readonly number[]
  readonly multiplier_gamma2: readonly number[]
  readonly bounds: Readonly<Record<'same_direction' | 'orthogonal' | 'opposite', number>>
}

type Comparison = readonly [what: string, ours: ArrayLike<number>, recorded: readonly number[]]

/** Records of the arithmetic of the searches in a latent space, by file: the first difference, if there is one. */
export const latentChecks: Readonly<Record<string, (record: never) => string | undefined>> = {
  'cem.json': (record: CemRecord) => firstDifference(cem(record)),
  'compatibility.json': (record: CompatibilityRecord) => firstDifference(worth(record)),
  'diversity.json': (record: DiversityRecord) => firstDifference(diversity(record)),
}

/** All is computed in double precision; the records have nine digits. */
function firstDifference(comparisons: Iterable<Comparison>): string | undefined {
  for (const [what, ours, recorded] of comparisons) {
    if (ours.length !== recorded.length) return `${what}: expected ${recorded.length} numbers, got ${ours.length}`
    for (const [i, value] of recorded.entries())
      if (!(Math.abs(ours[i]! - value) <= Math.max(1e-7 * Math.abs(value), 2e-9)))
        return `${what}[${i}]: expected ${value}, got ${ours[i]}`
  }
  return undefined
}

function* cem(record: CemRecord): Iterable<Comparison> {
  const candidates = record.population.map(
    (vector, i): Candidate => ({ vector, reward: record.rewards[i]!, program: record.programs[i]! }),
  )
  yield ['order', ranking(candidates), record.order_ascending_by_reward_then_string]
  for (const { elitism_rate: rate, n_elite, elite_indices_ascending, ...centres } of record.cases) {
    const elite = eliteOf(candidates, rate)
    yield [`n_elite of ${rate}`, [eliteCount(candidates.length, rate)], [n_elite]]
    yield [`elite of ${rate}`, elite.map((one) => candidates.indexOf(one)), elite_indices_ascending]
    for (const reduction of ['mean', 'weighted_mean'] as const)
      yield [`${reduction} of ${rate}`, centreOf(elite, reduction), centres[reduction]]
  }
  yield* byName('n_elite_table', record.n_elite_table, (key) => {
    const [population = Number.NaN, rate = Number.NaN] = key.split('x').map(Number)
    return eliteCount(population, rate)
  })
  const { initial, final, max_epochs: iterations, gamma, sigma_used_in_iteration } = record.sigma_schedule
  const schedule = { initial, final, iterations }
  yield ['gamma', [sigmaDecay(schedule)], [gamma]]
  yield* byName('sigma', sigma_used_in_iteration, (key) => sigmaAt(Number(key), schedule))
  yield* byName('sigma of 0.25', record.sigma_schedule_025, (key) =>
    sigmaAt(Number(key), { ...schedule, initial: 0.25 }),
  )
  const { start, after } = record.sigma_alternative_prog_policies
  yield* byName('sigma of prog_policies', after, (key) => sigmaAfter(Number(key), { initial: start }))
}

function* worth(record: CompatibilityRecord): Iterable<Comparison> {
  const { evaluation_reference_code: code, invalid_program: invalid, gamma, multiplier } = record
  const lists = record.step_rewards_list_state_program_step
  const returns = (discounting: Discounting) => lists.flat().map((rewards) => listReturn(rewards, discounting, gamma))
  yield ['undiscounted', returns('none'), record.per_list_state_undiscounted]
  yield ['restarting', returns('each'), record.per_list_state_discount_restarting_each_program]
  yield ['continuing', returns('continuing'), record.per_list_state_discount_continuing]
  yield ['fitness', [compatibility(lists, 1)], [code.fitness]]
  yield ['scaled', [compatibility(lists, multiplier)], [code.scaled_by_multiplier]]
  const paper = compatibility(lists, multiplier, { discounting: 'each', syntaxBonus: 0 })
  yield ['evaluation_paper_eq', [paper], [record.evaluation_paper_eq]]
  yield ['no program', [compatibility(undefined, 1)], [invalid.fitness_before_multiplier]]
  yield ['no program, scaled', [compatibility(undefined, multiplier)], [invalid.scaled]]
}

function* diversity(record: DiversityRecord): Iterable<Comparison> {
  const { retrieved, candidates, bounds } = record
  for (const [i, candidate] of candidates.entries())
    yield [`cosine of ${i}`, retrieved.map((found) => cosine(candidate, found)), record.cosine[i]!]
  const multipliers = (gamma: number) => candidates.map((one) => diversityMultiplier(one, retrieved, gamma))
  yield ['multiplier', multipliers(1), record.multiplier]
  yield ['multiplier_gamma2', multipliers(2), record.multiplier_gamma2]
  const against = (x: number, y: number) => diversityMultiplier([x, y], [[1, 0]])
  const { same_direction, orthogonal, opposite } = bounds
  yield ['bounds', [against(2, 0), against(0, 2), against(-2, 0)], [same_direction, orthogonal, opposite]]
}

function* byName(what: string, recorded: ByName, ours: (key: string) => number): Iterable<Comparison> {
  for (const [key, value] of Object.entries(recorded)) yield [`${what}, ${key}`, [ours(key)], [value]]
}
