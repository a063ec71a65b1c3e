import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { CemRecord } from '../conformance/latent.ts'
import { type Candidate, centreOf, eliteCount, eliteOf, ranking, sigmaAfter, sigmaAt, sigmaDecay } from './elite.ts'

const golden = new URL('../../test/golden/neural/cem.json', import.meta.url)
const record: CemRecord = JSON.parse(readFileSync(golden, 'utf8'))
const candidates = record.population.map(
  (vector, i): Candidate => ({ vector, reward: record.rewards[i]!, program: record.programs[i]! }),
)

/** As exact as the record, which has nine digits. */
function near(ours: ArrayLike<number>, recorded: readonly number[]): void {
  expect(ours.length).toBe(recorded.length)
  for (const [i, value] of recorded.entries()) expect(Math.abs(ours[i]! - value)).toBeLessThan(2e-9 + 1e-8)
}

test('candidates are ordered by reward and then by their text, the best last', () => {
  expect(ranking(candidates)).toEqual(record.order_ascending_by_reward_then_string)
})

describe.each(record.cases)('an elite of $elitism_rate', ({ elitism_rate, n_elite, ...recorded }) => {
  const elite = eliteOf(candidates, elitism_rate)

  test('is the end of that order, or everybody where it would be nobody', () => {
    expect(eliteCount(candidates.length, elitism_rate)).toBe(n_elite)
    expect(elite.map((one) => candidates.indexOf(one))).toEqual(recorded.elite_indices_ascending)
  })

  test('has a mean and a weighted mean', () => {
    near(centreOf(elite, 'mean'), recorded.mean)
    near(centreOf(elite, 'weighted_mean'), recorded.weighted_mean)
  })
})

test('the largest value of each number can be the centre instead', () => {
  const elite = [
    { vector: [1, -2, 0], reward: 1 },
    { vector: [0, 5, -1], reward: 9 },
  ]
  expect([...centreOf(elite, 'max')]).toEqual([1, 5, 0])
})

test('the size of the elite is rounded as Python rounds', () => {
  for (const [key, count] of Object.entries(record.n_elite_table)) {
    const [population, rate] = key.split('x').map(Number) as [number, number]
    expect([key, eliteCount(population, rate)]).toEqual([key, count])
  }
  expect([0.5, 1.5, 2.5].map((rate) => eliteCount(1, rate))).toEqual([0, 2, 2])
})

test('sigma stays for two iterations and falls to its end in half of all', () => {
  const { initial, final, max_epochs: iterations, gamma, sigma_used_in_iteration } = record.sigma_schedule
  const schedule = { initial, final, iterations }
  near([sigmaDecay(schedule)], [gamma])
  for (const [iteration, sigma] of Object.entries(sigma_used_in_iteration)) {
    near([sigmaAt(Number(iteration), schedule)], [sigma])
  }
  for (const [iteration, sigma] of Object.entries(record.sigma_schedule_025)) {
    near([sigmaAt(Number(iteration), { ...schedule, initial: 0.25 })], [sigma])
  }
})

test('sigma of prog_policies falls by 0.002 of itself', () => {
  const { start, after } = record.sigma_alternative_prog_policies
  for (const [iterations, sigma] of Object.entries(after)) {
    near([sigmaAfter(Number(iterations), { initial: start })], [sigma])
  }
})
