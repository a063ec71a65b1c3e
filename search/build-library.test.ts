import { type Language, type Program, parse, print, sampleProgram, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { asker, ownWay } from '../test/kit/library-asker.ts'
import { followsDistribution } from '../test/kit/statistics.ts'
import {
  type BuiltLibrary,
  buildLibrary,
  type LibraryAsker,
  type LibraryOptions,
  libraryDefaults,
  libraryOf,
  NoProbe,
} from './index.ts'

const program = (body: string): Program => parse(minigrid, `DEF run m( ${body} m)`)

const different = asker(() => 0)

const build = (from: LibraryAsker, programs: readonly Program[], options: Partial<LibraryOptions> = {}, seed = 1) =>
  buildLibrary(from, programs, { ...libraryDefaults, ...options }, seededRng(seed))

const textsOf = ({ options }: BuiltLibrary, language: Language = minigrid) =>
  options.map((option) => print(language, option.program))

const kindsOf = ({ counts }: BuiltLibrary) => Object.fromEntries(counts.kinds.map(({ kind, ...rest }) => [kind, rest]))

describe('the vector filter', () => {
  test('keeps the shortest text of each behaviour, the first of equally short ones, where the first one stood', async () => {
    // What counts is how far a text gets.
    const does = (text: string) => text.split(' ').reduce((at, word) => at + (word === 'left' ? 1 : 0), 0)
    const programs = [program('right left right'), program('left drop'), program('left left'), program('drop')]
    const built = await build(asker(does), programs)
    // One left: `right left right`, `left right`, `left`, `left drop`; none: `right`, `drop`; two: `left left`.
    expect(textsOf(built)).toEqual(['left', 'drop', 'left left'])
    expect(kindsOf(built)).toEqual({ stmt: { subtrees: 12, texts: 7, behaviours: 3, kept: 3 } })
    const [left, drop, twice] = built.options.map(({ behaviour }) => behaviour)
    expect(new Set([left, drop, twice]).size).toBe(3)
  })

  test('tells behaviours apart that differ in one state only', async () => {
    const does = (text: string, state: number) => (text === 'drop' && state === 499 ? 1 : 0)
    const built = await build(asker(does), [program('left'), program('drop'), program('right')])
    expect(textsOf(built)).toEqual(['left', 'drop'])
    expect(textsOf(await build(asker(does), [program('left'), program('drop')], { states: 499 }))).toEqual(['left'])
  })

  test('asks once for each kind, each text once, and never compares different kinds', async () => {
    const asked = asker(() => 0)
    const programs = [program('REPEAT R=2 r( IF c( front_is_clear c) i( left i) r)'), program('left left')]
    const built = await build(asked, programs, { states: 30 })
    expect(asked.questions).toEqual([
      {
        texts: [
          'REPEAT R=2 r( IF c( front_is_clear c) i( left i) r)',
          'IF c( front_is_clear c) i( left i)',
          'left',
          'left left',
        ],
        ask: { states: 30 },
      },
      { texts: ['R=2'], ask: { states: 30 } },
      { texts: ['front_is_clear'], ask: { states: 30 } },
    ])
    expect(textsOf(built)).toEqual(['left', 'R=2', 'front_is_clear'])
  })

  test('keeps all texts of a kind whose behaviour nobody can tell', async () => {
    const asked = asker(ownWay)
    const from: LibraryAsker = {
      ...asked,
      async behaviours(parts, ask) {
        if (print(minigrid, parts[0]!).startsWith('R=')) throw new NoProbe('minigrid', 'count', ['stmt', 'cond'])
        return asked.behaviours(parts, ask)
      },
    }
    const built = await build(from, [program('REPEAT R=2 r( left r)'), program('REPEAT R=3 r( left r)')])
    expect(kindsOf(built)).toEqual({
      stmt: { subtrees: 4, texts: 3, behaviours: 3, kept: 3 },
      count: { subtrees: 2, texts: 2, behaviours: undefined, kept: 2 },
    })
    for (const { kind, behaviour } of built.options) expect(behaviour === undefined).toBe(kind === 'count')
  })

  test('lets every other error pass', async () => {
    const from: LibraryAsker = { language: minigrid, behaviours: () => Promise.reject(new RangeError('a bug')) }
    await expect(build(from, [program('left')])).rejects.toThrow(new RangeError('a bug'))
  })

  test('asks about ten thousand texts at a time', async () => {
    const words = ['left', 'right', 'forward', 'drop', 'pickup', 'toggle']
    const rows = Array.from({ length: 6 ** 5 }, (_, n) =>
      program(Array.from({ length: 5 }, (_, place) => words[Math.floor(n / 6 ** place) % 6]!).join(' ')),
    )
    const asked = asker(ownWay)
    await build(asked, [...rows, ...rows.map(conditionally)], { states: 1 })
    const sizes = asked.questions.map(({ texts }) => texts.length)
    expect(sizes[0]).toBe(10_000)
    expect(Math.max(...sizes)).toBe(10_000)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(6 + 6 ** 2 + 6 ** 3 + 6 ** 4 + 6 ** 5 + 6 ** 5 + 1)
  })
})

/** The statements of the program, under a condition. */
function conditionally(row: Program): Program {
  return program(`IF c( front_is_clear c) i( ${print(minigrid, row.slice(1))} i)`)
}

describe('the sequential filter', () => {
  const programs = ['left', 'right', 'drop', 'pickup'].map(program)
  const sequentially = async (traces: Readonly<Record<string, readonly number[]>>, states: number) => {
    const asked = asker((text, state) => traces[text]![state]!)
    return { built: await build(asked, programs, { filter: 'sequential', states }), asked }
  }

  test('leaves programs out, state by state, that do there what an earlier one does', async () => {
    // All four differ as a whole; `right` falls in the first state, `drop` in the second.
    const { built, asked } = await sequentially({ left: [1, 1], right: [1, 2], drop: [2, 1], pickup: [3, 3] }, 2)
    expect(textsOf(built)).toEqual(['left', 'pickup'])
    expect(built.counts).toMatchObject({ programs: 4, distinctPrograms: 4, keptPrograms: 2, states: 2 })
    // Whole programs are asked about as the statements that they are.
    expect(asked.questions).toEqual([{ texts: ['left', 'right', 'drop', 'pickup'], ask: { states: 2, each: true } }])
  })

  test('does not compare with programs that have been left out in an earlier state', async () => {
    // In the second state `drop` does what `right` does, but that is gone.
    const { built } = await sequentially({ left: [1, 1], right: [1, 5], drop: [2, 5], pickup: [3, 6] }, 2)
    expect(textsOf(built)).toEqual(['left', 'drop', 'pickup'])
  })

  test('takes all subtrees of those that are left, whatever they do', async () => {
    const asked = asker((text) => (text.startsWith('left') ? 0 : 1))
    const rows = ['left left drop', 'left', 'right drop', 'drop'].map(program)
    const built = await build(asked, rows, { filter: 'sequential', states: 3 })
    expect(textsOf(built)).toEqual(['left left drop', 'left', 'left drop', 'drop', 'right drop', 'right'])
    expect(built.options.map(({ occurrences }) => occurrences)).toEqual([1, 2, 1, 2, 1, 1])
    expect(kindsOf(built)).toEqual({ stmt: { subtrees: 8, texts: 6, behaviours: undefined, kept: 6 } })
    expect(built.counts).toMatchObject({ programs: 4, distinctPrograms: 4, keptPrograms: 2 })
  })

  test('never leaves two that do the same in any state, nor one out without cause', async () => {
    const rng = seededRng(3)
    const drawn = Array.from({ length: 120 }, () => sampleProgram(minigrid, rng))
    const states = 4
    const does = (text: string, state: number) => (ownWay(text) * 7919 + state * 104_729) % 31
    const { counts } = await build(asker(does), drawn, { filter: 'sequential', states })
    const distinct = [...new Set(drawn.map((each) => print(minigrid, each.slice(1))))]
    // Straight from the description.
    let left = distinct
    for (let state = 0; state < states; state++) {
      const first = new Map<number, string>()
      for (const text of left) if (!first.has(does(text, state))) first.set(does(text, state), text)
      left = left.filter((text) => first.get(does(text, state)) === text)
    }
    expect(counts).toMatchObject({ distinctPrograms: distinct.length, keptPrograms: left.length })
    expect(left.length).toBeGreaterThan(5)
    expect(left.length).toBeLessThan(distinct.length / 2)
  })
})

describe('without a filter', () => {
  test('all texts are kept and nobody is asked what they do', async () => {
    const asked = asker(() => 0)
    const programs = [program('left right'), program('IF c( not c( front_is_clear c) c) i( left i)')]
    const built = await build(asked, programs, { filter: 'none' })
    expect(textsOf(built)).toEqual([
      'left right',
      'left',
      'right',
      'IF c( not c( front_is_clear c) c) i( left i)',
      'not c( front_is_clear c)',
      'front_is_clear',
    ])
    expect(asked.questions).toEqual([])
    expect(built.counts).toMatchObject({ programs: 2, distinctPrograms: 2, keptPrograms: 2, states: 0 })
    for (const { behaviour } of built.options) expect(behaviour).toBeUndefined()
  })
})

describe('the size', () => {
  const programs = ['left', 'right', 'forward', 'drop', 'pickup', 'toggle'].map(program)

  test('limits the options, every choice of them equally likely', async () => {
    const counts = new Map<string, number>()
    for (let seed = 0; seed < 3_000; seed++) {
      const chosen = textsOf(await build(different, programs, { filter: 'none', size: 2 }, seed))
      counts.set(chosen.join(), (counts.get(chosen.join()) ?? 0) + 1)
    }
    // The pairs of six, in the order in which they came.
    expect(counts.size).toBe(15)
    const even = Array(15).fill(1) as number[]
    expect(followsDistribution([...counts.values()], even, 0.001)).toBe(true)
    for (const pair of counts.keys()) {
      const [first, second] = pair.split(',').map((text) => programs.findIndex((each) => is(each, text)))
      expect(first).toBeLessThan(second!)
    }
  })

  test('limits nothing that is not above it, nor anything at 0', async () => {
    for (const size of [0, 6, 7]) {
      expect(textsOf(await build(different, programs, { filter: 'none', size }))).toHaveLength(6)
    }
    expect(textsOf(await build(different, programs, { filter: 'none', size: 5 }))).toHaveLength(5)
  })

  test('counts what is left after the filter', async () => {
    const does = (text: string) => Math.min(2, ownWay(text))
    const built = await build(asker(does), programs, { size: 2 })
    const [kind] = built.counts.kinds
    expect(kind).toMatchObject({ subtrees: 6, texts: 6, kept: 2 })
    expect(kind!.behaviours).toBeLessThanOrEqual(3)
  })
})

function is(each: Program, text: string): boolean {
  return print(minigrid, each.slice(1)) === text
}

describe('duplicates', () => {
  const programs = [program('left left right'), program('left left right'), program('right')]

  test('are programs once and texts by how often they occur in those, unless they are wanted', async () => {
    const built = await build(different, programs, { filter: 'none' })
    expect(textsOf(built)).toEqual(['left left right', 'left', 'left right', 'right'])
    expect(built.options.map(({ occurrences }) => occurrences)).toEqual([1, 2, 1, 2])
    expect(built.counts).toMatchObject({ programs: 3, distinctPrograms: 2 })
    expect(libraryOf(minigrid, built.options, false).of('stmt')).toHaveLength(4)
  })

  test('are drawn as often as they occur when they are wanted', async () => {
    const built = await build(different, programs, { filter: 'none', duplicates: true })
    expect(built.options.map(({ occurrences }) => occurrences)).toEqual([2, 4, 2, 3])
    const library = libraryOf(minigrid, built.options, true)
    const texts = library.of('stmt').map((option) => print(minigrid, option))
    expect(library.size).toBe(11)
    expect(texts.filter((text) => text === 'left')).toHaveLength(4)
    expect(texts.filter((text) => text === 'right')).toHaveLength(3)
  })

  test('do not come from a program given twice when whole programs are filtered', async () => {
    const asked = asker(ownWay)
    const built = await build(asked, programs, { filter: 'sequential', duplicates: true, states: 2 })
    expect(built.options.map(({ occurrences }) => occurrences)).toEqual([1, 2, 1, 2])
  })
})

test('a part of a program among the programs is an option as it is; a whole one is cut, and none itself', async () => {
  const parts = [parse(minigrid, 'left right', 'stmt'), parse(minigrid, 'front_is_clear', 'cond'), program('drop')]
  const built = await build(different, parts, { filter: 'none' })
  expect(textsOf(built)).toEqual(['left right', 'drop', 'front_is_clear'])
})

test('of no programs there is an empty library', async () => {
  for (const filter of ['vector', 'sequential', 'none'] as const) {
    const built = await build(different, [], { filter })
    expect(built).toMatchObject({
      options: [],
      counts: { programs: 0, distinctPrograms: 0, keptPrograms: 0, kinds: [] },
    })
  }
})
