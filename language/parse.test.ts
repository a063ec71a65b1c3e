import { expect, test } from 'vitest'
import { minigrid } from '../test/kit/languages.ts'
import { ParseError, parse } from './parse.ts'

function errorOf(text: string, from?: string): ParseError {
  try {
    parse(minigrid, text, from)
  } catch (error) {
    if (error instanceof ParseError) return error
    throw error
  }
  throw new Error(`parsed: ${text}`)
}

test('an error names the token, its place and what would have fitted', () => {
  const error = errorOf('DEF run m( WHILE c( front_is_clear c) forward m)')
  expect(error.code).toBe('E_PARSE')
  expect(error.at).toBe(7)
  expect(error.token).toBe('forward')
  expect(error.offset).toBe(38)
  expect(error.expected).toEqual(['w('])
  expect(error.message).toBe(
    [
      'token 7, "forward": expected w(',
      '  DEF run m( WHILE c( front_is_clear c) forward m)',
      '                                        ^^^^^^^',
    ].join('\n'),
  )
})

test('an error in a long text of several lines shows the line around the token', () => {
  const error = errorOf(`DEF run m(\n${'forward '.repeat(30)}jump${' left'.repeat(30)}\nm)`)
  const [, line, caret] = error.message.split('\n')
  expect(line!.length).toBeLessThanOrEqual(82)
  expect(line!.slice(caret!.indexOf('^'), caret!.lastIndexOf('^') + 1)).toBe('jump')
})

test.each([
  ['', 0, '', ['DEF']],
  ['   \n ', 0, '', ['DEF']],
  [
    'DEF run m( m)',
    3,
    'm)',
    ['WHILE', 'REPEAT', 'IF', 'IFELSE', 'left', 'right', 'forward', 'pickup', 'drop', 'toggle'],
  ],
  [
    'DEF run m( forward',
    4,
    '',
    ['m)', 'WHILE', 'REPEAT', 'IF', 'IFELSE', 'left', 'right', 'forward', 'pickup', 'drop', 'toggle'],
  ],
  ['DEF run m( forward m) m)', 5, 'm)', []],
  ['DEF run m( REPEAT R=20 r( forward r) m)', 4, 'R=20', Array.from({ length: 20 }, (_, n) => `R=${n}`)],
  [
    'DEF run m( IF c( front_object_color h( pink h) c) i( left i) m)',
    7,
    'pink',
    ['red', 'blue', 'green', 'purple', 'yellow', 'grey'],
  ],
])('"%s" fails at token %i', (text, at, token, expected) => {
  const error = errorOf(text)
  expect([error.at, error.token]).toEqual([at, token])
  expect([...error.expected].sort()).toEqual([...expected].sort())
})

test('what follows a whole program is refused as such', () => {
  expect(errorOf('DEF run m( forward m) left').message).toContain('token 5, "left": expected the end of the text')
})

test('a part of a program is read from its non-terminal', () => {
  expect([...parse(minigrid, 'not c( front_is_clear c)', 'cond')]).toHaveLength(2)
  expect(errorOf('left right', 'simple').expected).toEqual([])
  expect(() => parse(minigrid, 'left', 'nothing')).toThrow('language minigrid has no non-terminal nothing')
})
