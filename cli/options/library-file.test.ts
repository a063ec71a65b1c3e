import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findDomain } from '@cairn/domains'
import { parse, print } from '@cairn/language'
import { afterAll, expect, test } from 'vitest'
import { languageOf } from './language-of.ts'
import { headOf, printLibrary, readLibrary } from './library-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-library-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const karel = findDomain('karel')!
const { language } = karel
const options = [
  { kind: 'stmt', program: parse(language, 'move turnLeft', 'stmt'), occurrences: 3, behaviour: 8576001531688815 },
  { kind: 'cond', program: parse(language, 'not c( markersPresent c)', 'cond'), occurrences: 1, behaviour: undefined },
]
const counts = {
  ...{ programs: 5, distinctPrograms: 4, keptPrograms: 4, states: 500 },
  kinds: [
    { kind: 'stmt', subtrees: 7, texts: 3, behaviours: 2, kept: 1 },
    { kind: 'cond', subtrees: 2, texts: 1, behaviours: undefined, kept: 1 },
  ],
}
const origin = {
  domain: 'karel',
  hash: karel.hash,
  from: [{ source: 'completions', answers: 6, programs: 5 }],
  filter: 'vector',
  size: 2,
  seed: 7,
} as const
const head = headOf({ options, counts }, { ...origin, from: [...origin.from] })
const lines = printLibrary(language, { head, options }).trimEnd().split('\n')

function written(content: string): string {
  const file = join(folder, 'library.jsonl')
  writeFileSync(file, content)
  return file
}

test('what is read is what was written, behaviours to the last digit', () => {
  const read = readLibrary(written(`${lines.join('\n')}\n`), 'library.jsonl', languageOf)
  expect(read.head).toEqual(head)
  expect(read.language).toBe(language)
  expect(read.options).toEqual(options)
  expect(printLibrary(language, read)).toBe(`${lines.join('\n')}\n`)
})

test('what was not told is null in the file, and the texts are canonical', () => {
  const [first, statement, condition] = lines.map((line) => JSON.parse(line))
  expect(first.kinds[1].behaviours).toBeNull()
  expect(statement.text).toBe(print(language, options[0]!.program))
  expect(condition).toEqual({
    ...{ record: 'option', kind: 'cond', text: 'not c( markersPresent c)', occurrences: 1, behaviour: null },
  })
})

test.each([
  ['no JSON in the head', () => 'library', 'lib.jsonl:1: record: expected JSON, got "library"'],
  ['an empty file', () => '', 'lib.jsonl:1: record: expected JSON'],
  ['another format', () => lines[0]!.replace('cairn-library/1', 'cairn-library/9'), 'lib.jsonl:1: format: expected'],
  ['a count that is none', () => lines[0]!.replace('"seed":7', '"seed":"7"'), 'lib.jsonl:1: seed: expected number'],
  ['an unknown domain', () => lines[0]!.replace('"karel"', '"karl"'), 'no domain is called "karl"'],
  [
    'a kind that there is not',
    () => `${lines[0]}\n${lines[1]!.replace('stmt', 'statement')}`,
    'lib.jsonl:2: kind: expected one of',
  ],
  [
    'a text that is no program',
    () => `${lines[0]}\n${lines[1]!.replace('turnLeft', 'turnleft')}`,
    'lib.jsonl:2: text: expected a stmt of karel',
  ],
  [
    'a text of another kind',
    () => `${lines[0]}\n${lines[2]!.replace('"cond"', '"stmt"')}`,
    'lib.jsonl:2: text: expected a stmt of karel',
  ],
  ['half a line', () => `${lines[0]}\n${lines[1]!.slice(0, 30)}`, 'lib.jsonl:2: record: expected JSON'],
])('%s is refused, with the line and the field', (_, content, message) => {
  expect(() => readLibrary(written(content()), 'lib.jsonl', languageOf)).toThrow(message)
})

test('a file that is not there is one error', () => {
  expect(() => readLibrary(join(folder, 'none.jsonl'), 'none.jsonl', languageOf)).toThrow(
    /^library: expected a file that can be read \(.*\), got "none.jsonl"$/,
  )
})
