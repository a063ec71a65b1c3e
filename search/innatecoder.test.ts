import { type Program, parse, print, type Rng, sampleProgram, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { asker, ownWay } from '../test/kit/library-asker.ts'
import { type Asked, digits, runScripted, type Script, textOf } from '../test/kit/scripted-search.ts'
import { innateCoder, NoProbe } from './index.ts'

const eight = (digit: number): Program => program(String(digit).repeat(8))

function program(text: string): Program {
  return parse(digits, [...text].join(' '))
}

const search = (options: Record<string, number | string | boolean>, script: Partial<Script> = {}) =>
  runScripted(
    innateCoder,
    { filter: 'none', ...options },
    { rng: seededRng(1), budget: 500, score: () => 0, programs: () => [eight(9)], ...script },
  )

const asOne = (asked: readonly Asked[]): readonly Program[] =>
  asked.flatMap((question) => (question.kind === 'score' ? [question.program] : question.programs))

/** Each neighbourhood with the program that it is around. */
function around(asked: readonly Asked[]): { readonly from: string; readonly near: readonly string[] }[] {
  let from = ''
  return asked.flatMap((question) => {
    if (question.kind === 'score') {
      from = textOf(question.program)
      return []
    }
    const neighbourhood = { from, near: question.programs.map(textOf) }
    from = neighbourhood.near.at(-1) ?? from
    return [neighbourhood]
  })
}

/** The digits that neighbours have where they differ from their program. */
const put = (asked: readonly Asked[]): string[] =>
  around(asked).flatMap(({ from, near }) =>
    near.flatMap((text) => [...text].filter((digit, place) => digit !== from[place])),
  )

describe('the library', () => {
  test('is cut from the programs of the source before anything is scored, and charges nothing', async () => {
    const asked: string[] = []
    const programs = (source: string) => {
      asked.push(source)
      return [eight(9)]
    }
    const { charged } = await search({ programs: 'file:a,file:b', neighbours: 3 }, { budget: 40, programs })
    expect(asked).toEqual(['file:a,file:b'])
    expect(charged).toBe(40)
  })

  test('is asked what its options do with the filter that compares, in so many states', async () => {
    const { questions, behaviours } = asker(ownWay, digits)
    await search({ filter: 'vector', states: 70 }, { programs: () => [program('12345678')], behaviours })
    expect(questions).toEqual([{ texts: ['1', '2', '3', '4', '5', '6', '7', '8'], ask: { states: 70 } }])
  })

  test('is drawn from alone with an epsilon of 0', async () => {
    const { asked } = await search({ epsilon: 0, growth: false }, { programs: () => [program('33333377')] })
    expect(new Set(put(asked))).toEqual(new Set(['3', '7']))
  })

  test('is never drawn from with an epsilon of 1: the search is the one without any program', async () => {
    const run = async (programs: Script['programs']) =>
      asOne((await search({ epsilon: 1 }, { programs: programs!, score: (_, n) => (n % 70) / 100 })).asked)
    const without = await run(() => [])
    expect(await run(() => [eight(9)])).toEqual(without)
    expect(await run(() => Array.from({ length: 8 }, (_, digit) => eight(digit)))).toEqual(without)
  })

  test('may be empty: the search is one in syntax', async () => {
    const { asked, charged } = await search({ epsilon: 0 }, { programs: () => [], budget: 300 })
    expect(charged).toBe(300)
    expect(new Set(put(asked)).size).toBe(10)
  })

  test('goes by the texts where nobody can tell what options do', async () => {
    const behaviours = () => Promise.reject(new NoProbe('digits', 'digit', []))
    const { charged, asked } = await search({ filter: 'vector', epsilon: 0, growth: false }, { behaviours })
    expect(charged).toBe(500)
    expect(new Set(put(asked))).toEqual(new Set(['9']))
  })

  test('draws an option as often as it occurs only when duplicates are wanted', async () => {
    const share = async (duplicates: boolean) => {
      const options = { epsilon: 0, growth: false, duplicates, neighbours: 1 }
      const all = put((await search(options, { budget: 8_000, programs: () => [program('77777778')] })).asked)
      return all.filter((digit) => digit === '7').length / all.length
    }
    expect(await share(false)).toBeCloseTo(1 / 2, 1)
    expect(await share(true)).toBeCloseTo(7 / 8, 1)
  })
})

describe('a neighbourhood', () => {
  test('has no neighbour twice, however many are drawn', async () => {
    const { asked } = await search({ neighbours: 1_000, growth: false }, { budget: 2_000 })
    const all = around(asked).slice(0, -1)
    expect(all.length).toBeGreaterThan(20)
    for (const { near } of all) {
      expect(new Set(near).size).toBe(near.length)
      expect(near.length).toBeGreaterThan(60) // 8 places of 9 other digits, and the program itself
      expect(near.length).toBeLessThanOrEqual(73)
    }
  })

  test('has the program itself for a slot that no option fits, or a syntactic neighbour there', async () => {
    // An option for statements; the only condition has none.
    const left = parse(minigrid, 'DEF run m( left m)')
    const texts = async (without: string) => {
      const options = { epsilon: 0, without, growth: false, neighbours: 2_000 }
      const script = { language: minigrid, programs: () => [left], rng: seededRng(4), budget: 60 }
      const { asked } = await search(options, script)
      const [start, near] = asked as [Asked & { kind: 'score' }, Asked & { kind: 'first-better' }]
      const from = print(minigrid, start.program)
      return { from, near: near.programs.map((next) => print(minigrid, next)) }
    }
    const unchanged = await texts('unchanged')
    expect(unchanged.from).toContain('c(')
    expect(unchanged.near).toContain(unchanged.from)
    const conditions = ({ from, near }: { from: string; near: string[] }) =>
      near.filter((text) => shapeOf(text) === shapeOf(from) && text !== from).length
    expect(conditions(unchanged)).toBe(0)
    expect(conditions(await texts('syntax'))).toBeGreaterThan(0)
  })

  test('is drawn from a stream of its own: speculation changes nothing', async () => {
    const score = (next: Program, n: number) => ((ownWay(textOf(next)) * 31 + n) % 89) / 100
    const run = async (speculates: boolean) => asOne((await search({}, { speculates, score })).asked)
    expect(await run(true)).toEqual(await run(false))
  })
})

/** The program without its conditions. */
function shapeOf(text: string): string {
  return text.replace(/c\( .*? c\)/g, 'c')
}

describe('growth', () => {
  /** Better and better in the first neighbours, then never again. */
  const rising = (steps: number) => (_program: Program, n: number) => Math.min(n, steps) / 100

  test('adds the subtrees of every program that a climb moves to', async () => {
    const grown = await search({ epsilon: 0, growth: true }, { score: rising(1) })
    const [start, moved] = asOne(grown.asked).map(textOf)
    const later = around(grown.asked)
    expect(later[0]!.near).toEqual([moved])
    expect([...moved!].filter((digit) => digit === '9').length).toBeGreaterThan(0)
    // From the second neighbourhood on, and in later climbs.
    for (const { near, from } of later.slice(1, -1)) {
      const all = near.flatMap((text) => [...text].filter((digit, place) => digit !== from[place]))
      expect(new Set(all)).toEqual(new Set(moved))
    }
    expect(new Set(start).size).toBeGreaterThan(2)
  })

  test('adds nothing when it is off', async () => {
    const { asked } = await search({ epsilon: 0, growth: false }, { score: rising(3) })
    expect(new Set(put(asked))).toEqual(new Set(['9']))
  })

  test('adds nothing of programs that a climb only starts from or tries', async () => {
    const { asked } = await search({ epsilon: 0, growth: true })
    expect(new Set(put(asked))).toEqual(new Set(['9']))
  })

  test('adds options that are there already only when duplicates are wanted', async () => {
    /** Of what is put after one move to the start with one 9 in it; there are eight 9s in the library to begin with. */
    const nines = async (duplicates: boolean) => {
      const options = { epsilon: 0, growth: true, duplicates, neighbours: 1 }
      const script = { budget: 6_000, score: rising(1), rng: seededRng(5) }
      const { asked } = await search(options, script)
      const moved = [...textOf(asOne(asked)[1]!)]
      const all = put(asked.slice(2))
      const library = [...(duplicates ? '99999999' : '9'), ...(duplicates ? moved : new Set(moved.filter(not9)))]
      const expected = library.filter((digit) => digit === '9').length / library.length
      return { expected, share: all.filter((digit) => digit === '9').length / all.length }
    }
    for (const duplicates of [false, true]) {
      const { share, expected } = await nines(duplicates)
      expect(Math.abs(share - expected)).toBeLessThan(0.04)
    }
  })
})

const not9 = (digit: string) => digit !== '9'

describe('mixing', () => {
  /** Every uniform draw is this one, so that a neighbour is semantic where epsilon is not above it; places take turns. */
  class Constant implements Rng {
    readonly #draw: number
    #turn = 0

    constructor(draw: number) {
      this.#draw = draw
    }

    next32(): number {
      return 0
    }

    uniform(): number {
      return this.#draw
    }

    below(n: number): number {
      return this.#turn++ % n
    }

    split(): Rng {
      return this
    }

    stream(): Rng {
      return this
    }
  }

  /** Whether neighbours are semantic with that draw, neighbourhood after neighbourhood. */
  async function semantic(options: Record<string, number | string>, draw: number, scores: readonly number[]) {
    const score = (_program: Program, n: number) => scores[n] ?? -1e9
    const { asked } = await search({ growth: false, ...options }, { rng: new Constant(draw), score, budget: 40 })
    return around(asked).map(({ from, near }) => near[0]!.split('9').length > from.split('9').length)
  }

  test('with a fixed epsilon has that share of syntactic neighbours throughout', async () => {
    const rising = [-3, -2, -1]
    expect((await semantic({ epsilon: 0.4 }, 0.39, rising)).slice(0, 3)).toEqual([false, false, false])
    expect((await semantic({ epsilon: 0.4 }, 0.4, rising)).slice(0, 3)).toEqual([true, true, true])
  })

  test('annealed begins with the library alone and has a fifth of syntax from the first improvement on', async () => {
    // exp(-improvement / 1000) is above 0.8, the most.
    const rising = [-0.3, -0.2, -0.1]
    expect((await semantic({ mixing: 'annealed' }, 0, rising)).slice(0, 3)).toEqual([true, false, false])
    expect((await semantic({ mixing: 'annealed' }, 0.19, rising)).slice(0, 3)).toEqual([true, false, false])
    expect((await semantic({ mixing: 'annealed' }, 0.21, rising)).slice(0, 3)).toEqual([true, true, true])
  })

  test('annealed goes by exp(-improvement / temperature), of 1000 at first and 0.95 of it after each improvement', async () => {
    // Improvements of 1000, 950 and 902.5: e^-1 each time, so 0.632 of syntax; then of 2000: exp(-2000 / 857.375), 0.903.
    const rising = [-9_000, -8_000, -7_050, -6_147.5, -4_147.5]
    const epsilons = async (draw: number) => (await semantic({ mixing: 'annealed' }, draw, rising)).slice(0, 5)
    expect(await epsilons(0.632)).toEqual([true, false, false, false, false])
    expect(await epsilons(0.6322)).toEqual([true, true, true, true, false])
    expect(1 - Math.exp(-2000 / 857.375)).toBeCloseTo(0.90299, 4)
  })

  test('annealed pays no heed to epsilon', async () => {
    const run = async (epsilon: number) => asOne((await search({ mixing: 'annealed', epsilon })).asked)
    expect(await run(0)).toEqual(await run(1))
  })
})

test('climbs start from random programs of the space, never from the programs of the source', async () => {
  const given = Array.from({ length: 5 }, (_, seed) => sampleProgram(digits, seededRng(100 + seed)))
  const { asked } = await search({ neighbours: 2 }, { programs: () => given, budget: 900 })
  const starts = asked.flatMap((question) => (question.kind === 'score' ? [textOf(question.program)] : []))
  expect(starts.length).toBeGreaterThan(250)
  for (const program of given) expect(starts).not.toContain(textOf(program))
})
