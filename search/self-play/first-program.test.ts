import { checkProgram, print } from '@cairn/language'
import { expect, test } from 'vitest'
import { microrts } from '../../domains/microrts/domain.ts'
import { minigrid } from '../../test/kit/languages.ts'
import { toyLanguage } from '../../test/kit/toy.ts'
import { shortestProgram } from './first-program.ts'

test('the shortest program of MicroLanguage is the empty one', () => {
  expect(print(microrts.language, shortestProgram(microrts.language))).toBe('e')
})

test.each([
  [minigrid, 'DEF run m( left m)'],
  [toyLanguage, 'DO up'],
])('elsewhere it is the first of the shortest: of $name', (language, text) => {
  const program = shortestProgram(language)
  checkProgram(language, program)
  expect(print(language, program)).toBe(text)
})
