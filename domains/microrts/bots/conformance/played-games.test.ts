import { expect, test } from 'vitest'
import { golden } from '../../../../test/kit/golden.ts'
import type { GameRecord } from '../../conformance/game-record.ts'
import { checkPlayedGame } from './played-games.ts'

type Recorded = GameRecord & { readonly id: string }

test.each([
  ['random', 62],
  ['bots', 134],
  ['po', 13],
  ['chaos', 58],
  ['synthesisloop', 8],
])('every bot of traces-%s decides as recorded, on every tick', (file, count) => {
  const records = golden<Recorded>(`microrts/traces/traces-${file}`)
  expect(records).toHaveLength(count)
  const differences = records.map((record) => [record.id, checkPlayedGame(record)])
  expect(differences.filter(([, difference]) => difference !== undefined)).toEqual([])
})
