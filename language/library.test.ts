import { describe, expect, test } from 'vitest'
import { microLanguage, minigrid } from '../test/kit/languages.ts'
import { followsDistribution } from '../test/kit/statistics.ts'
import { admits, keyOf, Library, measure, parse, print, sampleProgram, seededRng, subtrees } from './index.ts'

const stmt = (text: string) => parse(minigrid, text, 'stmt')
const cond = (text: string) => parse(minigrid, text, 'cond')
const slot = (name: string) => minigrid.nonTerminals.find((each) => each.name === name)!.index

function library(...programs: Uint8Array[]): Library {
  const made = new Library(minigrid)
  for (const program of programs) made.add(program)
  return made
}

describe('a library', () => {
  test('holds options by kind, in order of arrival', () => {
    const made = library(
      stmt('left'),
      cond('front_is_clear'),
      stmt('left forward'),
      stmt('WHILE c( front_is_clear c) w( left w)'),
    )
    expect(made.size).toBe(4)
    expect(made.kinds).toEqual(['stmt', 'cond'])
    expect(made.of('stmt').map((each) => print(minigrid, each))).toEqual([
      'left',
      'left forward',
      'WHILE c( front_is_clear c) w( left w)',
    ])
    expect(made.of('count')).toEqual([])
  })

  test('adds new ones only, when told so, and any number of equal ones otherwise', () => {
    const made = library(stmt('left'))
    made.addNew([...subtrees(minigrid, parse(minigrid, 'DEF run m( left left right m)'))])
    expect(made.of('stmt').map((each) => print(minigrid, each))).toEqual([
      'left',
      'left left right',
      'left right',
      'right',
    ])
    made.add(stmt('left'))
    expect(made.size).toBe(5)
    expect(made.has(stmt('left right'))).toBe(true)
    expect(made.has(stmt('right left'))).toBe(false)
  })

  test('gives a slot what may stand in it, each option as often as any other', () => {
    const options = ['left', 'right', 'left right', 'forward left', 'IF c( front_is_clear c) i( left i)'].map(stmt)
    const made = library(...options, cond('front_is_clear'), cond('not c( front_is_clear c)'))
    for (const [kind, fitting] of [
      ['stmt', options],
      ['simple', options.filter((each) => admits(minigrid, 'simple', each[0]!))],
      ['cond', made.of('cond')],
      ['plainCond', made.of('cond')],
    ] as const) {
      const rng = seededRng(1).stream(kind)
      const counts = new Map(fitting.map((each) => [keyOf(each), 0]))
      for (let i = 0; i < 4_000; i++) {
        const key = keyOf(made.draw(slot(kind), rng)!.program)
        counts.set(key, counts.get(key)! + 1)
      }
      expect(counts.size).toBe(fitting.length)
      expect(
        followsDistribution(
          [...counts.values()],
          fitting.map(() => 1),
          0.001,
        ),
      ).toBe(true)
    }
    expect(made.draw(slot('count'), seededRng(1))).toBeUndefined()
  })

  test('draws an option that was added three times three times as often', () => {
    const made = library(stmt('left'), stmt('right'), stmt('left'), stmt('left'))
    const rng = seededRng(2)
    const drawn = Array.from({ length: 4_000 }, () => print(minigrid, made.draw(slot('stmt'), rng)!.program))
    const lefts = drawn.filter((text) => text === 'left').length
    expect(followsDistribution([lefts, drawn.length - lefts], [3, 1], 0.001)).toBe(true)
  })

  test('knows what an option adds to the program that it is put in', () => {
    for (const language of [minigrid, microLanguage]) {
      const rng = seededRng(3)
      const made = new Library(language)
      for (let i = 0; i < 60; i++) made.addNew(subtrees(language, sampleProgram(language, rng)))
      for (const { index, name } of language.nonTerminals) {
        for (let i = 0; i < 100; i++) {
          const option = made.draw(index, rng)
          if (option === undefined) break
          const { height, run, tokens } = measure(language, option.program)
          expect({ height: option.height, run: option.run, tokens: option.tokens }).toEqual({ height, run, tokens })
          // Put at the end of a row, its first row goes on it.
          const chain = language.productions.find((production) => production.chains && production.slots.at(-1) === name)
          if (chain === undefined) continue
          const short = made.draw(language.nonTerminals.find((each) => each.name === chain.slots[0])!.index, rng)!
          if (short.run > 1) continue
          const row = Uint8Array.from([chain.number, ...short.program, ...option.program])
          expect(measure(language, row).run).toBe(Math.max(option.run, 1 + option.firstRun))
        }
      }
    }
  })
})

test('the key of a program tells it from every other, however long it is', () => {
  const long = new Uint8Array(300_000).map((_, i) => i % 256)
  expect(keyOf(long)).toHaveLength(300_000)
  expect(keyOf(long)).not.toBe(keyOf(replaceLast(long)))
})

function replaceLast(program: Uint8Array): Uint8Array {
  return program.with(-1, 0)
}
