import { parse, print } from '@cairn/language'
import { expect, test } from 'vitest'
import { Usage, withoutDeadCode } from './dead-code.ts'
import { microlanguage } from './language.ts'
import { productions } from './productions.ts'

/**
 * Commands are named by their numbers: u.harvest(1) is used if 1 is. An `if` is named by the number in its condition,
 * with `t`, `f` or `tf` for what it has been.
 */
function cleared(text: string, used: readonly number[], ifs: Readonly<Record<number, string>> = {}): string {
  const program = parse(microlanguage, text)
  const usage = new Usage(program)
  const numberAt = (at: number) => Number(microlanguage.productions[program[at]].name)
  program.forEach((production, at) => {
    if (production === productions.Harvest && used.includes(numberAt(at + 1))) usage.assigned[at] = 1
    if (production !== productions.If_B_then_S && production !== productions.If_B_then_S_else_S) return
    const been = ifs[numberAt(at + 2)] ?? ''
    usage.wasTrue[at] = Number(been.includes('t'))
    usage.wasFalse[at] = Number(been.includes('f'))
  })
  return print(microlanguage, withoutDeadCode(program, usage))
}

const loop = (body: string) => `for(Unit u){${body}}`
const test7 = 'HaveQtdUnitsAttacking(7)'

test('an unused command becomes the empty statement; a loop around nothing too', () => {
  expect(cleared('u.harvest(1)', [])).toBe('e')
  expect(cleared('e', [])).toBe('e')
  expect(cleared(loop('u.harvest(1)'), [])).toBe('e')
  expect(cleared(loop('u.harvest(1)'), [1])).toBe(loop('u.harvest(1)'))
})

test('a sequence keeps what is used', () => {
  const all = 'u.harvest(1) u.harvest(2) u.harvest(3)'
  expect(cleared(all, [])).toBe('e')
  expect(cleared(all, [2])).toBe('u.harvest(2)')
  expect(cleared(all, [1, 3])).toBe('u.harvest(1) u.harvest(3)')
  expect(cleared(all, [1, 2, 3])).toBe(all)
})

test('a move towards a unit counts as used from the beginning, a move away does not', () => {
  expect(cleared(loop('u.moveToUnit(Ally,Closest) u.moveAway() u.idle()'), [])).toBe(loop('u.moveToUnit(Ally,Closest)'))
})

test.each([
  [[], 'tf', 'e'],
  [[1], 'tf', `if(${test7}) then {u.harvest(1)}`],
  [[1], 't', 'u.harvest(1)'],
  [[1], '', 'u.harvest(1)'],
])('an if whose body uses %j and that was "%s"', (used, been, expected) => {
  expect(cleared(`if(${test7}) then {u.harvest(1)}`, used, { 7: been })).toBe(expected)
})

test.each([
  [[], 'tf', 'e'],
  [[1], 't', 'u.harvest(1)'],
  [[1], 'tf', `if(${test7}) then {u.harvest(1)} else { e}`],
  [[2], 'f', 'u.harvest(2)'],
  [[2], 'tf', `if(${test7}) then {e} else { u.harvest(2)}`],
  [[1, 2], 'tf', `if(${test7}) then {u.harvest(1)} else { u.harvest(2)}`],
  [[1, 2], 't', `if(${test7}) then {u.harvest(1)} else { u.harvest(2)}`],
])('an if with an else that uses %j and was "%s"', (used, been, expected) => {
  expect(cleared(`if(${test7}) then {u.harvest(1)} else { u.harvest(2)}`, used, { 7: been })).toBe(expected)
})

test('a loop that is all of a loop is merged with it, in pairs from outside, before anything is removed', () => {
  expect(cleared(loop(loop('u.harvest(1)')), [1])).toBe(loop('u.harvest(1)'))
  expect(cleared(loop(loop(loop('u.harvest(1)'))), [1])).toBe(loop(loop('u.harvest(1)')))
  expect(cleared(loop(loop(loop(loop('u.harvest(1)')))), [1])).toBe(loop(loop('u.harvest(1)')))
  expect(cleared(loop(`${loop('u.harvest(1)')} u.harvest(2)`), [1])).toBe(loop(loop('u.harvest(1)')))
  expect(cleared(loop(loop('u.harvest(1)')), [])).toBe('e')
})
