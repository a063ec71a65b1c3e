import { parse } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { playLeaps, worldFrom } from '../../test/kit/karel.ts'
import { noLeapsRules } from './conformance/leaps-interpreter.ts'
import { karel } from './language.ts'
import { compileForLeaps } from './leaps-compile.ts'
import { LeapsInterpreter, noExecution } from './leaps-interpreter.ts'

const corridor = () => worldFrom('>...#', { cap: 9 })
const calls = (statements: string, world = corridor()) => playLeaps(statements, world).calls

describe('what a program spends', () => {
  test('a program and each statement spend 1, each pair 2 more before its first statement', () => {
    expect(calls('move')).toBe(2)
    expect(calls('move move')).toBe(5)
    expect(calls('move move move')).toBe(8)
  })

  test('a WHILE whose body is one action spends 1 a turn, with two actions 4, with three 7', () => {
    expect(calls('WHILE c( frontIsClear c) w( move w)')).toBe(3 + 3)
    expect(calls('WHILE c( frontIsClear c) w( move putMarker w)')).toBe(3 + 3 * 4)
    expect(calls('WHILE c( frontIsClear c) w( move putMarker pickMarker w)')).toBe(3 + 3 * 7)
  })

  test('REPEAT spends 1 and its body every time', () => {
    expect(calls('REPEAT R=3 r( turnLeft r)')).toBe(3 + 3)
    expect(calls('REPEAT R=1 r( turnLeft r)')).toBe(3 + 1)
    expect(calls('REPEAT R=0 r( turnLeft r)')).toBe(3)
  })

  test('IF and IFELSE spend 1 and the branch taken; a condition spends nothing', () => {
    expect(calls('IF c( markersPresent c) i( move i)')).toBe(3)
    expect(calls('IF c( not c( markersPresent c) c) i( move i)')).toBe(4)
    expect(calls('IFELSE c( markersPresent c) i( move i) ELSE e( turnLeft turnLeft e)')).toBe(3 + 4)
  })

  test('unlike in prog_policies, a statement without effect is paid for', () => {
    expect(calls('WHILE c( markersPresent c) w( move w) REPEAT R=0 r( move r)')).toBe(1 + 3 + 1 + 1 + 1)
  })
})

describe('the end of a budget', () => {
  test('a program stops where it is, and what it has done stays done', () => {
    const stopped = playLeaps('WHILE c( noMarkersPresent c) w( turnLeft w)', corridor())
    expect(stopped).toMatchObject({ actions: 'l'.repeat(217), calls: 221, completed: false, picture: '^...#' })
  })

  test('a loop may meet its state again', () => {
    const round = playLeaps('WHILE c( noMarkersPresent c) w( turnLeft w)', corridor(), 20)
    expect(round).toMatchObject({ actions: 'l'.repeat(17), completed: false })
  })

  test('what spends the last unit and needs no more is complete', () => {
    expect(playLeaps('REPEAT R=0 r( move r)', corridor(), 2)).toMatchObject({ calls: 3, completed: true })
    expect(playLeaps('REPEAT R=1 r( move r)', corridor(), 2)).toMatchObject({ calls: 3, completed: false })
    expect(playLeaps('IF c( False c) i( move i)', corridor(), 2)).toMatchObject({ calls: 3, completed: false })
  })

  test('nested repeats of nothing end', () => {
    const nested = `${'REPEAT R=19 r( '.repeat(6)}REPEAT R=0 r( move r)${' r)'.repeat(6)}`
    expect(playLeaps(nested, corridor())).toMatchObject({ actions: '', calls: 221, completed: false })
  })
})

test('a blocked move turns round; a pick from nothing and a put on a full cell do nothing', () => {
  expect(playLeaps('move', worldFrom('>#')).picture).toBe('<#')
  expect(playLeaps('pickMarker', corridor())).toMatchObject({ actions: 'p', under: 0 })
  expect(playLeaps('putMarker', worldFrom('>.', { cap: 9, under: 9 }))).toMatchObject({ actions: 'u', under: 9 })
})

test('executions add up: the return and the actions of all, the calls of the last', () => {
  const world = corridor()
  const rules = { ...noLeapsRules(world), step: () => 0.1 }
  const interpreter = new LeapsInterpreter()
  const execution = noExecution()
  const code = compileForLeaps(parse(karel, 'DEF run m( move m)'))
  for (let i = 0; i < 3; i++) interpreter.run(code, rules, world, execution)
  expect(execution).toEqual({ return: 0.1 + 0.1 + 0.1, steps: 3, calls: 2, completed: true })
})
