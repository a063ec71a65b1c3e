import { ParseError, parse, print, printIndented, sampleProgram, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { microlanguage, serialised } from './language.ts'
import { haveSameText, rightNested } from './measures.ts'

const texts = golden<{ readonly text: string }>('microlanguage/programs').map(({ text }) => text)
const drawn = Array.from({ length: 300 }, (_, seed) => sampleProgram(microlanguage, seededRng(seed)))

const read = (text: string) => print(microlanguage, parse(microlanguage, text))

test('both tables number the same productions', () => {
  expect(serialised.productions.map(({ name, slots }) => [name, slots])).toEqual(
    microlanguage.productions.map(({ name, slots }) => [name, slots]),
  )
})

test('what is printed is read again, up to brackets; on one line and indented', () => {
  for (const program of drawn) {
    const text = print(microlanguage, program)
    expect(parse(microlanguage, text)).toEqual(rightNested(program))
    expect(parse(microlanguage, printIndented(microlanguage, program))).toEqual(rightNested(program))
    expect(parse(serialised, print(serialised, program))).toEqual(program)
  }
})

test('brackets are all that a serialised program shows beyond its text', () => {
  const left = parse(serialised, 'S;S_S;S;S_S;S;C;Idle;S;C;MoveAway;S;C;Harvest;2')
  const right = parse(serialised, 'S;S_S;S;C;Idle;S;S_S;S;C;MoveAway;S;C;Harvest;2')
  expect(print(microlanguage, left)).toBe('u.idle() u.moveAway() u.harvest(2)')
  expect(left).not.toEqual(right)
  expect(haveSameText(left, right)).toBe(true)
  expect(haveSameText(left, parse(serialised, 'S;S_S;S;C;Idle;S;S_S;S;C;Idle;S;C;Harvest;2'))).toBe(false)
  const nested = parse(microlanguage, 'for(Unit u){u.idle() u.moveAway()} u.idle()')
  const flat = parse(microlanguage, 'for(Unit u){u.idle()} u.moveAway() u.idle()')
  expect(haveSameText(nested, flat)).toBe(false)
})

test('blanks do not count', () => {
  for (const text of texts) {
    expect(read(text.replaceAll(/([(){},])/g, ' $1\n\t'))).toBe(text)
    expect(read(text.replaceAll(/ (?!u\))/g, ''))).toBe(text)
  }
})

test('the operator Random is read and never drawn', () => {
  expect(read('for(Unit u){u.attack(Random)}')).toBe('for(Unit u){u.attack(Random)}')
  expect(drawn.some((program) => print(microlanguage, program).includes('Random'))).toBe(false)
})

describe('the spellings that models are asked for', () => {
  test.each([
    ['for(Unit u) { u.attackIfInRange() empty }', 'for(Unit u){u.idle() e}'],
    ['if (u.hasNumberOfUnits(Worker, 3)) { empty }', 'if(HasNumberOfUnits(Worker,3)) then {e}'],
    ['if(u.haveQtdUnitsAttacking(2)) then { e } else { e }', 'if(HaveQtdUnitsAttacking(2)) then {e} else { e}'],
    ['for(Unit u){if(u.is_Type(Heavy)){u.idle()}}', 'for(Unit u){if(u.is(Heavy)) then {u.idle()}}'],
    ['if(u.is(Heavy)){u.idle()} else {u.moveAway()}', 'if(u.is(Heavy)) then {u.idle()} else { u.moveAway()}'],
    ['if(canAttack()){e}', 'if(u.canAttack()) then {e}'],
    ['if(u.b14()){if(b9()){e}}', 'if(u.canHarvest()) then {if(u.canAttack()) then {e}}'],
    ['u.c1(Base, Up, 1) u.c2(Worker, Up, 1)', 'u.build(Base,Up,1) u.train(Worker,Up,1)'],
    ['u.c3(Ally, Weakest) u.c4(Closest)', 'u.moveToUnit(Ally,Weakest) u.attack(Closest)'],
    ['u.c5(3) u.c6() u.c7()', 'u.harvest(3) u.idle() u.moveAway()'],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test('the encrypted conditions', () => {
    const names = Array.from({ length: 14 }, (_, i) => {
      const parameters = { 1: 'Base,1', 2: 'Base,1', 3: 'Base,1', 4: '1', 5: '1', 6: '1', 7: 'Base' }[i + 1] ?? ''
      return read(`if(u.b${i + 1}(${parameters})){e}`).replace(/^if\(|\(.*$/g, '')
    })
    expect(names).toEqual(
      ['HasNumberOfUnits', 'OpponentHasNumberOfUnits', 'HasLessNumberOfUnits'].concat(
        ['HaveQtdUnitsAttacking', 'u.HasUnitWithinDistanceFromOpponent', 'HasNumberOfWorkersHarvesting', 'u.is'],
        ['u.isBuilder', 'u.canAttack', 'u.HasUnitThatKillsInOneAttack', 'u.OpponentHasUnitThatKillsUnitInOneAttack'],
        ['u.HasUnitInOpponentRange', 'u.OpponentHasUnitInPlayerRange', 'u.canHarvest'],
      ),
    )
  })
})

test.each([
  ['for(Unit u){}', '}'],
  ['for(Unit u){u.dance()}', 'u.dance'],
  ['for(Unit u){u.harvest(11)}', '11'],
  ['if(u.canAttack() && u.canHarvest()){e}', '&'],
  ['for(Unit u){u.train(Worker,Up)}', ')'],
  ['for(Unit u){u.idle();}', ';'],
  ['for(Unit u){u.idle()', ''],
  ['', ''],
])('%s is no program', (text, token) => {
  expect(() => parse(microlanguage, text)).toThrow(ParseError)
  expect(() => parse(microlanguage, text)).toThrow(expect.objectContaining({ token }))
})
