import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { neighbours, print, sampleProgram, searchSpaceRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { karel } from '../../domains/karel/language.ts'

interface Recorded {
  readonly domain: string
  readonly seed: number
  /** The first random programs after seeding. */
  readonly initial: string[]
  /** Then drawn from the same stream. */
  readonly neighbours_of_last: string[]
}

const file = new URL('../golden/minigrid/search_space.jsonl.gz', import.meta.url)
const records = gunzipSync(readFileSync(file))
  .toString('utf8')
  .split('\n')
  .filter(Boolean)
  .map((line): Recorded => JSON.parse(line))
  .filter(({ domain }) => domain === 'karel')

test('the file records 60 seeds of Karel', () => {
  expect(records).toHaveLength(60)
})

test.each(records)('seed $seed draws the programs and neighbours that prog_policies and LLM-GS draw', (record) => {
  const rng = searchSpaceRng(record.seed)
  const programs = record.initial.map(() => sampleProgram(karel, rng))
  expect(programs.map((program) => print(karel, program))).toEqual(record.initial)
  const around = neighbours(karel, programs.at(-1)!, rng, record.neighbours_of_last.length)
  expect(around.map((program) => print(karel, program))).toEqual(record.neighbours_of_last)
})
