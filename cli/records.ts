import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { BadUsage } from './errors.ts'
import { cut } from './terminal/numbers.ts'

export interface RecordedCase {
  readonly record: unknown
  /** `file:line`, or `file[place in the list]` */
  readonly where: string
}

/**
 * The JSON values of a file, one per line; gzip is told by its first bytes. `-` is stdin. A `.json` document holds a
 * list of them, a table `{"fields": [names], "rows": [[values]]}`, or one: an object that is no table.
 *
 * @throws BadUsage when the file cannot be read or is not JSON
 */
export async function* readRecords(file: string, folder: string): AsyncGenerator<RecordedCase> {
  try {
    yield* file.endsWith('.json') ? inDocument(file, folder) : inLines(file, folder)
  } catch (error) {
    if (error instanceof BadUsage || !(error instanceof Error) || !('code' in error)) throw error
    throw new BadUsage('file', file, `a file that can be read (${error.message})`)
  }
}

/** All records of a file. @throws BadUsage */
export async function readList(file: string, folder: string): Promise<readonly unknown[]> {
  const records: unknown[] = []
  for await (const { record } of readRecords(file, folder)) records.push(record)
  return records
}

async function* inLines(file: string, folder: string): AsyncGenerator<RecordedCase> {
  let line = 0
  let rest = ''
  const decoder = new StringDecoder('utf8')
  for await (const chunk of contentOf(file, folder)) {
    const lines = `${rest}${decoder.write(chunk)}`.split('\n')
    rest = lines.pop() as string
    for (const text of lines) yield* read(text, `${file}:${++line}`)
  }
  yield* read(rest, `${file}:${++line}`)
}

async function* inDocument(file: string, folder: string): AsyncGenerator<RecordedCase> {
  const chunks: Buffer[] = []
  for await (const chunk of contentOf(file, folder)) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString()
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw new BadUsage('file', cut(text, 40), 'JSON', file)
  }
  const list = Array.isArray(document) ? document : rowsOf(document)
  if (list === undefined) {
    if (typeof document !== 'object' || document === null)
      throw new BadUsage('file', file, 'a list in JSON, a table with fields and rows, or an object')
    return yield { record: document, where: file }
  }
  for (const [at, record] of list.entries()) yield { record, where: `${file}[${at}]` }
}

/** The rows of a table as records; undefined if it is none. */
function rowsOf(document: unknown): unknown[] | undefined {
  const { fields, rows } = (document ?? {}) as { fields?: unknown; rows?: unknown }
  if (!Array.isArray(fields) || !Array.isArray(rows) || !rows.every(Array.isArray)) return undefined
  return rows.map((row) => Object.fromEntries(row.map((value, at) => [fields[at], value])))
}

/** The bytes as they are, or as they were before gzip. */
async function* contentOf(file: string, folder: string): AsyncGenerator<Buffer> {
  const chunks = (file === '-' ? process.stdin : createReadStream(resolve(folder, file)))[Symbol.asyncIterator]()
  const first = await chunks.next()
  if (first.done) return
  const whole = (async function* () {
    yield first.value as Buffer
    yield* { [Symbol.asyncIterator]: () => chunks }
  })()
  const zipped = first.value[0] === 0x1f && first.value[1] === 0x8b
  yield* zipped ? pipeline(Readable.from(whole), createGunzip(), () => {}) : whole
}

function* read(text: string, where: string): Generator<RecordedCase> {
  if (text.trim() === '') return
  try {
    yield { record: JSON.parse(text), where }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new BadUsage('record', cut(text, 40), 'JSON', where)
  }
}
