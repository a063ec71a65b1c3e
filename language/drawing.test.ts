import { describe, expect, test } from 'vitest'
import { microLanguage as written } from '../test/kit/languages.ts'
import {
  type Drawing,
  drawProgram,
  type Language,
  Library,
  mixedNeighbourhood,
  neighbour,
  neighbourhood,
  parse,
  print,
  type Rng,
  sampleProgram,
  seededRng,
  subtrees,
} from './index.ts'

const program = (text: string, from?: string) => parse(written, text, from)

/** Harvests by so many workers, and with one worker more; conditions and whole programs may become options. */
const drawing: Drawing = {
  sample: (rng) => harvest(rng.below(10)),
  neighbour: (from, rng) => program(`${print(written, from)} u.harvest(${rng.below(10)})`),
  replaceable: ['S', 'B'],
}
const harvest = (n: number) => program(`u.harvest(${n})`)
const language: Language = { ...written, drawing }

const from = program('for(Unit u) {if(u.isBuilder()) then {u.attack(Closest)}}')
const added = (count: number, rng: Rng) => Array.from({ length: count }, () => drawing.neighbour(from, rng))

describe('a language with a drawing of its own', () => {
  test('has programs drawn so, on the stream given, where searches draw them', () => {
    const [one, other] = [seededRng(1), seededRng(1)]
    const drawn = Array.from({ length: 50 }, () => drawProgram(language, one, { filter: false }))
    expect(drawn).toEqual(Array.from({ length: 50 }, () => drawing.sample(other)))
    expect(drawProgram(written, seededRng(2))).toEqual(sampleProgram(written, seededRng(2)))
  })

  test('has a neighbourhood drawn so if it is asked for, lazily from a split stream, whatever limits and variant say', () => {
    const [one, other] = [seededRng(3), seededRng(3)]
    const options = { drawing, variant: 'old', limits: { height: 1, run: 1, tokens: 1 }, size: 2 } as const
    const near = neighbourhood(language, from, one, 40, options)
    expect([...near]).toEqual(added(40, other.split()))
    expect(one.next32()).toBe(other.next32())
    expect(neighbour(language, from, seededRng(4), { drawing })).toEqual(drawing.neighbour(from, seededRng(4)))
    expect(neighbour(language, from, seededRng(4))).toEqual(neighbour(written, from, seededRng(4)))
  })

  test('has it mixed with options only in place of the nodes that it says, the root among them', () => {
    const library = new Library(language)
    library.add(program('u.idle()'))
    library.add(program('u.train(Worker,Up,4)', 'C'))
    library.add(program('u.is(Heavy)', 'B'))
    const drawn = new Set([...mixed(library, 0)].map((near) => print(written, near)))
    expect(drawn).toEqual(
      new Set([
        'u.idle()',
        'for(Unit u){u.idle()}',
        'for(Unit u){if(u.is(Heavy)) then {u.attack(Closest)}}',
        'for(Unit u){if(u.isBuilder()) then {u.idle()}}',
      ]),
    )
  })

  test('has it drawn so alone with an epsilon of 1, each neighbour once', () => {
    const library = new Library(language)
    for (const { program: part } of subtrees(language, from)) library.add(part)
    const near = [...mixed(library, 1)]
    expect(near).toHaveLength(10)
    expect(near.every((each) => /u\.harvest\(\d\)$/.test(print(written, each)))).toBe(true)
    // The coin of every draw is tossed before.
    const coin = seededRng(5).split()
    coin.uniform()
    expect(near[0]).toEqual(drawing.neighbour(from, coin))
  })

  test('has a neighbour drawn so where the library has nothing, or the program as it is', () => {
    const empty = new Library(language)
    expect([...mixed(empty, 0)]).toHaveLength(10)
    expect([...mixed(empty, 0, 'unchanged')]).toEqual([from])
  })
})

function mixed(library: Library, epsilon: number, without: 'syntax' | 'unchanged' = 'syntax') {
  return mixedNeighbourhood(language, from, seededRng(5), 500, { library, epsilon, without }, { drawing })
}
