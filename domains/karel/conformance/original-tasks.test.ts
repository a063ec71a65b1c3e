import { expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { checkHprlTaskRecord, type HprlTaskRecord } from './hprl-tasks.ts'
import { checkLeapsTaskRecord, type LeapsTaskRecord } from './leaps-tasks.ts'

const leaps = golden<LeapsTaskRecord & { id: string }>('karel/tasks_leaps')
const hprl = golden<HprlTaskRecord & { id: string }>('karel/tasks_hprl')

test('every program that LEAPS scored gets its score, with every action and reward on the way', () => {
  expect(leaps).toHaveLength(624)
  expect(differences(leaps, checkLeapsTaskRecord)).toEqual([])
})

test('every episode of HPRL is played again, program by program', () => {
  expect(hprl).toHaveLength(942)
  expect(differences(hprl, checkHprlTaskRecord)).toEqual([])
})

function differences<One extends { id: string }>(records: readonly One[], check: (record: One) => string | undefined) {
  return records.flatMap((record) => {
    const difference = check(record)
    return difference === undefined ? [] : [`${record.id}: ${difference}`]
  })
}
