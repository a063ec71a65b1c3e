import { keyOf, type Program, print, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { type ArenaScript, runInArena } from '../../test/kit/arena.ts'
import { chanceGame, wordsOf } from '../../test/kit/arena-game.ts'
import { toyLanguage } from '../../test/kit/toy.ts'
import type { Search, SearchOptions } from '../context.ts'
import { NoArena, NoPrograms, NotWhole } from '../index.ts'
import { searches } from '../registry.ts'

const named = (name: string): Search => searches.find((search) => search.name === name)!
const learners = ['ibr', 'fp', 'do', '2l'].map(named)

const play = (search: Search, options: Partial<SearchOptions>, script: Partial<ArenaScript> = {}) =>
  runInArena(
    search,
    { neighbours: 12, 'response-evaluations': 80, filter: 'none', ...options },
    {
      game: chanceGame(5),
      rng: seededRng(3),
      budget: 500,
      ...script,
    },
  )

describe.each(learners)('$name', (search) => {
  test('crowns the empty program first, and then every other champion, none twice in a row', async () => {
    const { crowned } = await play(search, {}, { budget: 2000 })
    const texts = crowned.map((program) => print(toyLanguage, program))
    expect(texts[0]).toBe('DO up')
    expect(texts.length).toBeGreaterThan(3)
    for (const [i, text] of texts.entries()) expect(text).not.toBe(texts[i - 1])
  })

  test.each([{}, { response: 'sa' }, { programs: 'file:a', move: 'liss' }])(
    'does the same however far neighbourhoods are drawn: %o',
    async (options) => {
      const programs = () => [wordsOf('up left right right'), wordsOf('left left up')]
      const run = (speculates: boolean) => play(search, options, { speculates, programs, rng: seededRng(8) })
      expect((await run(true)).log).toEqual((await run(false)).log)
    },
  )

  test('never asks beyond what is left of a best response', async () => {
    for (const invalid of ['free', 'charged']) {
      const { questions } = await play(search, { 'response-evaluations': 20, invalid }, { budget: 1500 })
      for (const { charged } of questions) expect(charged).toBeLessThan(20)
    }
  })

  test('looks at the clock where it is told to, and gives up when it is over', async () => {
    const options = { 'response-seconds': 5, 'response-evaluations': 0, neighbours: 200 }
    const quick = await play(search, options, { pace: 10 })
    const slow = await play(search, options, { pace: 0.001 })
    expect(quick.questions.length).toBe(0)
    expect(slow.questions.length).toBeGreaterThan(2)
  })

  test('ends where every match fails and nothing is charged', async () => {
    const game = { ...chanceGame(1), match: () => -1 }
    const { charged, crowned } = await play(search, { 'response-evaluations': 0 }, { game })
    expect(charged).toBe(0)
    expect(crowned).toHaveLength(1)
  })

  test('is not for tasks without opponents', async () => {
    const { arena: _, ...without } = await play(search, {}, { budget: 1 })
    await expect(search.run(without as never, {})).rejects.toThrow(NoArena)
  })
})

describe('given programs', () => {
  const given = [wordsOf('left'), wordsOf('right left'), wordsOf('left up')]
  /** A program wins by its number among them. */
  const game = {
    ...chanceGame(1),
    match: (program: Program, opponent: Program) => {
      const rank = (one: Program) => given.findIndex((each) => keyOf(each) === keyOf(one))
      const [own, other] = [[0, 2, 1][rank(program)] ?? -1, [0, 2, 1][rank(opponent)] ?? -1]
      return own > other ? 1 : own < other ? 0 : 0.5
    },
  }
  const script = { game, programs: () => [given[0]!, given[0]!, given[2]!] }

  test('are cut into a library: its options come up in neighbours', async () => {
    const words = 'right right right right right right right'
    const programs = () => [wordsOf(`up ${words}`)]
    const seen = async (options: Partial<SearchOptions>) =>
      (await play(named('ibr'), { epsilon: 0, ...options }, { programs })).log.filter((line) => line.includes(words))
    expect((await seen({ programs: 'file:a' })).length).toBeGreaterThan(0)
    expect(await seen({ programs: 'file:a', epsilon: 1 })).toEqual([])
    expect(await seen({})).toEqual([])
  })

  test('are where the learner starts with `start=programs`: the first of the best against the empty program', async () => {
    // Against the empty program all of them win.
    const { crowned, log } = await play(named('2l'), { start: 'programs', programs: 'file:a' }, script)
    expect(print(toyLanguage, crowned[0]!)).toBe('DO left')
    expect(log.slice(0, 4)).toEqual([
      'DO left vs DO up: 1',
      'DO left vs DO up: 1',
      'DO left up vs DO up: 1',
      'crowned DO left',
    ])
  })

  test('are needed to start from them, whole ones', async () => {
    const start = { start: 'programs', programs: 'file:a' }
    await expect(play(named('fp'), start, { programs: () => [] })).rejects.toThrow(NoPrograms)
    const part = () => [given[0]!.subarray(1)]
    await expect(play(named('fp'), start, { programs: part })).rejects.toThrow(NotWhole)
  })
})
