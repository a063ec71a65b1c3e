import { describe, expect, test } from 'vitest'
import { microLanguage, minigrid } from '../test/kit/languages.ts'
import { followsDistribution, sameDistribution } from '../test/kit/statistics.ts'
import {
  admits,
  checkProgram,
  type Language,
  Library,
  type MixedNeighbourhoodOptions,
  type Mixture,
  mixedNeighbourhood,
  NothingWithinLimits,
  neighbourhood,
  nodes,
  numpyRng,
  type Program,
  parse,
  print,
  type Rng,
  replace,
  SingleStream,
  sampleProgram,
  seededRng,
  subtree,
  subtrees,
  withinLimits,
} from './index.ts'

const program = (text: string) => parse(minigrid, `DEF run m( ${text} m)`)

function libraryOf(language: Language, programs: readonly Program[]): Library {
  const library = new Library(language)
  for (const each of programs) library.addNew(subtrees(language, each))
  return library
}

interface Ask extends MixedNeighbourhoodOptions {
  readonly k?: number
  readonly rng?: Rng
  readonly epsilon?: number
  readonly without?: Mixture['without']
}

function around(from: Program, library: Library, ask: Ask = {}) {
  const { k = 250, rng = seededRng(1), epsilon = 0.4, without = 'syntax', ...options } = ask
  return mixedNeighbourhood(library.language, from, rng, k, { library, epsilon, without }, options)
}

const drawnOften = (from: Program, library: Library, ask: Ask) => [
  ...around(from, library, { repeats: true, k: 20_000, ...ask }),
]

describe('a semantic neighbour', () => {
  const from = program('WHILE c( front_is_clear c) w( left forward w)')
  const options = ['pickup', 'drop', 'pickup drop', 'drop pickup'].map((text) => parse(minigrid, text, 'stmt'))
  const library = new Library(minigrid)
  for (const option of [...options, parse(minigrid, 'is_carrying_object', 'cond')]) library.add(option)

  test('has an option in place of a node, the nodes drawn uniformly, and for a node the options that fit it', () => {
    // The nodes after the root: WHILE, front_is_clear, sequence, left, forward.
    const expected = new Map<string, number>()
    for (const { at, nonTerminal } of nodes(minigrid, from)) {
      if (at === 0) continue
      const fitting = [...options, ...library.of('cond')].filter((each) => admits(minigrid, nonTerminal, each[0]!))
      for (const option of fitting) {
        const text = print(minigrid, replace(minigrid, from, at, option))
        expected.set(text, (expected.get(text) ?? 0) + 1 / 5 / fitting.length)
      }
    }
    const counts = new Map([...expected.keys()].map((text) => [text, 0]))
    for (const next of drawnOften(from, library, { epsilon: 0 })) {
      const text = print(minigrid, next)
      counts.set(text, counts.get(text)! + 1)
    }
    expect(counts.size).toBe(expected.size)
    expect(followsDistribution([...counts.values()], [...expected.values()], 0.001)).toBe(true)
  })

  test('is within the limits, for programs of every kind, those beyond the limits too', () => {
    for (const language of [minigrid, microLanguage]) {
      const rng = seededRng(4)
      const many = Array.from({ length: 60 }, () => sampleProgram(language, rng, { filter: false }))
      const known = libraryOf(language, many)
      for (const each of many) {
        for (const next of around(each, known, { epsilon: 0, rng, k: 40 })) {
          checkProgram(language, next)
          expect(withinLimits(language, next)).toBe(true)
        }
      }
    }
  })

  test('of every node that an option fits within the limits occurs', () => {
    const row = program('left left left left left left')
    const known = libraryOf(minigrid, [program('pickup pickup pickup')])
    const texts = new Set(drawnOften(row, known, { epsilon: 0, k: 3_000 }).map((next) => print(minigrid, next)))
    for (const { at, nonTerminal } of nodes(minigrid, row)) {
      if (at === 0) continue
      for (const option of known.of('stmt')) {
        if (!admits(minigrid, nonTerminal, option[0]!)) continue
        const next = replace(minigrid, row, at, option)
        expect(texts.has(print(minigrid, next)), print(minigrid, next)).toBe(withinLimits(minigrid, next))
      }
    }
  })
})

describe('a mixed neighbourhood', () => {
  const rng = seededRng(5)
  const many = Array.from({ length: 100 }, () => sampleProgram(minigrid, rng))
  const library = libraryOf(minigrid, many)
  const from = many[7]!
  const shares = (sample: readonly Program[]) => {
    const counts = new Map<string, number>()
    for (const each of sample) counts.set(print(minigrid, each), (counts.get(print(minigrid, each)) ?? 0) + 1)
    return counts
  }
  const alike = (a: readonly Program[], b: readonly Program[]) => {
    const [one, other] = [shares(a), shares(b)]
    const texts = [...new Set([...one.keys(), ...other.keys()])].filter(
      (text) => (one.get(text) ?? 0) + (other.get(text) ?? 0) >= 20,
    )
    const counts = (of: Map<string, number>) => texts.map((text) => of.get(text) ?? 0)
    return sameDistribution(counts(one), counts(other), 0.001)
  }

  test('draws as the syntactic one does with an epsilon of 1, and without any option', () => {
    const plain = [...neighbourhood(minigrid, from, seededRng(6), 20_000, { variant: 'old' })]
    expect(alike(drawnOften(from, library, { epsilon: 1, variant: 'old', rng: seededRng(7) }), plain)).toBe(true)
    const empty = new Library(minigrid)
    expect(alike(drawnOften(from, empty, { epsilon: 0.4, variant: 'old', rng: seededRng(8) }), plain)).toBe(true)
    expect(alike(drawnOften(from, library, { epsilon: 0.4, variant: 'old', rng: seededRng(9) }), plain)).toBe(false)
  })

  test.each([0, 0.1, 0.4, 0.7, 1])('with an epsilon of %d has that share of syntactic neighbours', (epsilon) => {
    // Every replacement is within these limits, so nothing is drawn again.
    const limits = { height: 100, run: 100, tokens: 1e6 }
    const marked = new Library(minigrid)
    marked.add(parse(minigrid, 'toggle toggle toggle toggle toggle toggle toggle', 'stmt'))
    marked.add(parse(minigrid, 'IF c( True c) i( toggle i)', 'stmt'))
    const near = around(program('left'), marked, { epsilon, limits, variant: 'old', repeats: true, k: 4_000 })
    // Neither `toggle` seven times in a row nor `True` is ever drawn.
    const semantic = [...near].filter((next) => /(toggle ){7}|True/.test(print(minigrid, next))).length
    if (epsilon === 0 || epsilon === 1) expect(semantic).toBe(4_000 * (1 - epsilon))
    else expect(followsDistribution([semantic, 4_000 - semantic], [1 - epsilon, epsilon], 0.001)).toBe(true)
  })

  test('has no neighbour twice, so that there may be fewer than k, unless repeats are wanted', () => {
    const small = program('left')
    const once = [...around(small, library, { k: 2_000 })].map((next) => print(minigrid, next))
    const again = [...around(small, library, { k: 2_000, repeats: true })].map((next) => print(minigrid, next))
    expect(again).toHaveLength(2_000)
    expect(once).toEqual([...new Set(again)])
    expect(once.length).toBeLessThan(1_500)
    expect(once.length).toBeGreaterThan(100)
  })

  test('tells which of them are semantic', () => {
    const near = around(from, library, { epsilon: 0.5, k: 3_000 })
    const all = [...near]
    const share = all.filter((next) => near.isSemantic(next)).length / all.length
    expect(share).toBeGreaterThan(0.3)
    expect(share).toBeLessThan(0.7)
    expect(near.isSemantic(all[0]!.slice())).toBe(near.isSemantic(all[0]!))
    expect(near.isSemantic(program('toggle toggle toggle'))).toBe(false)
    for (const epsilon of [0, 1]) {
      const pure = around(from, library, { epsilon, k: 500 })
      for (const next of [...pure]) expect(pure.isSemantic(next)).toBe(epsilon === 0)
    }
  })

  test('is the same again from the same seed, and leaves its stream alone', () => {
    const draw = (stream: Rng) => [...around(from, library, { rng: stream })]
    expect(draw(seededRng(3))).toEqual(draw(seededRng(3)))
    const [one, other] = [seededRng(3), seededRng(3)]
    around(from, library, { rng: one, k: 1_000_000 }).next()
    draw(other)
    expect(one.next32()).toBe(other.next32())
  })

  test('draws options that join the library from then on', () => {
    const growing = libraryOf(minigrid, [program('left')])
    const near = around(program('right'), growing, { epsilon: 0, repeats: true, k: 300 })
    const first = Array.from({ length: 100 }, () => near.next().value as Program)
    growing.add(parse(minigrid, 'drop', 'stmt'))
    const texts = (sample: readonly Program[]) => [...new Set(sample.map((next) => print(minigrid, next)))].sort()
    expect(texts(first)).toEqual(['DEF run m( left m)'])
    expect(texts([...near])).toEqual(['DEF run m( drop m)', 'DEF run m( left m)'])
  })

  test('is not drawn from a recorded stream: its reference has none', () => {
    expect(() => around(from, library, { rng: numpyRng(1) })).toThrow(SingleStream)
  })
})

describe('where the library has nothing for a slot', () => {
  const from = program('REPEAT R=3 r( left r)')
  const library = libraryOf(minigrid, [program('right')])
  /** The count differs from 3, which no option does. */
  const counted = (sample: readonly Program[]) =>
    sample.filter((next) => next.length === from.length && subtree(minigrid, next, 2)[0] !== from[2]).length

  test('a syntactic neighbour of that node is drawn', () => {
    const near = around(from, library, { epsilon: 0, k: 3_000 })
    const all = [...near]
    expect(counted(all)).toBe(19)
    for (const next of all) if (counted([next]) === 1) expect(near.isSemantic(next)).toBe(false)
  })

  test('or the program stays as it is, and counts as a draw', () => {
    const all = drawnOften(from, library, { epsilon: 0, without: 'unchanged', k: 3_000 })
    const texts = all.map((next) => print(minigrid, next))
    const of = (text: string) => texts.filter((each) => each === `DEF run m( ${text} m)`).length
    const counts = [of('right'), of('REPEAT R=3 r( left r)'), of('REPEAT R=3 r( right r)')]
    expect(counts.reduce((sum, each) => sum + each)).toBe(3_000)
    expect(followsDistribution(counts, [1, 1, 1], 0.001)).toBe(true)
  })

  test('a program beyond the limits does not stay as it is', () => {
    const long = program('REPEAT R=3 r( left left left left left left left left r)')
    const all = drawnOften(long, library, { epsilon: 0, without: 'unchanged', k: 1_000 })
    for (const next of all) expect(withinLimits(minigrid, next)).toBe(true)
  })
})

test('limits that no option meets are told', () => {
  const library = libraryOf(minigrid, [program('left left left')])
  const limits = { height: 4, run: 6, tokens: 3 }
  expect(() => around(program('left'), library, { epsilon: 0, limits }).next()).toThrow(NothingWithinLimits)
})
