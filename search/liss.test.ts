import { type Language, type Program, parse, print, sampleProgram, seededRng, subtrees } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { karel } from '../domains/karel/language.ts'
import { minigrid } from '../test/kit/languages.ts'
import { asker, ownWay } from '../test/kit/library-asker.ts'
import { runScripted, type Script } from '../test/kit/scripted-search.ts'
import { innateCoder, lissO, lissR, NoPrograms } from './index.ts'

const textsOf = (language: Language, programs: readonly Program[]) => programs.map((each) => print(language, each))

describe('liss-r', () => {
  /** The texts that it is asked about are those of the library before it is filtered. */
  const library = async (
    seed: number,
    options: Record<string, number | string> = {},
    language: Language = minigrid,
  ) => {
    const { questions, behaviours } = asker(ownWay, language)
    const programs = () => {
      throw new Error('liss-r needs no programs from outside')
    }
    const script = { rng: seededRng(seed), budget: 30, language, score: () => 0, behaviours, programs }
    const run = await runScripted(lissR, { samples: 50, ...options }, script)
    return { texts: questions.flatMap(({ texts }) => texts), run }
  }

  test.each([karel, minigrid])('cuts random programs of $name, the same ones from the same seed', async (language) => {
    const { texts } = await library(5, {}, language)
    expect(texts.length).toBeGreaterThan(100)
    expect((await library(5, {}, language)).texts).toEqual(texts)
    expect((await library(6, {}, language)).texts).not.toEqual(texts)
  })

  test('cuts as many programs as it is told, drawn one after the other as no limit holds them', async () => {
    const stream = seededRng(5).stream('samples')
    const drawn = Array.from({ length: 200 }, () => sampleProgram(minigrid, stream, { filter: false }))
    const expected = (count: number) => {
      const parts = drawn.slice(0, count).flatMap((each) => [...subtrees(minigrid, each)].map((part) => part.program))
      return new Set(textsOf(minigrid, parts))
    }
    for (const samples of [1, 50, 200]) {
      expect(new Set((await library(5, { samples })).texts)).toEqual(expected(samples))
    }
  })

  test('has a library that no other option changes', async () => {
    const { texts } = await library(5)
    for (const options of [
      { epsilon: 0.9 },
      { neighbours: 3 },
      { size: 10 },
      { mixing: 'annealed' },
      { space: 'clean' },
    ]) {
      expect((await library(5, options)).texts).toEqual(texts)
    }
  })

  test('climbs as innatecoder does with such programs', async () => {
    const stream = seededRng(5).stream('samples')
    const drawn = Array.from({ length: 50 }, () => sampleProgram(minigrid, stream, { filter: false }))
    const { behaviours } = asker(ownWay)
    const score = (program: Program) => (ownWay(print(minigrid, program)) % 90) / 100
    const script = { rng: seededRng(5), budget: 400, language: minigrid, score, behaviours, programs: () => drawn }
    const one = await runScripted(lissR, { samples: 50 }, { ...script, rng: seededRng(5) })
    const other = await runScripted(innateCoder, {}, { ...script, rng: seededRng(5) })
    expect(one.asked).toEqual(other.asked)
    expect(one.charged).toBe(400)
  })
})

describe('liss-o', () => {
  const program = parse(minigrid, 'DEF run m( left forward m)')
  const parts = [parse(minigrid, 'pickup drop', 'stmt'), parse(minigrid, 'front_is_clear', 'cond')]
  const run = (options: Record<string, string>, given: Partial<Script> = {}) => {
    const { questions, behaviours } = asker(ownWay)
    const script = { rng: seededRng(2), budget: 200, language: minigrid, score: () => 0, behaviours }
    return { questions, run: runScripted(lissO, options, { programs: () => [program, ...parts], ...script, ...given }) }
  }

  test('takes parts of programs, such as those of a library, for options', async () => {
    const { questions, run: ended } = run({ programs: 'library:a,run:b' })
    expect((await ended).charged).toBe(200)
    expect(questions.map(({ texts }) => texts)).toEqual([
      ['left forward', 'left', 'forward', 'pickup drop'],
      ['front_is_clear'],
    ])
  })

  test('climbs as innatecoder does with the same programs', async () => {
    const { behaviours } = asker(ownWay)
    const script = { rng: seededRng(2), budget: 200, language: minigrid, score: () => 0, behaviours }
    const programs = () => [program, ...parts]
    const other = await runScripted(innateCoder, {}, { ...script, programs })
    expect((await run({ programs: 'file:a' }, { rng: seededRng(2) }).run).asked).toEqual(other.asked)
  })

  test('needs programs, and names no source of its own', async () => {
    await expect(run({}).run).rejects.toThrow('got "none", which has none; name one')
    await expect(run({ programs: 'run:a' }, { programs: () => [] }).run).rejects.toThrow(NoPrograms)
  })
})
