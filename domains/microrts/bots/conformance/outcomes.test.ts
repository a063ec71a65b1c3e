import { expect, test } from 'vitest'
import { golden } from '../../../../test/kit/golden.ts'
import { verifySuite } from '../../../verify.ts'
import type { OutcomeRecord } from './outcomes.ts'

const { check } = verifySuite('microrts-outcomes')

test.each([
  ['small', 1152],
  ['large', 96],
])('every game of outcomes-%s ends as recorded, bot against bot', { timeout: 240_000 }, (file, count) => {
  const records = golden<OutcomeRecord>(`microrts/outcomes/outcomes-${file}`)
  expect(records).toHaveLength(count)
  const differences = records.map((record) => [record.map, record.p0, record.p1, check(record)])
  expect(differences.filter(([, , , difference]) => difference !== undefined)).toEqual([])
})

test('an end that differs is noticed', () => {
  const [record] = golden<OutcomeRecord>('microrts/outcomes/outcomes-small')
  expect(check({ ...record, winner: 1 })).toBe('winner: expected 1, found 0')
  expect(check({ ...record, finalHash: '00000000' })).toBe('finalHash: expected 00000000, found 8bbaccf1')
  expect(check({ ...record, utt: 'OTHER' })).toMatch(/^utt: expected one of ORIGINAL/)
  expect(check({ ...record, p1: 'Nobody' })).toMatch(/^the record cannot be played: no bot is called "Nobody"/)
})
