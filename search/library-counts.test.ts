import { print, sampleProgram, seededRng, subtrees } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { karel } from '../domains/karel/language.ts'
import { minigrid } from '../test/kit/languages.ts'
import { asker, ownWay } from '../test/kit/library-asker.ts'
import { type BuiltLibrary, buildLibrary, type LibraryAsker, type LibraryOptions, libraryDefaults } from './index.ts'

describe.each([karel, minigrid])('of random programs of $name', (language) => {
  const build = (from: LibraryAsker, options: Partial<LibraryOptions>, seed = 1) =>
    buildLibrary(from, programs, { ...libraryDefaults, ...options }, seededRng(seed))
  const textsOf = ({ options }: BuiltLibrary) => options.map((option) => print(language, option.program))
  const rng = seededRng(5)
  const programs = Array.from({ length: 150 }, () => sampleProgram(language, rng, { filter: false }))
  const does = (text: string, state: number) => (ownWay(text) * 31 + state * state) % 53

  test.each(['vector', 'sequential', 'none'] as const)('all counts add up with the filter %s', async (filter) => {
    for (const duplicates of [false, true]) {
      for (const size of [0, 40]) {
        const built = await build(asker(does, language), { filter, duplicates, size, states: 3 })
        const { counts, options } = built
        expect(counts.programs).toBe(150)
        expect(counts.keptPrograms).toBeLessThanOrEqual(counts.distinctPrograms)
        expect(new Set(programs.map(String)).size).toBe(counts.distinctPrograms)
        const total = (of: 'subtrees' | 'texts' | 'kept') => counts.kinds.reduce((sum, kind) => sum + kind[of], 0)
        expect(total('kept')).toBe(options.length)
        if (size > 0) expect(options.length).toBeLessThanOrEqual(size)
        for (const { kept, behaviours, texts, subtrees: all } of counts.kinds) {
          expect([kept, behaviours ?? texts, texts, all]).toEqual(
            [kept, behaviours ?? texts, texts, all].toSorted((a, b) => a - b),
          )
        }
        if (filter !== 'none') continue
        const sources = duplicates ? programs : [...new Map(programs.map((each) => [String(each), each])).values()]
        const parts = sources.flatMap((each) => [...subtrees(language, each)])
        expect(total('subtrees')).toBe(parts.length)
        expect(total('texts')).toBe(new Set(parts.map((part) => String(part.program))).size)
      }
    }
  })

  test('the vector filter keeps exactly as many options of a kind as there are behaviours', async () => {
    const built = await build(asker(does, language), { states: 3, size: 0 })
    for (const { kind, behaviours } of built.counts.kinds) {
      const ofKind = built.options.filter((option) => option.kind === kind)
      expect(ofKind).toHaveLength(behaviours!)
      expect(new Set(ofKind.map((option) => option.behaviour)).size).toBe(behaviours)
    }
  })

  test('the library is the same again from the same seed', async () => {
    const again = () => build(asker(does, language), { states: 3, size: 30 }, 8)
    expect(await again()).toEqual(await again())
    expect(textsOf(await again())).not.toEqual(textsOf(await build(asker(does, language), { states: 3, size: 30 }, 9)))
  })
})
