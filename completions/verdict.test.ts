import { karel, minigrid } from '@cairn/domains'
import { expect, test } from 'vitest'
import { microLanguage } from '../test/kit/languages.ts'
import { judge, longestAnswer } from './verdict.ts'

const python = 'def run():\n    move()'
const strict = (answer: string) => judge(answer, karel.language, 'strict')
const compat = (answer: string) => judge(answer, karel.language, 'compat')
const block = (info: string, text: string) => `\`\`\`${info}\n${text}\n\`\`\``

test('both parts of an answer are read, Python first', () => {
  const verdict = strict(`1. Python:\n${block('python', python)}\n2. DSL:\n${block('', 'DEF run m( turnLeft m)')}\n`)
  expect(verdict).toEqual({
    accepted: true,
    python: { ok: true, text: 'DEF run m( move m)' },
    dsl: { ok: true, text: 'DEF run m( turnLeft m)' },
    programs: ['DEF run m( move m)', 'DEF run m( turnLeft m)'],
  })
})

test('a program that is said twice is listed once', () => {
  expect(strict(`${block('python', python)}\n${block('', 'DEF run m(\n  move\nm)')}`).programs).toEqual([
    'DEF run m( move m)',
  ])
})

test('an answer may take one of the paths alone', () => {
  expect(strict(block('python', python)).dsl).toBeUndefined()
  expect(strict('DEF run m( move m)').python).toBeUndefined()
})

test('an answer that takes neither says what was looked for', () => {
  expect(strict('I cannot do that.')).toEqual({
    accepted: false,
    python: { ok: false, reason: 'no block in backticks defines run()' },
    dsl: { ok: false, reason: 'no line begins with "DEF run"' },
    programs: [],
  })
})

test.each(['python', 'Python', 'py', '', ' python3 '])('Python may stand in a block that is called "%s"', (info) => {
  expect(strict(`Here:\n\n${block(info, python)}\n\nDone.`).python?.text).toBe('DEF run m( move m)')
})

test('Python may stand without a block if nothing else does', () => {
  expect(strict(`\n${python}\n`).python?.ok).toBe(true)
  expect(strict(`Here:\n${python}\n`).python).toEqual({ ok: false, reason: 'no block in backticks defines run()' })
  expect(strict(`${python}\nDone.\n`).python).toMatchObject({ ok: false, line: 3 })
})

test('the first block that defines run counts', () => {
  const answer = [
    block('python', 'import karel'),
    block('python', python),
    block('python', 'def run():\n    turnLeft()'),
  ]
  expect(strict(answer.join('\n\n')).python?.text).toBe('DEF run m( move m)')
})

test('Python without run is rejected where it stands', () => {
  expect(strict(`Here:\n${block('python', 'def main():\n    move()')}`).python).toEqual({
    ...{ ok: false, reason: 'no block of Python defines run()', line: 3, column: 1 },
  })
})

test('a block that the answer breaks off in is rejected: nobody knows how it goes on', () => {
  expect(strict(`\`\`\`python\n${python}\n    turn`).python).toEqual({
    ...{
      ok: false,
      reason: 'the answer ends inside the block: the rest of the program is missing',
      line: 4,
      column: 9,
    },
  })
})

test('the last text in the language counts', () => {
  expect(strict('DEF run m( move m)\nor\nDEF run m( turnLeft m)').dsl?.text).toBe('DEF run m( turnLeft m)')
  expect(strict(`${block('', 'DEF run m( move m)')}\nDEF run m( turnLeft m)`).dsl?.text).toBe('DEF run m( turnLeft m)')
  expect(strict(`DEF run m( move m)\n${block('', 'DEF run m( turnLeft m)')}`).dsl?.text).toBe('DEF run m( turnLeft m)')
})

test('a text in the language may go on in the next lines', () => {
  expect(strict('So:\nDEF run m(\n  move\n  turnLeft\nm)\n\nDone.').dsl?.text).toBe('DEF run m( move turnLeft m)')
  expect(strict('DEF run m( move m)\nwalks.').dsl?.text).toBe('DEF run m( move m)')
})

test.each([
  ['DEF run m( jump m)', 1, 12, '"jump" stands where WHILE, REPEAT, IF, IFELSE, move, turnLeft, or 3 others may come'],
  ['So:\n  DEF run m( move ) m)', 2, 19, '")" stands where m), WHILE, REPEAT, IF, IFELSE, move, or 4 others may come'],
  [
    'DEF run m( REPEAT R=20 r( move r) m)',
    1,
    19,
    '"R=20" stands where R=0, R=1, R=2, R=3, R=4, R=5, or 14 others may come',
  ],
  [
    block('', 'DEF run m(\n  move()\nm)'),
    3,
    3,
    '"move()" stands where WHILE, REPEAT, IF, IFELSE, move, turnLeft, or 3 others may come',
  ],
  ['DEF run m( move', 1, 16, 'the text ends where m), WHILE, REPEAT, IF, IFELSE, move, or 4 others may come'],
  ['DEF run m( move m) and more', 1, 20, '"and" stands where the end may come'],
])('nothing in the text %j is repaired', (answer, line, column, reason) => {
  expect(strict(answer).dsl).toEqual({ ok: false, reason, line, column })
})

test('the compatibility converter repairs the same texts', () => {
  expect(compat('DEF run m( move ) m)').dsl).toEqual({ ok: true, text: 'DEF run m( move m)' })
  expect(compat('DEF run m( REPEAT R=20 r( move() r) m)').programs).toEqual(['DEF run m( REPEAT R=19 r( move r) m)'])
  expect(compat('DEF run m( jump m)').dsl?.reason).toMatch(/^"jump" stands where /)
  expect(compat('DEF run m( REPEAT R=n r( move r) m)').dsl?.reason).toBe('"R=n" has no whole number after the "="')
})

test('the compatibility converter changes what a program means, as LLM-GS does', () => {
  const both = block('python', 'def run():\n    while not markersPresent() and frontIsClear():\n        move()')
  expect(compat(both).python?.text).toBe('DEF run m( WHILE c( not c( frontIsClear c) c) w( move w) m)')
  expect(strict(both).python?.text).toBe(
    'DEF run m( WHILE c( and c( not c( markersPresent c) c) c( frontIsClear c) c) w( move w) m)',
  )
})

test('what LLM-GS accepts is accepted by the compatibility converter, also when it is no program here', () => {
  const verdict = judge('DEF run m( IF c( front_object_type h( cat h) c) i( left i) m)', minigrid.language, 'compat')
  expect(verdict.accepted).toBe(true)
  expect(verdict.dsl?.text).toContain('h( cat h)')
  expect(verdict.programs).toEqual([])
})

test('a language without Python has answers too', () => {
  const verdict = judge(`Here:\n${block('', 'for (Unit u) { u.idle() }')}`, microLanguage, 'strict')
  expect(verdict.programs).toHaveLength(1)
  expect(verdict.python).toBeUndefined()
  expect(judge('nothing', microLanguage, 'strict').dsl?.reason).toBe('there is no block in backticks')
  expect(judge('e', microLanguage, 'compat').dsl?.reason).toMatch(/the language microlanguage is of another kind$/)
})

test('an answer of extraordinary length is not read', () => {
  const answer = `DEF run m( ${'move '.repeat(longestAnswer / 4)}m)`
  for (const verdict of [strict(answer), compat(answer)]) {
    expect(verdict.accepted).toBe(false)
    expect(verdict.dsl?.reason).toMatch(/more than 65536 are not read$/)
  }
})
