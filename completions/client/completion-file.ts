import { readFileSync } from 'node:fs'
import { type AnswerRecord, type CompletionHead, type FailureRecord, recordKinds } from './completion-records.ts'
import { isObject } from './record-fields.ts'

/**
 * A completion file holds what a model answered to one prompt, one JSON object per line: the head first, then answers
 * and failures as they came. Lines are only ever appended, so whatever was read once stays true:
 *
 *   jq -r 'select(.record == "answer") | .verdict.strict.programs[]' harvester.jsonl
 */
export interface CompletionFile {
  readonly head: CompletionHead
  /** By number. */
  readonly answers: readonly AnswerRecord[]
  /** In the order of the file. */
  readonly failures: readonly FailureRecord[]
  /** The last line is half a record: whoever wrote it was stopped, or is still writing. It is left out. */
  readonly torn: boolean
}

/** A completion file says something that cannot be. */
export class BadCompletions extends Error {
  readonly code = 'E_BAD_COMPLETIONS'
  readonly file: string
  /** From 1. */
  readonly line: number
  /** Path in the record; empty when the line is not a record at all. */
  readonly field: string
  readonly value: unknown
  readonly expected: string
  constructor(
    where: { readonly file: string; readonly line: number; readonly field: string },
    value: unknown,
    expected: string,
  ) {
    const { file, line, field } = where
    super(`${file}:${line}: ${field === '' ? '' : `${field}: `}expected ${expected}, got ${excerpt(value)}`)
    this.file = file
    this.line = line
    this.field = field
    this.value = value
    this.expected = expected
  }
}

/**
 * Reads a completion file and checks every field.
 *
 * @throws BadCompletions; an error of the file system when it cannot be read
 */
export function readCompletions(file: string): CompletionFile {
  return parseCompletions(readFileSync(file, 'utf8'), file)
}

/**
 * @param file its name in errors
 * @throws BadCompletions
 */
export function parseCompletions(content: string, file: string): CompletionFile {
  const lines = content.split('\n')
  const tail = lines.pop()!
  const torn = tail !== '' && json(tail) === undefined
  if (tail !== '' && !torn) lines.push(tail)

  let head: CompletionHead | undefined
  const answers = new Map<number, AnswerRecord>()
  const failures: FailureRecord[] = []
  for (const [at, written] of lines.entries()) {
    const line = at + 1
    const found = checked(written, file, line)
    if (found.record === 'head') {
      if (at > 0) throw new BadCompletions({ file, line, field: 'record' }, 'head', 'answer or failure after line 1')
      head = found
    } else if (head === undefined) {
      throw new BadCompletions({ file, line, field: 'record' }, found.record, '"head" in the first line')
    } else if (found.record === 'failure') failures.push(found)
    else if (answers.has(found.number))
      throw new BadCompletions({ file, line, field: 'number' }, found.number, 'a number that no answer above has')
    else answers.set(found.number, found)
  }
  if (head === undefined) throw new BadCompletions({ file, line: 1, field: '' }, tail, 'the head of a completion file')
  return { head, answers: [...answers.values()].sort((a, b) => a.number - b.number), failures, torn }
}

function checked(written: string, file: string, line: number): CompletionHead | AnswerRecord | FailureRecord {
  const value = json(written)
  if (!isObject(value)) throw new BadCompletions({ file, line, field: '' }, written, 'a JSON object')
  const kinds = recordKinds as Readonly<Record<string, (typeof recordKinds)[keyof typeof recordKinds]>>
  const name = value.record
  if (typeof name !== 'string' || !Object.hasOwn(kinds, name))
    throw new BadCompletions({ file, line, field: 'record' }, name, `one of ${Object.keys(kinds).join(', ')}`)
  const wrong = kinds[name].wrong(value)
  if (wrong !== undefined) throw new BadCompletions({ file, line, field: wrong.field }, wrong.value, wrong.expected)
  return value as unknown as CompletionHead | AnswerRecord | FailureRecord
}

function json(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return undefined
  }
}

function excerpt(value: unknown): string {
  const shown = JSON.stringify(value) ?? 'nothing'
  return shown.length <= 60 ? shown : `${shown.slice(0, 57)}...`
}
