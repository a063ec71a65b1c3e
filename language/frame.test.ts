import { expect, test } from 'vitest'
import { microLanguage, minigrid } from '../test/kit/languages.ts'
import { BadFrame, fillFrame, parseFrame } from './frame.ts'
import { choice, language, rule } from './grammar.ts'
import { parse } from './parse.ts'
import { print } from './print.ts'
import { seededRng } from './rng.ts'
import { sampleProgram } from './sample.ts'
import { subtrees } from './subtrees.ts'

test('a frame makes a whole program of a subtree', () => {
  const frame = parseFrame(minigrid, 'cond', 'DEF run m( left IF c( <cond> c) i( left i) m)')
  const condition = parse(minigrid, 'not c( front_is_clear c)', 'cond')
  expect(print(minigrid, fillFrame(frame, condition))).toBe(
    'DEF run m( left IF c( not c( front_is_clear c) c) i( left i) m)',
  )
})

test.each([
  { of: minigrid, kind: 'stmt', text: 'DEF run m( <stmt> m)' },
  { of: minigrid, kind: 'cond', text: 'DEF run m( WHILE c( <cond> c) w( forward w) m)' },
  { of: minigrid, kind: 'count', text: 'DEF run m( REPEAT R=0 r( left r) REPEAT <count> r( left r) m)' },
  { of: microLanguage, kind: 'S', text: 'for ( Unit u ) { <S> }' },
  { of: microLanguage, kind: 'C', text: '<C>' },
  { of: microLanguage, kind: 'T', text: 'if ( u.is ( <T> ) ) then { u.train ( Base , Left , 0 ) }' },
])(
  'whatever subtree of its kind stands in $text, the text of the program is that of the parts',
  ({ of, kind, text }) => {
    const frame = parseFrame(of, kind, text)
    const rng = seededRng(1)
    let filled = 0
    while (filled < 200) {
      for (const { kind: found, program } of subtrees(of, sampleProgram(of, rng))) {
        if (found !== kind) continue
        const whole = fillFrame(frame, program)
        expect(print(of, whole).replaceAll(' ', '')).toBe(
          text.replace(`<${kind}>`, print(of, program)).replaceAll(' ', ''),
        )
        expect(parse(of, print(of, whole)).length).toBe(whole.length)
        filled++
      }
    }
  },
)

test('the slot may be where only one subtree can stand', () => {
  const one = language('one', {
    start: 'program',
    limits: { height: 1, run: 1, tokens: 9 },
    rules: { program: [rule('program', 'SAY <word> AND <word>')], word: [choice(1, 'word', [rule('hello')])] },
  })
  const frame = parseFrame(one, 'word', 'SAY hello AND <word>')
  expect(fillFrame(frame, parse(one, 'hello', 'word'))).toEqual(parse(one, 'SAY hello AND hello'))
})

test.each([
  ['stmt', 'DEF run m( left m)', 'expected <stmt> once, found it 0 times'],
  ['cond', 'DEF run m( IFELSE c( <cond> c) i( left i) ELSE e( IF c( <cond> c) i( left i) e) m)', 'found it 2 times'],
  ['stmts', 'DEF run m( <stmts> m)', 'no non-terminal of that name'],
  ['stmt', 'DEF run ( <stmt> )', 'no program with a subtree in its slot: token 2'],
  ['stmt', 'DEF run m( <stmt> left m)', 'its slot takes a simple, and "sequence" is none'],
])('a frame for %s that reads %s is refused', (kind, text, why) => {
  expect(() => parseFrame(minigrid, kind, text)).toThrow(expect.objectContaining({ code: 'E_BAD_FRAME', kind, text }))
  expect(() => parseFrame(minigrid, kind, text)).toThrow(BadFrame)
  expect(() => parseFrame(minigrid, kind, text)).toThrow(why)
})
