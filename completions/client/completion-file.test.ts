import { expect, test } from 'vitest'
import { answer, failure, head } from '../test/sample-records.ts'
import { type BadCompletions, parseCompletions } from './completion-file.ts'

const lines = (...records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('')
const parse = (content: string) => parseCompletions(content, 'x.jsonl')

test('answers are read in the order of their numbers, failures in the order of the file', () => {
  const file = parse(lines(head, answer(2), failure(3), answer(1), failure(3)))
  expect(file.head).toEqual(head)
  expect(file.answers).toEqual([answer(1), answer(2)])
  expect(file.failures).toEqual([failure(3), failure(3)])
  expect(file.torn).toBe(false)
})

test('half a record at the end is left out, and a whole one without a line break is not', () => {
  expect(parse(`${lines(head, answer(1))}{"record":"ans`)).toMatchObject({ answers: [{ number: 1 }], torn: true })
  expect(parse(lines(head, answer(1)).trimEnd())).toMatchObject({ answers: [{ number: 1 }], torn: false })
})

test('fields of later versions are allowed', () => {
  expect(parse(lines({ ...head, colour: 'red' }, { ...answer(1), mood: null })).answers.length).toBe(1)
})

const without = (record: object, field: string) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== field))

test.each(
  [head, answer(1), failure(1)].flatMap((record) =>
    Object.keys(record).map((field) => [record.record, field, record] as const),
  ),
)('%s: without "%s" the file is refused, with file, line and field', (name, field, record) => {
  const content = name === 'head' ? lines(without(record, field)) : lines(head, without(record, field))
  const where = { file: 'x.jsonl', line: name === 'head' ? 1 : 2, field, code: 'E_BAD_COMPLETIONS' }
  expect(() => parse(content)).toThrow(expect.objectContaining(where))
})

const verdict = answer(1).verdict
test.each<[string, readonly object[], string]>([
  [
    'a format to come',
    [{ ...head, format: 'cairn-completions/2' }],
    'x.jsonl:1: format: expected "cairn-completions/1", got "cairn-completions/2"',
  ],
  [
    'an unknown style',
    [{ ...head, style: 'prose' }],
    'x.jsonl:1: style: expected one of python-then-dsl, python, dsl, got "prose"',
  ],
  [
    'a parameter that is text',
    [{ ...head, parameters: { ...head.parameters, topP: '1' } }],
    'x.jsonl:1: parameters.topP: expected a number, or null, got "1"',
  ],
  [
    'an option that is a list',
    [{ ...head, task: { name: 'x', options: { a: [] } } }],
    'x.jsonl:1: task.options.a: expected a text',
  ],
  ['answer number 0', [head, answer(0)], 'x.jsonl:2: number: expected a whole number from 1, got 0'],
  ['a time in words', [head, answer(1, { askedAt: 'yesterday' })], 'x.jsonl:2: askedAt: expected a time such as'],
  [
    'a verdict of another form',
    [head, { ...answer(1), verdict: { ...verdict, compat: { accepted: 1, programs: [] } } }],
    'x.jsonl:2: verdict.compat.accepted: expected true or false, got 1',
  ],
  [
    'a program that is a number',
    [head, { ...answer(1), verdict: { ...verdict, strict: { accepted: true, programs: ['a', 7] } } }],
    'x.jsonl:2: verdict.strict.programs.1: expected a text, got 7',
  ],
  [
    'a path without ok',
    [head, { ...answer(1), verdict: { ...verdict, strict: { ...verdict.strict, dsl: {} } } }],
    'x.jsonl:2: verdict.strict.dsl.ok: expected true or false, got nothing',
  ],
  [
    'tokens below zero',
    [head, { ...answer(1), tokens: { prompt: -1, completion: 2 } }],
    'x.jsonl:2: tokens.prompt: expected a whole number from 0, got -1',
  ],
  ['a reason nobody knows', [head, { ...failure(1), reason: 'mood' }], 'x.jsonl:2: reason: expected one of no-choices'],
  [
    'two answers of one number',
    [head, answer(4), answer(4)],
    'x.jsonl:3: number: expected a number that no answer above has, got 4',
  ],
  ['a second head', [head, head], 'x.jsonl:2: record: expected answer or failure after line 1, got "head"'],
  ['no head', [answer(1)], 'x.jsonl:1: record: expected "head" in the first line, got "answer"'],
  [
    'an unknown record',
    [head, { record: 'note' }],
    'x.jsonl:2: record: expected one of head, answer, failure, got "note"',
  ],
  ['a list', [head, []], 'x.jsonl:2: expected a JSON object'],
  ['nothing', [], 'x.jsonl:1: expected the head of a completion file'],
])('%s is refused by name', (_, records, message) => {
  expect(() => parse(lines(...records))).toThrow(message)
})

test('a line that is not JSON, before the last, is refused with its number', () => {
  const broken = `${lines(head)}oops\n${lines(answer(1))}`
  expect(() => parse(broken)).toThrow('x.jsonl:2: expected a JSON object, got "oops"')
  expect(() => parse(broken)).toThrow(expect.objectContaining({ line: 2, field: '' } satisfies Partial<BadCompletions>))
})
