import { expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { numberOf } from './grammar.ts'
import { neighbour } from './mutate.ts'
import { parse } from './parse.ts'
import { print, printIndented } from './print.ts'
import { BadProgram, checkProgram, endOf, measure, nodes, replace, subtree, withinLimits } from './program.ts'
import { seededRng } from './rng.ts'
import { NothingWithinLimits, sampleProgram } from './sample.ts'

const program = parse(
  minigrid,
  'DEF run m( left WHILE c( not c( front_object_type h( door h) c) c) w( forward IF c( front_is_clear c) i( drop i) toggle w) m)',
)
const loop = program.indexOf(numberOf(minigrid, 'while'))

test('a subtree is a slice, and replacing it is a splice', () => {
  expect(print(minigrid, subtree(minigrid, program, loop))).toMatch(/^WHILE .* w\)$/)
  expect(endOf(minigrid, program, 0)).toBe(program.length)
  const right = parse(minigrid, 'right', 'stmt')
  expect(print(minigrid, replace(minigrid, program, loop, right))).toBe('DEF run m( left right m)')
})

test('every node knows the non-terminal of its slot', () => {
  expect([...nodes(minigrid, program)].map(({ nonTerminal }) => nonTerminal).join(' ')).toBe(
    'program stmt simple stmt cond plainCond stmt simple stmt simple cond stmt stmt',
  )
})

test('height counts nesting, run the statements in a row, tokens the words of the text', () => {
  expect(measure(minigrid, program)).toEqual({ height: 3, run: 3, tokens: 26, nodes: 13 })
  expect(print(minigrid, program).split(' ')).toHaveLength(26)
  expect(withinLimits(minigrid, program)).toBe(true)
  expect(withinLimits(minigrid, program, { height: 3, run: 3, tokens: 25 })).toBe(false)
})

test('an indented program has a line per statement', () => {
  expect(printIndented(minigrid, program)).toBe(`DEF run m(
  left
  WHILE c( not c( front_object_type h( door h) c) c) w(
    forward
    IF c( front_is_clear c) i(
      drop
    i)
    toggle
  w)
m)`)
})

test('bytes that are no program are refused with the byte that does not fit', () => {
  const refused = (bytes: Uint8Array) => {
    try {
      checkProgram(minigrid, bytes)
    } catch (error) {
      if (error instanceof BadProgram) return error.message
    }
    return ''
  }
  expect(refused(new Uint8Array(0))).toBe('not a program of minigrid: byte 0: bytes are missing')
  expect(refused(program.subarray(0, -1))).toBe(
    `not a program of minigrid: byte ${program.length - 1}: bytes are missing`,
  )
  expect(refused(Uint8Array.of(...program, 0))).toBe(
    `not a program of minigrid: byte ${program.length}: the program has ended before`,
  )
  expect(refused(Uint8Array.of(0, 0))).toBe('not a program of minigrid: byte 1: program is no stmt')
  expect(refused(Uint8Array.of(0, 250))).toBe('not a program of minigrid: byte 1: production 250 is no stmt')
})

test('limits that nothing meets are an error, not an endless loop', () => {
  const limits = { height: 1, run: 1, tokens: 4 }
  expect(() => sampleProgram(minigrid, seededRng(1), { limits })).toThrow(NothingWithinLimits)
  expect(() => neighbour(minigrid, program, seededRng(1), { limits })).toThrow('none of 10000000 draws was within')
})

test('limits so loose that programs outgrow memory end all the same', () => {
  const limits = { height: 1000, run: 1000, tokens: 100_000 }
  const rng = seededRng(1)
  for (let i = 0; i < 20; i++)
    expect(measure(minigrid, sampleProgram(minigrid, rng, { limits })).tokens).toBeLessThanOrEqual(100_000)
  expect(
    sampleProgram(minigrid, rng, { limits: { ...limits, tokens: Number.POSITIVE_INFINITY }, filter: false }).length,
  ).toBeGreaterThan(1)
})
