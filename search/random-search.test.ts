import { measure, type Program, seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { type Asked, runScripted, textOf } from '../test/kit/scripted-search.ts'
import { randomSearch } from './index.ts'

const asOne = ({ asked }: { asked: readonly Asked[] }): Program[] =>
  asked.flatMap((question) => (question.kind === 'score' ? [question.program] : question.programs))

test('asks for one fresh program after another, a thousand at a time, until the budget is spent', async () => {
  const run = await runScripted(randomSearch, {}, { rng: seededRng(1), budget: 2_501, score: () => 0.5 })
  const sizes = run.asked.map((question) => (question.kind === 'score' ? 1 : question.programs.length))
  expect(sizes).toEqual([1, 1_000, 1_000, 500])
  expect(run.charged).toBe(2_501)
  expect(new Set(asOne(run).map(textOf)).size).toBeGreaterThan(2_490)
})

test('raises the bar with each better program and goes on with fresh ones', async () => {
  const better = new Map([
    [0, 0.1],
    [3, 0.4],
    [4, 0.2],
    [9, 0.6],
  ])
  const score = (_program: Program, n: number) => better.get(n) ?? 0
  const { asked } = await runScripted(randomSearch, {}, { rng: seededRng(2), budget: 20, score })
  const bars = asked.map((question) => (question.kind === 'score' ? undefined : question.than))
  expect(bars).toEqual([undefined, 0.1, 0.4, 0.6])
})

test('ends when the task is solved', async () => {
  const score = (_program: Program, n: number) => (n === 700 ? 1 : 0)
  const { charged } = await runScripted(randomSearch, {}, { rng: seededRng(3), budget: 5_000, score })
  expect(charged).toBe(701)
})

test('draws up to its own height and run, whatever the limits of the language', async () => {
  const measured = async (options: { height?: number; run?: number }) => {
    const script = { rng: seededRng(4), budget: 4_000, language: minigrid, score: () => 0 }
    const all = asOne(await runScripted(randomSearch, options, script)).map((program) => measure(minigrid, program))
    const most = (of: 'height' | 'run' | 'tokens') => Math.max(...all.map((each) => each[of]))
    return { height: most('height'), run: most('run'), tokens: most('tokens') }
  }
  const published = await measured({})
  expect(published).toMatchObject({ height: 6, run: 8 })
  expect(published.tokens).toBeGreaterThan(minigrid.limits.tokens)
  expect(await measured({ height: 2, run: 3 })).toMatchObject({ height: 2, run: 3 })
})

test('searchers share the budget out', async () => {
  const { forks } = await runScripted(randomSearch, { searchers: 4 }, { rng: seededRng(5), budget: 10, score: () => 0 })
  expect(forks.map(({ path, charged }) => [path, charged])).toEqual([
    ['search/searcher/0', 3],
    ['search/searcher/1', 3],
    ['search/searcher/2', 2],
    ['search/searcher/3', 2],
  ])
})
