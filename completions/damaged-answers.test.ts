import { karel, minigrid } from '@cairn/domains'
import { parse, print, type Rng, sampleProgram, seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { printPython } from './python/print-python.ts'
import { converters, judge, longestAnswer } from './verdict.ts'

const scraps = [
  ...[
    'not ',
    ' and ',
    ' or ',
    '(',
    ')',
    ':',
    '\n',
    '    ',
    '\t',
    'else:',
    'elif ',
    'pass',
    '# if',
    '"""',
    "'",
    '"',
    ';',
  ],
  ...[
    '\\\n',
    ',',
    'if ',
    'while ',
    'for ',
    'True',
    'False',
    '==',
    '\r\n',
    '```',
    '```python\n',
    '\n```',
    'def run():\n',
  ],
  ...[
    'c(',
    'c)',
    'i(',
    'i)',
    'm)',
    'h(',
    'IF ',
    'IFELSE ',
    'WHILE ',
    'ELSE ',
    'not c(',
    'R=',
    '=',
    'DEF ',
    '\u0000',
    '\ud800',
  ],
]

function damaged(answer: string, rng: Rng): string {
  const cuts = 1 + rng.below(6)
  let text = answer
  for (let i = 0; i < cuts; i++) {
    const at = rng.below(text.length + 1)
    const kept = rng.below(2) === 0 ? at : Math.min(text.length, at + rng.below(20))
    text = `${text.slice(0, at)}${scraps[rng.below(scraps.length)]}${text.slice(kept)}`
  }
  return text
}

test('every damaged answer gets a verdict, and every accepted program is one', () => {
  const rng = seededRng(7)
  const accepted = { strict: 0, compat: 0 }
  for (let i = 0; i < 3_000; i++) {
    const { language } = i % 2 === 0 ? karel : minigrid
    const program = sampleProgram(language, rng)
    const whole = `Plan.\n\`\`\`python\n${printPython(language, program)}\`\`\`\n2. DSL:\n\`\`\`\n${print(language, program)}\n\`\`\`\n`
    const answer = damaged(whole, rng)
    for (const converter of converters) {
      const { programs, python, dsl } = judge(answer, language, converter)
      for (const text of programs) expect(print(language, parse(language, text))).toBe(text)
      for (const path of [python, dsl]) expect(path?.ok === false ? path.reason : 'a reason').toBeTruthy()
      accepted[converter] += programs.length
    }
  }
  expect(accepted.strict).toBeGreaterThan(300)
  expect(accepted.compat).toBeGreaterThan(300)
})

const long = (piece: string) => piece.repeat(Math.floor(longestAnswer / piece.length) - 1)

test.each([
  ['open brackets', `\`\`\`python\ndef run():\n    if ${'('.repeat(60_000)}`],
  ['negations', `\`\`\`python\ndef run():\n    if ${'not '.repeat(15_000)}frontIsClear(): move()\n\`\`\``],
  ['operators', `\`\`\`python\ndef run():\n    if ${'leftIsClear() or '.repeat(3_500)}frontIsClear(): move()\n\`\`\``],
  ['statements', `\`\`\`python\ndef run():\n${'    move()\n'.repeat(5_500)}\`\`\``],
  [
    'branches',
    `\`\`\`python\ndef run():\n    if leftIsClear(): move()\n${'    elif leftIsClear(): move()\n'.repeat(2_000)}\`\`\``,
  ],
  [
    'levels',
    `\`\`\`python\ndef run():\n${Array.from({ length: 340 }, (_, i) => `${' '.repeat(i + 1)}while leftIsClear():`).join('\n')}`,
  ],
  [
    'else if',
    `\`\`\`python\ndef run():\n${Array.from({ length: 80 }, (_, i) => `${'    '.repeat(i + 1)}if a\n${'    '.repeat(i + 1)}else if b`).join('\n')}\n\`\`\``,
  ],
  ['blocks', long('```\n')],
  ['backticks', long('`')],
  ['lines', long('\n')],
  ['blanks', long(' ')],
  ['openings', long('DEF run m( ')],
  ['branches in the language', long('IF i( ')],
  ['branches that are left open', `i( ${long('IF i( i) ')}`],
  [
    'negations in the language',
    `DEF run m( IF c( ${'not c( '.repeat(4_500)}True ${'c) '.repeat(4_500)}c) i( move i) m)`,
  ],
  ['digits', `DEF run m( REPEAT R=${'9'.repeat(60_000)} r( move r) m)`],
])('an answer that is nothing but %s is judged, and soon', { timeout: 60_000 }, (_, answer) => {
  for (const converter of converters) {
    for (const { language } of [karel, minigrid]) {
      const verdict = judge(answer.slice(0, longestAnswer), language, converter)
      expect(verdict.accepted).toBe(verdict.programs.length > 0)
    }
  }
})
