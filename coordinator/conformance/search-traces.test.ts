import { expect, test } from 'vitest'
import { golden } from '../../test/kit/golden.ts'
import { type SearchTraceRecord, searchTracesSuite } from './search-traces.ts'

const records = golden<SearchTraceRecord & { readonly id: number }>('minigrid/search_traces')

test('the file records 12 runs of 5,041 evaluations', () => {
  expect(records).toHaveLength(12)
  expect(records.reduce((sum, { evaluations }) => sum + evaluations.length, 0)).toBe(5_041)
})

test.each(records)('run $id, $method on $task: the very programs and returns that LLM-GS evaluates', async (record) => {
  expect(await searchTracesSuite.check(record)).toBeUndefined()
})

const [record] = records
const { evaluations } = record!
const [text, meanReturn] = evaluations[7]!

test.each([
  [
    'another return',
    { evaluations: evaluations.with(7, [text, meanReturn + 1e-8]) },
    /^evaluation 7: expected a mean return of/,
  ],
  [
    'another program',
    { evaluations: evaluations.with(7, ['DEF run m( toggle m)', 0]) },
    /^evaluation 7: expected DEF run m\( toggle m\), found/,
  ],
  ['a run that goes on', { evaluations: evaluations.slice(0, -1) }, /found 1 more$/],
  ['another seed', { search_seed: record!.search_seed + 1 }, /^evaluation \d+: expected/],
  ['another task', { task: 'Juggling' }, /^task: "Juggling" is none of LavaGap, PutNear, RedBlueDoor$/],
  ['another method', { method: 'Luck' }, /^the record cannot be played: method: "Luck" is none of/],
  [
    'no seed',
    { search_seed: undefined },
    /^not a record of search-traces: search_seed: expected a number, got nothing$/,
  ],
])('%s is a difference, in words', async (_, change, message) => {
  expect(await searchTracesSuite.check({ ...record, ...change })).toMatch(message)
})
