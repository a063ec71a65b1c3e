import { describe, expect, test } from 'vitest'
import { microrts } from '../domains/microrts/domain.ts'
import { followsDistribution } from '../test/kit/statistics.ts'
import { Library, mixedNeighbourhood, type Program, parse, print, replace, seededRng, subtrees } from './index.ts'

const { language } = microrts
const { drawing } = language
const read = (text: string, from?: string): Program => parse(language, text, from)

function libraryOf(...options: readonly Program[]): Library {
  const library = new Library(language)
  for (const option of options) library.add(option)
  return library
}

interface Ask {
  readonly epsilon?: number
  readonly k?: number
  readonly seed?: number
}

function around(from: Program, library: Library, { epsilon = 0, k = 3_000, seed = 1 }: Ask = {}) {
  const mixture = { library, epsilon, without: 'syntax' } as const
  return mixedNeighbourhood(language, from, seededRng(seed), k, mixture, { drawing, move: 'liss', repeats: true })
}

const texts = (from: Program, library: Library, ask?: Ask) =>
  [...around(from, library, ask)].map((next) => print(language, next))

const long = read('for(Unit u){ u.harvest(1) u.attack(Closest) u.train(Worker,Up,5) }')
const longToo = read('for(Unit u){ if(u.canAttack()) then { u.attack(Weakest) } u.moveAway() }')
const short = read('u.idle()')

describe('a move of the released LISS', () => {
  test('puts an option in place of a node that is to begin like it, or leaves the program for a long option', () => {
    const from = read('for(Unit u){ u.attack(Closest) }')
    const library = libraryOf(long, short, read('u.harvest(5)', 'C'))
    const replaced = new Set<string>()
    // Nodes before which an S or a C stands: the loop, the statement in it, the command of that.
    for (const at of [0, 1]) {
      for (const option of [long, short]) replaced.add(print(language, replace(language, from, at, option)))
    }
    replaced.add(print(language, replace(language, from, 2, read('u.harvest(5)', 'C'))))
    expect(new Set(texts(from, library))).toEqual(replaced)
  })

  test('gives the library up with a chance of one half at each option that does not fit', () => {
    const command = read('u.moveAway()', 'C')
    const all = texts(read('u.idle()'), libraryOf(longToo, command), { k: 20_000 })
    // At the command, `moveAway` is wanted once in seven times, and met unless the loop came first and ended it.
    const attached = (1 / 7) * (3 / 4)
    const left = (1 / 2) * (1 / 2 + (1 / 2) * (6 / 7) * (1 / 2)) + (1 / 2) * (6 / 7) * (3 / 4)
    // At the statement a loop is wanted with this chance; neither option has to be met for it to come out.
    const loop = (1 / 3 + 1 / 4 + 6 / 5) / 9
    const either = 3 / 4 + loop / 4
    const counts = ['u.moveAway()', print(language, longToo)].map((text) => all.filter((each) => each === text).length)
    expect(counts[0]! + counts[1]!).toBe(20_000)
    expect(followsDistribution(counts, [attached, left + either], 0.001)).toBe(true)
  })

  test('takes long options alike for the whole program, and the longest where none is long', () => {
    const from = read('if(u.canHarvest()) then { u.moveAway() }')
    const whole = texts(from, libraryOf(long, longToo, short, short, short), { k: 6_000 })
    const counts = [long, longToo].map((option) => whole.filter((text) => text === print(language, option)).length)
    // Putting either in at the root is as likely, so they are alike.
    expect(followsDistribution(counts, [1, 1], 0.001)).toBe(true)
    const none = texts(from, libraryOf(short, read('u.train(Worker,EnemyDir,100)')), { k: 2_000 })
    expect(none).toContain(print(language, read('u.train(Worker,EnemyDir,100)')))
  })

  test('does not put an option in place of a condition', () => {
    const from = read('if(u.canHarvest()) then { u.moveAway() }')
    const library = libraryOf(read('u.isBuilder()', 'B'), read('u.canAttack()', 'B'))
    // There is no statement to leave it for: syntactic neighbours are all there is.
    const near = around(from, library, { k: 50 })
    for (const next of near) expect(near.isSemantic(next)).toBe(false)
  })

  test('never leaves the text as it is', () => {
    const from = read('for(Unit u){ u.attack(Closest) u.idle() }')
    const library = libraryOf(from, ...[...subtrees(language, from)].map(({ program }) => program), short)
    expect(texts(from, library, { epsilon: 0.3 })).not.toContain(print(language, from))
  })

  test('has a share of syntactic neighbours, and no others without a library', () => {
    const near = around(read('u.idle()'), libraryOf(longToo), { epsilon: 0.4, k: 4_000 })
    const semantic = [...near].filter((next) => print(language, next) === print(language, longToo)).length
    expect(followsDistribution([semantic, 4_000 - semantic], [0.6, 0.4], 0.001)).toBe(true)
    const empty = around(read('u.idle()'), libraryOf(), { k: 100 })
    for (const next of empty) expect(empty.isSemantic(next)).toBe(false)
  })

  test('knows options that join the library between draws', () => {
    const library = libraryOf(short)
    const near = around(read('u.moveAway()'), library, { k: 400 })
    for (let i = 0; i < 100; i++) expect(print(language, near.next().value as Program)).toBe('u.idle()')
    library.add(long)
    expect([...near].map((next) => print(language, next))).toContain(print(language, long))
  })

  test('is the same again from the same seed', () => {
    const library = libraryOf(long, longToo, short)
    const from = read('for(Unit u){ u.attack(Closest) }')
    expect(texts(from, library, { epsilon: 0.4, k: 200 })).toEqual(texts(from, library, { epsilon: 0.4, k: 200 }))
    expect(texts(from, library, { seed: 2, k: 200 })).not.toEqual(texts(from, library, { k: 200 }))
  })
})
