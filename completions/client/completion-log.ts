import { closeSync, fstatSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type CompletionFile, parseCompletions } from './completion-file.ts'
import type { AnswerRecord, CompletionHead, FailureRecord } from './completion-records.ts'
import { lockFile } from './file-lock.ts'
import { isObject } from './record-fields.ts'

/** A completion file was begun with something else than what is asked for now. */
export class OtherCollection extends Error {
  readonly code = 'E_OTHER_COLLECTION'
  readonly file: string
  /** Path in the head. */
  readonly field: string
  readonly present: unknown
  readonly wanted: unknown
  constructor(file: string, { field, present, wanted }: Difference) {
    super(
      `${file}: ${field}: the file was begun with ${shown(present)}, and ${shown(wanted)} is asked for now; repeat the first command, or name another --output`,
    )
    this.file = file
    this.field = field
    this.present = present
    this.wanted = wanted
  }
}

interface Difference {
  readonly field: string
  readonly present: unknown
  readonly wanted: unknown
}

/** A completion file open for more records. Every record is on the disk when `append` returns. */
export interface CompletionLog extends Disposable {
  /** What it held when it was opened. */
  readonly before: CompletionFile
  /** What was done about a last line that was half a record. */
  readonly repaired: string | undefined
  append(record: AnswerRecord | FailureRecord): void
}

/**
 * Begins a completion file, or goes on with one that has the same head. One process at a time.
 *
 * @throws OtherCollection, FileBusy, BadCompletions; an error of the file system
 */
export function openLog(file: string, head: CompletionHead): CompletionLog {
  mkdirSync(dirname(file), { recursive: true })
  const lock = lockFile(file)
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, 'a+')
    const repaired = repair(descriptor, file)
    if (fstatSync(descriptor).size === 0) writeLine(descriptor, head)
    const before = parseCompletions(readFileSync(file, 'utf8'), file)
    const difference = differs(before.head, head)
    if (difference !== undefined) throw new OtherCollection(file, difference)
    return logTo(descriptor, { before, repaired, lock })
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor)
    lock[Symbol.dispose]()
    throw error
  }
}

function logTo(
  descriptor: number,
  { lock, ...found }: { before: CompletionFile; repaired: string | undefined; lock: Disposable },
): CompletionLog {
  return {
    ...found,
    append: (record) => writeLine(descriptor, record),
    [Symbol.dispose]() {
      closeSync(descriptor)
      lock[Symbol.dispose]()
    },
  }
}

function writeLine(descriptor: number, record: object): void {
  const bytes = Buffer.from(`${JSON.stringify(record)}\n`)
  for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from)
  fsyncSync(descriptor)
}

/** Makes the file end with a whole line. */
function repair(descriptor: number, file: string): string | undefined {
  const content = readFileSync(file)
  const end = content.lastIndexOf(0x0a) + 1
  if (end === content.length) return undefined
  try {
    JSON.parse(content.toString('utf8', end))
    writeSync(descriptor, '\n')
    return undefined
  } catch {
    ftruncateSync(descriptor, end)
    fsyncSync(descriptor)
    return `${file}: the last line was half a record (${content.length - end} bytes); it was cut off, and that answer is asked for again`
  }
}

/** The first part of two heads that is not the same. */
function differs(present: unknown, wanted: unknown, field = ''): Difference | undefined {
  if (!isObject(present) || !isObject(wanted))
    return Object.is(present, wanted) ? undefined : { field, present, wanted }
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(present)])) {
    const found = differs(present[name], wanted[name], field === '' ? name : `${field}.${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

function shown(value: unknown): string {
  const written = JSON.stringify(value) ?? 'nothing'
  return written.length <= 80 ? written : `${written.slice(0, 77)}...`
}
