import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CompatibilityRecord } from '../conformance/latent.ts'
import { compatibility, type Discounting, listReturn } from './compatibility.ts'

const golden = new URL('../../test/golden/neural/compatibility.json', import.meta.url)
const record: CompatibilityRecord = JSON.parse(readFileSync(golden, 'utf8'))
const lists = record.step_rewards_list_state_program_step
const digits = 8

test.each<[Discounting, readonly number[]]>([
  ['none', record.per_list_state_undiscounted],
  ['each', record.per_list_state_discount_restarting_each_program],
  ['continuing', record.per_list_state_discount_continuing],
])('rewards of a list, discounting %s', (discounting, recorded) => {
  const ours = lists.flat().map((rewards) => listReturn(rewards, discounting, record.gamma))
  for (const [i, value] of recorded.entries()) expect(ours[i]).toBeCloseTo(value, digits)
})

test('a candidate is worth the mean over lists and states, as HIPO and as the paper have it', () => {
  const { evaluation_reference_code: code, multiplier } = record
  expect(compatibility(lists, 1)).toBeCloseTo(code.fitness, digits)
  expect(compatibility(lists, multiplier)).toBeCloseTo(code.scaled_by_multiplier, digits)
  const paper = { discounting: 'each', syntaxBonus: 0 } as const
  expect(compatibility(lists, multiplier, paper)).toBeCloseTo(record.evaluation_paper_eq, digits)
})

test('what is no program is worth less than any', () => {
  const { invalid_program: invalid, multiplier } = record
  expect(compatibility(undefined, 1)).toBeCloseTo(invalid.fitness_before_multiplier, digits)
  expect(compatibility(undefined, multiplier)).toBeCloseTo(invalid.scaled, digits)
})
