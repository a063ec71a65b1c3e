import { karel, minigrid } from '@cairn/domains'
import { type Language, parse, print, sampleProgram, seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { microLanguage } from '../../test/kit/languages.ts'
import { judge } from '../verdict.ts'
import { printPython } from './print-python.ts'

test('a program is printed as the Python that prompts ask for', () => {
  const text =
    'DEF run m( WHILE c( not c( front_object_type h( ball h) c) c) w( IFELSE c( front_is_clear c) i( forward i) ELSE e( REPEAT R=2 r( left r) e) right w) IF c( is_carrying_object c) i( drop i) m)'
  expect(printPython(minigrid.language, parse(minigrid.language, text))).toBe(
    `def run():
    while not front_object_type("ball"):
        if front_is_clear():
            forward()
        else:
            for i in range(2):
                left()
        right()
    if is_carrying_object():
        drop()
`,
  )
})

test.each([
  ['Karel', karel.language],
  ['Minigrid', minigrid.language],
])('every random program of %s is read back from its Python', (_, language) => {
  const rng = seededRng(20)
  for (let i = 0; i < 1_000; i++) {
    const program = sampleProgram(language, rng)
    expect(readBack(language, printPython(language, program)!)).toBe(print(language, program))
  }
})

test.each([
  'IF c( and c( or c( frontIsClear c) c( leftIsClear c) c) c( not c( or c( True c) c( rightIsClear c) c) c) c) i( move i)',
  'IF c( or c( frontIsClear c) c( or c( leftIsClear c) c( rightIsClear c) c) c) i( move i)',
  'IF c( not c( not c( markersPresent c) c) c) i( move i)',
  'IF c( and c( not c( frontIsClear c) c) c( leftIsClear c) c) i( move i)',
])('what is never drawn is read back too: %s', (statement) => {
  const text = `DEF run m( ${statement} m)`
  expect(readBack(karel.language, printPython(karel.language, parse(karel.language, text))!)).toBe(text)
})

test('a row of many thousand statements is printed', () => {
  const text = `DEF run m( ${'move '.repeat(20_000)}m)`
  expect(printPython(karel.language, parse(karel.language, text))?.split('\n')).toHaveLength(20_002)
})

test('a language without Python has none', () => {
  expect(printPython(microLanguage, parse(microLanguage, 'e'))).toBeUndefined()
})

function readBack(language: Language, python: string): string | undefined {
  return judge(`\`\`\`python\n${python}\`\`\`\n`, language, 'strict').python?.text
}
