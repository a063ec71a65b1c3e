import { expect, test } from 'vitest'
import { golden } from '../../../../test/kit/golden.ts'
import { verifySuite } from '../../../verify.ts'
import type { GameRecord } from '../../conformance/game-record.ts'

// Every record of the suite is checked beside the engine (conformance/games.test.ts).
const { check } = verifySuite('microrts-traces')

test('a decision that a bot does not make is noticed', () => {
  const records = golden<GameRecord>('microrts/traces/traces-bots')
  const record = records.find(({ p0, p1 }) => p0 === 'WorkerRush' && p1 === 'LightRush')!
  expect(check(record)).toBeUndefined()
  expect(check({ ...record, p0: 'PassiveAI' })).toMatch(/^PassiveAI as 0: tick 0: expected \[\[.*\]\], found \[\[/)
  expect(check({ ...record, p1: 'PassiveAI' })).toMatch(/^PassiveAI as 1: tick 0: expected \[\[.*\]\], found \[\[/)
})

test('random bots draw from the stream that the record seeds', () => {
  const [record] = golden<GameRecord>('microrts/traces/traces-random')
  expect(check(record)).toBeUndefined()
  expect(check({ ...record, seed: record.seed + 1 })).toMatch(/^RandomBiasedAI as [01]: tick \d+: expected /)
})
