import { expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { verifySuite } from '../../verify.ts'
import type { GameRecord } from './game-record.ts'
import { checkGameRecord } from './games.ts'

type Recorded = GameRecord & { readonly id: string }

test.each([
  ['microrts-scenarios', 'scenarios/scenarios', 24],
  ['microrts-traces', 'traces/traces-random', 62],
  ['microrts-traces', 'traces/traces-chaos', 58],
  ['microrts-traces', 'traces/traces-bots', 134],
  ['microrts-traces', 'traces/traces-po', 13],
  ['microrts-traces', 'traces/traces-synthesisloop', 8],
])('%s: every game of %s is as recorded', (suite, file, count) => {
  const records = golden<Recorded>(`microrts/${file}`)
  expect(records).toHaveLength(count)
  const { check } = verifySuite(suite)
  const differences = records.map((record) => [record.id, check(record)])
  expect(differences.filter(([, difference]) => difference !== undefined)).toEqual([])
})

test('a digest, a state and an end that differ are noticed', () => {
  const { check } = verifySuite('microrts-traces')
  const [record] = golden<Recorded>('microrts/traces/traces-synthesisloop')
  const [[time], ...hashes] = record.hashes!
  expect(check({ ...record, hashes: [[time, '00000000'], ...hashes] })).toMatch(/^tick 1: expected digest 00000000/)
  expect(check({ ...record, init: [[5, 6], record.init[1], []] })).toBe('init: stock[1]: expected 6, found 5')
  expect(check({ ...record, end: { ...record.end, winner: 2 } })).toMatch(/^end.winner: expected 2, found /)
  expect(check({ ...record, map: 'basesWorkers9x9' })).toMatch(/^the record cannot be played: no map is called/)
  expect(check({ ...record, utt: 'OTHER' })).toMatch(/^the record cannot be played: utt: expected one of ORIGINAL/)
})

test('a bot that decides otherwise than recorded is noticed', () => {
  const [record] = golden<Recorded>('microrts/traces/traces-bots')
  const idle = { reset() {}, decide() {} }
  const found = checkGameRecord(record, (name) => (name === record.p1 ? idle : undefined))
  expect(found).toBe(`${record.p1} as 1: tick 0: expected ${JSON.stringify(record.steps[0]![2])}, found []`)
})
