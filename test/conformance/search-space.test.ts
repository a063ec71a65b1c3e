import { neighbours, print, sampleProgram, searchSpaceRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { karel } from '../../domains/karel/language.ts'
import { golden } from '../kit/golden.ts'
import { minigrid } from '../kit/languages.ts'

interface Recorded {
  readonly domain: 'karel' | 'minigrid'
  readonly seed: number
  /** The first random programs after seeding. */
  readonly initial: string[]
  /** Then drawn from the same stream. */
  readonly neighbours_of_last: string[]
}

const records = golden<Recorded>('minigrid/search_space')
const languages = { karel, minigrid }

test('the file records 60 seeds of each language', () => {
  expect(records.filter(({ domain }) => domain === 'karel')).toHaveLength(60)
  expect(records.filter(({ domain }) => domain === 'minigrid')).toHaveLength(60)
})

test.each(records)('$domain, seed $seed: the programs and neighbours that LLM-GS draws', (record) => {
  const language = languages[record.domain]
  const rng = searchSpaceRng(record.seed)
  const programs = record.initial.map(() => sampleProgram(language, rng))
  expect(programs.map((program) => print(language, program))).toEqual(record.initial)
  const around = neighbours(language, programs.at(-1)!, rng, record.neighbours_of_last.length)
  expect(around.map((program) => print(language, program))).toEqual(record.neighbours_of_last)
})
