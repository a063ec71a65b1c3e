import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { answer, failure, head } from '../test/sample-records.ts'
import { parseCompletions, readCompletions } from './completion-file.ts'
import { openLog } from './completion-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'cairn-completions-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const fresh = () => join(folder, 'new', `${files++}.jsonl`)

test('a new file begins with its head, and every record can be read as soon as it is appended', () => {
  const file = fresh()
  using log = openLog(file, head)
  expect(readCompletions(file)).toEqual({ head, answers: [], failures: [], torn: false })
  log.append(answer(1))
  log.append(failure(2))
  expect(readCompletions(file)).toMatchObject({ answers: [answer(1)], failures: [failure(2)] })
})

test('a file with the same head is continued', () => {
  const file = fresh()
  {
    using log = openLog(file, head)
    log.append(answer(1))
  }
  using log = openLog(file, head)
  expect(log.before.answers).toEqual([answer(1)])
  expect(log.repaired).toBeUndefined()
  log.append(answer(2))
  expect(readCompletions(file).answers.map(({ number }) => number)).toEqual([1, 2])
})

test.each([
  ['model', { model: 'another' }],
  ['style', { style: 'dsl' as const }],
  ['parameters.temperature', { parameters: { ...head.parameters, temperature: 0.5 } }],
  ['task.options.height', { task: { ...head.task, options: { height: 12, crashable: false } } }],
  ['task.options.width', { task: { ...head.task, options: { ...head.task.options, width: 3 } } }],
  ['baseUrl', { baseUrl: null }],
  ['prompt.user', { prompt: { ...head.prompt, user: 'another task' } }],
])('a file with another %s is refused and left alone', (field, changes) => {
  const file = fresh()
  openLog(file, head)[Symbol.dispose]()
  const before = readFileSync(file, 'utf8')
  const refused = expect.objectContaining({ code: 'E_OTHER_COLLECTION', field, file })
  expect(() => openLog(file, { ...head, ...changes })).toThrow(refused)
  expect(readFileSync(file, 'utf8')).toBe(before)
  openLog(file, head)[Symbol.dispose]()
})

test('wherever a file was torn, what was whole before is kept and the rest is cut off with a notice', () => {
  const file = fresh()
  {
    using log = openLog(file, head)
    log.append(answer(1))
    log.append(answer(2, { text: 'ä\n"quoted"' }))
  }
  const whole = readFileSync(file)
  for (let bytes = 0; bytes < whole.length; bytes++) {
    writeFileSync(file, whole.subarray(0, bytes))
    using log = openLog(file, head)
    const kept = [...whole.subarray(0, bytes)].filter((byte) => byte === 0x0a).length
    const atLineEnd = bytes === 0 || whole[bytes - 1] === 0x0a
    // All but the line break: nothing is lost.
    const complete = whole[bytes] === 0x0a
    expect(log.before.answers.length).toBe(Math.max(0, kept - 1 + (complete && kept > 0 ? 1 : 0)))
    expect(log.repaired === undefined).toBe(atLineEnd || complete)
    expect(readFileSync(file, 'utf8').endsWith('\n')).toBe(true)
  }
})

test('a line without its line break gets one', () => {
  const file = fresh()
  {
    using log = openLog(file, head)
    log.append(answer(1))
  }
  truncateSync(file, readFileSync(file).length - 1)
  using log = openLog(file, head)
  log.append(answer(2))
  expect(parseCompletions(readFileSync(file, 'utf8'), file).answers.length).toBe(2)
})

test('one process at a time writes a file; what a dead one left is taken over', () => {
  const file = fresh()
  {
    using _log = openLog(file, head)
    expect(() => openLog(file, head)).toThrow(expect.objectContaining({ code: 'E_FILE_BUSY', holder: process.pid }))
  }
  expect(existsSync(`${file}.lock`)).toBe(false)
  writeFileSync(`${file}.lock`, '999999999')
  openLog(file, head)[Symbol.dispose]()
  expect(existsSync(`${file}.lock`)).toBe(false)
})

test('a file that is no completion file is refused and stays as it is', () => {
  const file = fresh()
  openLog(file, head)[Symbol.dispose]()
  writeFileSync(file, 'shopping list\n')
  expect(() => openLog(file, head)).toThrow('expected a JSON object, got "shopping list"')
  appendFileSync(file, 'milk\n')
  expect(readFileSync(file, 'utf8')).toBe('shopping list\nmilk\n')
})
