import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { answer, head } from '../test/sample-records.ts'
import { importAnswers, splitAnswers } from './answers-text.ts'
import { readCompletions } from './completion-file.ts'
import { openLog } from './completion-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-answers-'))
afterAll(() => rmSync(folder, { recursive: true }))
const split = (content: string) => splitAnswers(content, 'a.txt')

test('answers are what stands between the separators, to the character', () => {
  expect(split('one\n\n  two %%%%\n%%%%\n%%%%%\n```\n%%%%\nthree\n')).toEqual([
    'one\n\n  two %%%%',
    '%%%%%\n```',
    'three',
  ])
})

test('a separator at the end adds no answer, one in the middle an empty one', () => {
  expect(split('one\n%%%%\n')).toEqual(['one'])
  expect(split('one\n%%%%\n\n\n')).toEqual(['one'])
  expect(split('one\n%%%%\n%%%%\ntwo')).toEqual(['one', '', 'two'])
  expect(split('')).toEqual([])
})

test.each(['%%%% ', ' %%%%', '%%%%\r'])('%j is no separator, and nobody should wonder', (line) => {
  expect(() => split(`one\n${line}\ntwo\n`)).toThrow(
    `a.txt: line 2: expected exactly %%%%, got ${JSON.stringify(line)}`,
  )
})

test('importing again adds only what is new, and never changes what is there', () => {
  const file = join(folder, 'a.jsonl')
  const judge = () => answer(1).verdict
  const put = (...texts: string[]) => {
    using log = openLog(file, head)
    return importAnswers(log, texts, { file: 'a.txt', judge }).map(({ number }) => number)
  }
  expect(put('one', 'two')).toEqual([1, 2])
  const before = readFileSync(file, 'utf8')
  expect(put('one', 'two')).toEqual([])
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(() => put('one', 'TWO', 'three')).toThrow('a.txt: answer 2: the completion file holds another text')
  expect(readFileSync(file, 'utf8')).toBe(before)
  expect(put('one', 'two', 'three')).toEqual([3])
  expect(readCompletions(file).answers.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
})
