import { type Program, parse, seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { digits, runScripted, type Script, textOf } from '../test/kit/scripted-search.ts'
import { fmOnly, NoPrograms, NotWhole } from './index.ts'

const given = Array.from({ length: 10 }, (_, digit) => parse(digits, Array(8).fill(digit).join(' ')))
const run = (script: Partial<Script> = {}, options: Record<string, string> = {}) =>
  runScripted(fmOnly, options, { rng: seededRng(1), budget: 100, score: () => 0, programs: () => given, ...script })

const inOrder =
  (...scores: number[]) =>
  (_program: Program, n: number) =>
    scores[n] ?? 0

test('charges one evaluation for each program, in their order, and no more', async () => {
  const score = (program: Program) => Number(textOf(program)[0]!) % 4
  for (const scores of [() => 0, inOrder(0.1, 0.2, 0.3), inOrder(0.9), (p: Program) => score(p) / 9]) {
    const { asked, charged } = await run({ score: scores })
    const all = asked.flatMap((question) => (question.kind === 'score' ? [question.program] : question.programs))
    expect(all).toEqual(given)
    expect(charged).toBe(10)
  }
})

test('keeps the best one: only better programs count from then on', async () => {
  const { asked } = await run({ score: inOrder(0.1, 0.1, 0.4, 0.3, 0.4, 0.2, 0.7, 0.6) })
  const questions = asked.map((question) =>
    question.kind === 'score' ? [textOf(question.program)[0]] : [question.than, question.programs.length],
  )
  // Above 0.1 is the third, above 0.4 the seventh, and none above 0.7.
  expect(questions).toEqual([['0'], [0.1, 2], [0.4, 4], [0.7, 3]])
})

test('ends with the program that solves the task', async () => {
  expect((await run({ score: inOrder(1) })).charged).toBe(1)
  expect((await run({ score: inOrder(0, 0.5, 0.5, 1) })).charged).toBe(4)
})

test('is content with one program, and a smaller budget than there are programs', async () => {
  expect((await run({ programs: () => given.slice(0, 1) })).charged).toBe(1)
  expect((await run({ budget: 7 })).charged).toBe(7)
})

test('scores a program as often as it is given', async () => {
  expect((await run({ programs: () => [...given, ...given] })).charged).toBe(20)
})

test('goes on after poison', async () => {
  const worst = Number.NEGATIVE_INFINITY
  const { charged, asked } = await run({ score: inOrder(worst, worst, 0.2, worst) })
  expect(charged).toBe(10)
  expect(asked.map((question) => (question.kind === 'score' ? 'score' : question.than))).toEqual(['score', worst, 0.2])
})

test('asks for the bundled completions unless told otherwise, and needs programs, whole ones', async () => {
  const sources: string[] = []
  const programs = (source: string) => {
    sources.push(source)
    return given
  }
  await run({ programs })
  await run({ programs }, { programs: 'file:a' })
  expect(sources).toEqual(['completions', 'file:a'])
  await expect(run({ programs: () => [] })).rejects.toThrow(NoPrograms)
  await expect(run({}, { programs: 'none' })).rejects.toThrow(NoPrograms)
  const part = parse(minigrid, 'front_is_clear', 'cond')
  await expect(run({ language: minigrid, programs: () => [part] })).rejects.toThrow(NotWhole)
})
