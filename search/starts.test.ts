import { type Program, parse, seededRng, withinLimits } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { digits, type Script, ScriptedContext, textOf } from '../test/kit/scripted-search.ts'
import { NoPrograms, NotWhole, SearchClosed } from './index.ts'
import { bestFirst, programsOf, someProgramsOf, startOf, whole } from './starts.ts'

const eight = (digit: number): Program => parse(digits, Array(8).fill(digit).join(' '))
const context = (script: Partial<Script> = {}) =>
  new ScriptedContext({ rng: seededRng(1), budget: 100, score: () => 0, ...script })

describe('the programs of a source', () => {
  test('are asked for by its name, and are none without a question if that is "none"', async () => {
    const asked: string[] = []
    const programs = (source: string) => {
      asked.push(source)
      return [eight(1)]
    }
    const search = context({ programs })
    expect(await programsOf(search, 'file:a,run:b')).toEqual([eight(1)])
    expect(await programsOf(search, 'none')).toEqual([])
    expect(asked).toEqual(['file:a,run:b'])
  })

  test('must be there where a search cannot go without, and the error names the source and what to give', async () => {
    const empty = someProgramsOf(context(), 'file:empty.txt')
    await expect(empty).rejects.toThrow(NoPrograms)
    await expect(empty).rejects.toMatchObject({
      code: 'E_NO_PROGRAMS',
      source: 'file:empty.txt',
      message: 'programs: expected a source with at least one program, got "file:empty.txt", which has none',
    })
    await expect(someProgramsOf(context(), 'none')).rejects.toThrow(
      'got "none", which has none; name one, such as completions, file:PATH or run:NAME',
    )
  })

  test('must be whole where climbs start from them, and the error names source, kind and text of the first part', () => {
    const search = context({ language: minigrid })
    const program = parse(minigrid, 'DEF run m( left m)')
    const parts = [parse(minigrid, 'left right', 'stmt'), parse(minigrid, 'front_is_clear', 'cond')]
    expect(whole(search, 'file:a', [program, program])).toEqual([program, program])
    expect(whole(search, 'none', [])).toEqual([])
    let refused: unknown
    try {
      whole(search, 'library:b', [program, ...parts])
    } catch (error) {
      refused = error
    }
    expect(refused).toBeInstanceOf(NotWhole)
    expect(refused).toMatchObject({ code: 'E_NOT_WHOLE', source: 'library:b', kind: 'stmt', text: 'left right' })
    expect(String(refused)).toContain('programs: expected whole programs, got a stmt from "library:b": left right')
  })
})

describe('best first', () => {
  const programs = [1, 2, 3, 4, 5].map(eight)

  test('they are scored once each in their order and then sorted, equal ones left in order', async () => {
    const scores = [0.2, 0.5, 0.2, 0.9, 0.5]
    const search = context({ score: (_program, n) => scores[n]! })
    const sorted = await bestFirst(search, programs)
    expect(search.asked).toEqual(programs.map((program) => ({ kind: 'score', program })))
    expect(sorted.map((program) => textOf(program)[0])).toEqual(['4', '2', '5', '1', '3'])
    expect(search.charged).toBe(5)
  })

  test('no more of them are scored once one has solved the task', async () => {
    const search = context({ score: (_program, n) => (n === 2 ? 1 : 0) })
    await expect(bestFirst(search, programs)).rejects.toThrow(SearchClosed)
    expect(search.charged).toBe(3)
  })

  test('poison comes last', async () => {
    const search = context({ score: (_program, n) => (n === 0 ? Number.NEGATIVE_INFINITY : -n) })
    expect((await bestFirst(search, programs)).map((program) => textOf(program)[0])).toEqual(['2', '3', '4', '5', '1'])
  })
})

describe('where climbs start', () => {
  test('given programs take turns, again and again', () => {
    const given = [1, 2, 3].map(eight)
    const starts = Array.from({ length: 7 }, (_, n) => textOf(startOf(context(), given, n, 'clean'))[0])
    expect(starts.join('')).toBe('1231231')
  })

  test('without any they are random ones of the space, from the stream of the search', () => {
    const starts = (space: 'clean' | 'old') => {
      const search = context({ language: minigrid, rng: seededRng(4) })
      return Array.from({ length: 400 }, (_, n) => startOf(search, [], n, space))
    }
    const within = (program: Program) => withinLimits(minigrid, program)
    expect(starts('clean').every(within)).toBe(true)
    expect(starts('old').every(within)).toBe(false)
    expect(starts('clean')).toEqual(starts('clean'))
    expect(new Set(starts('clean').map(String)).size).toBeGreaterThan(200)
  })
})
