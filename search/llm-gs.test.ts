import { type Program, parse, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { type Asked, digits, runScripted, type Script, textOf } from '../test/kit/scripted-search.ts'
import { llmGs, NoPrograms, NotWhole, type Search, scheduledHillClimb } from './index.ts'

const eight = (digit: number): Program => parse(digits, Array(8).fill(digit).join(' '))

/** As many neighbours as asked, whatever has been spent. */
const even = (neighbours: number) => ({ 'start-neighbours': neighbours, 'end-neighbours': neighbours })

const runOf =
  (search: Search) =>
  (options: Record<string, number | string>, script: Partial<Script> = {}) =>
    runScripted(search, options, {
      rng: seededRng(1),
      budget: 100,
      score: () => 0,
      programs: () => [1, 2, 3, 4].map(eight),
      ...script,
    })
const seed = runOf(llmGs)
const scheduled = runOf(scheduledHillClimb)

const startsOf = (asked: readonly Asked[]) =>
  asked.flatMap((question) => (question.kind === 'score' ? [textOf(question.program)] : []))
const sizesOf = (asked: readonly Asked[]) =>
  asked.map((question) => (question.kind === 'score' ? 1 : question.programs.length))

describe('llm-gs', () => {
  test('scores the programs in their order, then climbs from each in turn, the best first, again and again', async () => {
    const scores = [0.2, 0.5, 0.1, 0.5]
    // What climbs find is never better, and their starts are scored again.
    const score = (program: Program) => scores['1234'.indexOf(textOf(program)[0]!)] ?? 0
    const same = (program: Program) => (new Set(textOf(program)).size === 1 ? score(program) : 0)
    const { asked, charged } = await seed(even(3), { budget: 4 + 6 * 4, score: same })
    expect(startsOf(asked).map((text) => text[0])).toEqual([...'1234', ...'2413', ...'24'])
    expect(sizesOf(asked)).toEqual([1, 1, 1, 1, ...Array(6).fill([1, 3]).flat()])
    expect(charged).toBe(28)
  })

  test('asks one source for its programs, by the name that it is told', async () => {
    const asked: string[] = []
    const programs = (source: string) => {
      asked.push(source)
      return [eight(1)]
    }
    await seed({ programs: 'compat:answers.jsonl' }, { programs })
    await seed({}, { programs })
    expect(asked).toEqual(['compat:answers.jsonl', 'completions'])
  })

  test('uses the first programs of the source, not the best of them', async () => {
    const score = (program: Program) => Number(textOf(program)[0]) / 10
    const { asked } = await seed({ ...even(1), 'most-programs': 2 }, { budget: 6, score })
    expect(startsOf(asked).map((text) => text[0])).toEqual(['1', '2', '2', '1'])
  })

  test('ends when a program of the source solves the task, before the rest are scored', async () => {
    const { asked } = await seed({}, { score: (program) => (textOf(program) === '22222222' ? 1 : 0) })
    expect(startsOf(asked).map((text) => text[0])).toEqual(['1', '2'])
  })

  test('ends in the middle of scoring when there is no more budget', async () => {
    const { charged } = await seed({}, { budget: 3 })
    expect(charged).toBe(3)
  })

  test('counts the programs that were scored when it reads off the first number of neighbours', async () => {
    const linear = { ratio: 'linear', shape: 'linear', interpolation: 'linear' } as const
    const { asked } = await seed({ ...linear, 'start-neighbours': 10, 'end-neighbours': 110 }, { budget: 100 })
    // 10 + 4, then 10 + 19, then 10 + 49, of which 50 are left.
    expect(sizesOf(asked)).toEqual([1, 1, 1, 1, 1, 14, 1, 29, 1, 50])
  })

  test('needs programs, and whole ones', async () => {
    await expect(seed({}, { programs: () => [] })).rejects.toThrow(NoPrograms)
    await expect(seed({ programs: 'none' })).rejects.toThrow(NoPrograms)
    const part = parse(minigrid, 'left right', 'stmt')
    const refused = seed({ programs: 'library:a' }, { language: minigrid, programs: () => [part] })
    await expect(refused).rejects.toThrow(NotWhole)
    await expect(refused).rejects.toThrow('expected whole programs, got a stmt from "library:a": left right')
  })
})

describe('scheduled-hc', () => {
  const linear = { ratio: 'linear', shape: 'linear', interpolation: 'linear', programs: 'none' } as const

  test('reads the number of neighbours off once for each climb, by what was spent before its start', async () => {
    const options = { ...linear, 'start-neighbours': 2, 'end-neighbours': 10 }
    const { asked } = await scheduled(options, { budget: 40 })
    // 2 + 8 * spent / 40, rounded up, for 0, 3, 7, 12, 18, 25 and 33 spent; the last is cut off.
    expect(sizesOf(asked)).toEqual([1, 2, 1, 3, 1, 4, 1, 5, 1, 6, 1, 7, 1, 6])
  })

  test('keeps to that number throughout the climb, however much it spends', async () => {
    const options = { ...linear, 'start-neighbours': 4, 'end-neighbours': 1_000 }
    const score = (_program: Program, n: number) => (n % 4 === 0 && n < 400 ? n / 1_000 : 0)
    const { asked } = await scheduled(options, { budget: 405, score })
    expect(sizesOf(asked)).toEqual([1, ...Array(99).fill(4), 4, 1, 3].slice(0, sizesOf(asked).length))
    expect(startsOf(asked)).toHaveLength(2)
  })

  test('climbs from random programs, new ones every time, unless it is given some', async () => {
    const without = await scheduled({ ...even(3), programs: 'none' }, { budget: 400 })
    expect(new Set(startsOf(without.asked)).size).toBe(100)
    const given = await scheduled({ ...even(3), programs: 'file:a' }, { budget: 52 })
    expect(startsOf(given.asked).map((text) => text[0])).toEqual([...'1234'.repeat(4)]) // scored, then three rounds
  })

  test('goes without programs when the source has none', async () => {
    const { charged, asked } = await scheduled({ programs: 'file:empty' }, { programs: () => [] })
    expect(charged).toBe(100)
    expect(startsOf(asked).length).toBeGreaterThan(0)
  })

  test('from given programs is llm-gs', async () => {
    const script = { rng: seededRng(3), budget: 900, score: (_: Program, n: number) => (n % 97) / 100 }
    const one = await scheduled({ programs: 'file:a' }, { ...script, rng: seededRng(3) })
    const other = await seed({ programs: 'file:a' }, { ...script, rng: seededRng(3) })
    expect(one.asked).toEqual(other.asked)
    expect(one.charged).toBe(900)
  })
})
