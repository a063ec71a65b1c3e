import { describe, expect, test } from 'vitest'
import { karel } from '../domains/karel/language.ts'
import { minigrid } from '../test/kit/languages.ts'
import { followsDistribution } from '../test/kit/statistics.ts'
import {
  admits,
  checkProgram,
  Library,
  nodes,
  type Program,
  replace,
  sampleProgram,
  seededRng,
  subtree,
  subtrees,
  withinLimits,
} from './index.ts'
import { Mutation } from './mutation.ts'

describe.each([karel, minigrid])('a program of $name', (language) => {
  const rng = seededRng(17)
  /** Beyond the limits now and then. */
  const programs = Array.from({ length: 80 }, () => sampleProgram(language, rng, { filter: false }))
  const library = new Library(language)
  for (const program of programs) library.addNew(subtrees(language, program))

  /** Where one node was replaced to make `next`: each node for which that is so, with what stands there now. */
  function sitesOf(program: Program, next: Program): { readonly fits: boolean; readonly option: boolean }[] {
    return [...nodes(language, program)].flatMap(({ at, nonTerminal }) => {
      if (at === 0 || program.slice(0, at).join() !== next.slice(0, at).join() || at >= next.length) return []
      const now = subtree(language, next, at)
      if (replace(language, program, at, now).join() !== next.join()) return []
      return [{ fits: admits(language, nonTerminal, now[0]!), option: library.has(now) }]
    })
  }

  test.each([
    { epsilon: 0, variant: 'clean', without: 'syntax' },
    { epsilon: 0.2, variant: 'old', without: 'unchanged' },
    { epsilon: 0.4, variant: 'old', without: 'syntax' },
    { epsilon: 0.7, variant: 'clean', without: 'unchanged' },
    { epsilon: 1, variant: 'old', without: 'syntax' },
    { epsilon: 1, variant: 'clean', without: 'syntax' },
  ] as const)('has mixed neighbours that are programs within the limits and differ in one node: %o', (mix) => {
    const { epsilon, variant, without } = mix
    const seen = { semantic: 0, syntactic: 0 }
    for (const program of programs) {
      const mutation = new Mutation(language, program, { variant })
      for (let n = 0; n < 15; n++) {
        const next = mutation.drawMixed(rng, { library, epsilon, without })
        checkProgram(language, next)
        expect(withinLimits(language, next)).toBe(true)
        const sites = sitesOf(program, next)
        expect(sites.some(({ fits }) => fits)).toBe(true)
        if (mutation.semantic) expect(sites.some(({ fits, option }) => fits && option)).toBe(true)
        seen[mutation.semantic ? 'semantic' : 'syntactic']++
      }
    }
    // Every kind of node has an option here.
    expect(seen.semantic > 0).toBe(epsilon < 1)
    expect(seen.syntactic > 0).toBe(epsilon > 0)
  })

  test('has a share of semantic neighbours of 1 - epsilon where nothing has to be drawn again', () => {
    const limits = { height: 1_000, run: 1_000, tokens: 1e6 }
    for (const epsilon of [0.05, 0.2, 0.4, 0.6, 0.95]) {
      const counts = [0, 0]
      for (const program of programs) {
        const mutation = new Mutation(language, program, { variant: 'old', limits })
        for (let n = 0; n < 100; n++) {
          mutation.drawMixed(rng, { library, epsilon, without: 'syntax' })
          counts[Number(mutation.semantic)]!++
        }
      }
      expect(followsDistribution(counts, [epsilon, 1 - epsilon], 0.001), `${epsilon}: ${counts}`).toBe(true)
    }
  })

  test('has the same neighbours again from the same stream, whatever was drawn between', () => {
    const [first, second] = [programs[3]!, programs[4]!]
    const mixture = { library, epsilon: 0.4, without: 'syntax' } as const
    const drawn = (between: () => void) => {
      const mutation = new Mutation(language, first)
      const stream = seededRng(2)
      return Array.from({ length: 50 }, () => {
        between()
        return mutation.drawMixed(stream, mixture)
      })
    }
    const other = new Mutation(language, second)
    const stream = seededRng(3)
    expect(drawn(() => other.draw(stream))).toEqual(drawn(() => {}))
  })

  test('is left as it is by drawing', () => {
    for (const program of programs) {
      const before = program.slice()
      const mutation = new Mutation(language, program)
      for (let n = 0; n < 10; n++) mutation.drawMixed(rng, { library, epsilon: 0.5, without: 'syntax' })
      expect(program).toEqual(before)
    }
  })
})
