import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { verifySuite } from '../../verify.ts'

const recorded = (name: string): unknown[] =>
  gunzipSync(readFileSync(new URL(`../../../test/golden/minigrid/${name}.jsonl.gz`, import.meta.url)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

test.each([
  ['minigrid-env', 'env_episodes', 321],
  ['minigrid-programs', 'programs', 619],
  ['minigrid-initial', 'initial_states', 600],
])('%s: every record is as recorded', (suite, file, count) => {
  const records = recorded(file)
  expect(records).toHaveLength(count)
  const { check } = verifySuite(suite)
  expect(records.map((record) => check(record)).filter((difference) => difference !== undefined)).toEqual([])
})
