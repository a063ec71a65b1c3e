import { sampleProgram, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { ScriptedContext } from '../test/kit/scripted-search.ts'
import { SearchClosed } from './context.ts'
import { inForks } from './forks.ts'

const context = (budget: number) => new ScriptedContext({ rng: seededRng(1), budget, score: () => 0 })

describe('forks', () => {
  test('share the whole of the budget out, the first ones taking the remainder', async () => {
    for (const [budget, count, shares] of [
      [10, 2, [5, 5]],
      [11, 4, [3, 3, 3, 2]],
      [2, 3, [1, 1, 0]],
      [0, 2, [0, 0]],
    ] as const) {
      const search = context(budget)
      await inForks(search, 'part', count, async () => {})
      expect(search.forks.map((fork) => fork.budget)).toEqual(shares)
      expect(search.budget).toBe(0)
    }
  })

  test('share what is left of it', async () => {
    const search = context(10)
    await search.score(sampleProgram(search.language, search.rng))
    await inForks(search, 'part', 3, async () => {})
    expect(search.forks.map((fork) => fork.budget)).toEqual([3, 3, 3])
  })

  test('are named by their number, which their body is told', async () => {
    const search = context(6)
    const seen: number[] = []
    await inForks(search, 'part', 3, async (_fork, index) => void seen.push(index))
    expect(search.forks.map(({ path }) => path)).toEqual(['search/part/0', 'search/part/1', 'search/part/2'])
    expect(seen).toEqual([0, 1, 2])
  })

  test('are not made for one: the body runs on the search itself, with its stream and its path', async () => {
    const search = context(6)
    await inForks(search, 'part', 1, async (fork) => expect(fork).toBe(search))
    expect(search.forks).toEqual([])
  })

  test('that close leave the others running', async () => {
    const ended: number[] = []
    await inForks(context(6), 'part', 3, async (_fork, index) => {
      if (index === 0) throw new SearchClosed('solved')
      for (let turn = 0; turn < 10; turn++) await Promise.resolve()
      ended.push(index)
    })
    expect(ended).toEqual([1, 2])
  })

  test('that fail end the search with their error at once, though others would never end', async () => {
    const failing = inForks(context(6), 'part', 2, async (_fork, index) => {
      if (index === 0) return new Promise(() => {})
      throw new RangeError('a bug')
    })
    await expect(failing).rejects.toThrow(new RangeError('a bug'))
  })
})
