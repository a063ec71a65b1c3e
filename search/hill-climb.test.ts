import { checkProgram, type Program, parse, seededRng, withinLimits } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { type Asked, digits, runScripted, type Script, ScriptedRng, textOf } from '../test/kit/scripted-search.ts'
import { hillClimb } from './index.ts'

/** Scores in the order they are asked for; 0 from then on. */
const inOrder =
  (...scores: number[]) =>
  (_program: Program, n: number) =>
    scores[n] ?? 0

const climb = (options: Record<string, number | string>, script: Omit<Script, 'rng'> & Partial<Script>) =>
  runScripted(hillClimb, options, { rng: new ScriptedRng(), ...script })

const spoken = (asked: readonly Asked[]) =>
  asked.map((question) =>
    question.kind === 'score'
      ? `start ${textOf(question.program)}`
      : `above ${question.than}: ${question.programs.map(textOf).join(' ')}`,
  )

describe('a climb', () => {
  test('ends after k neighbours that are not better, never before, and another begins', async () => {
    const { asked } = await climb({ neighbours: 3 }, { budget: 8, score: () => 0.5 })
    expect(spoken(asked)).toEqual([
      'start 00000000',
      'above 0.5: 10000000 02000000 00300000',
      'start 33333333',
      'above 0.5: 33343333 33335333 33333633',
    ])
  })

  test('moves to the first neighbour that is better, though a later one may be better still', async () => {
    const { asked, charged } = await climb({ neighbours: 3 }, { budget: 7, score: inOrder(0.1, 0.05, 0.2, 0.9, 0.9) })
    expect(spoken(asked)).toEqual([
      'start 00000000',
      'above 0.1: 10000000 02000000',
      'above 0.2: 02300000',
      'above 0.9: 02340000 02305000 02300600',
    ])
    expect(charged).toBe(7)
  })

  test('does not move to a neighbour that is as good', async () => {
    const { asked } = await climb({ neighbours: 2 }, { budget: 3, score: () => 0.3 })
    expect(spoken(asked)).toEqual(['start 00000000', 'above 0.3: 10000000 02000000'])
  })

  test('has k neighbours anew after each move', async () => {
    const score = inOrder(0.1, 0, 0, 0.2, 0, 0, 0.3, 0, 0, 0)
    const { asked } = await climb({ neighbours: 3 }, { budget: 10, score })
    expect(asked.map((question) => (question.kind === 'score' ? 1 : question.programs.length))).toEqual([1, 3, 3, 3])
  })
})

test('the search ends when the task is solved, at the start of a climb or within', async () => {
  const atStart = await climb({}, { budget: 10, score: inOrder(1) })
  expect([atStart.charged, atStart.asked.length]).toEqual([1, 1])
  const within = await climb({ neighbours: 4 }, { budget: 10, score: inOrder(0.2, 0.1, 1) })
  expect(within.charged).toBe(3)
})

test('how far a neighbourhood is drawn has no effect on what follows', async () => {
  const run = (speculates: boolean) =>
    climb({ neighbours: 20 }, { rng: seededRng(7), budget: 400, speculates, score: digitSum })
  const [lazy, eager] = [await run(false), await run(true)]
  expect(spoken(eager.asked)).toEqual(spoken(lazy.asked))
  expect(lazy.charged).toBe(400)
})

describe('the program space', () => {
  const programs = async (space: string) => {
    const { asked } = await climb(
      { neighbours: 4, space },
      { rng: seededRng(3), budget: 2_000, language: minigrid, score: () => 0 },
    )
    for (const program of asked.flatMap(programsOf)) checkProgram(minigrid, program)
    const within = (kind: Asked['kind']) =>
      asked
        .filter((question) => question.kind === kind)
        .flatMap(programsOf)
        .map((program) => withinLimits(minigrid, program))
    return { starts: within('score'), neighbours: within('first-better') }
  }

  test('clean: starts and neighbours alike are within the limits of the language', async () => {
    const { starts, neighbours } = await programs('clean')
    expect(starts.length).toBe(400)
    expect([...starts, ...neighbours]).not.toContain(false)
  })

  test('old: starts are taken as they are drawn, neighbours are within the limits', async () => {
    const { starts, neighbours } = await programs('old')
    expect(starts.filter((within) => !within).length).toBeGreaterThan(20)
    expect(neighbours).not.toContain(false)
  })
})

test('climbers climb side by side, each on its share of the budget and its own stream', async () => {
  const { asked, forks } = await climb(
    { neighbours: 5, climbers: 3 },
    { rng: seededRng(1), budget: 100, score: () => 0 },
  )
  expect(asked).toEqual([])
  expect(forks.map(({ path, charged }) => [path, charged])).toEqual([
    ['search/climber/0', 34],
    ['search/climber/1', 33],
    ['search/climber/2', 33],
  ])
  const starts = forks.map((fork) => spoken(fork.asked)[0])
  expect(new Set(starts).size).toBe(3)
})

describe('given programs', () => {
  const programs = () => [1, 2, 3, 4, 5].map((digit) => parse(digits, Array(8).fill(digit).join(' ')))
  /** No neighbour of them is better than any. */
  const score = (program: Program) => (new Set(textOf(program)).size === 1 ? Number(textOf(program)[0]) / 10 : 0)
  const starts = (asked: readonly Asked[]) =>
    asked.flatMap((question) => (question.kind === 'score' ? [textOf(question.program)[0]] : [])).join('')

  test('are scored once and then climbed from in turn, the best first, again and again', async () => {
    const options = { neighbours: 1, programs: 'file:a' }
    const { asked } = await climb(options, { rng: seededRng(1), budget: 5 + 2 * 12, score, programs })
    expect(starts(asked)).toBe(`12345${'54321'.repeat(2)}54`)
  })

  test('are shared out among climbers: each has its own of every round', async () => {
    const options = { neighbours: 1, programs: 'file:a', climbers: 2 }
    const { asked, forks } = await climb(options, { rng: seededRng(1), budget: 5 + 2 * 12, score, programs })
    expect(starts(asked)).toBe('12345')
    expect(forks.map((fork) => starts(fork.asked))).toEqual(['531425', '425314'])
  })

  test('are not asked for, nor needed, unless a source is named', async () => {
    const asking = () => {
      throw new Error('nobody asked')
    }
    expect((await climb({}, { budget: 30, score: () => 0, programs: asking })).charged).toBe(30)
    const empty = await climb({ programs: 'file:empty' }, { budget: 30, score: () => 0, programs: () => [] })
    expect(empty.charged).toBe(30)
  })
})

function programsOf(question: Asked): readonly Program[] {
  return question.kind === 'score' ? [question.program] : question.programs
}

function digitSum(program: Program): number {
  return Array.from(textOf(program)).reduce((sum, digit) => sum + Number(digit), 0) / 73
}
