import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createGunzip } from 'node:zlib'
import { BadUsage } from './errors.ts'
import { cut } from './terminal/numbers.ts'

export interface RecordedCase {
  readonly record: unknown
  /** file:line */
  readonly where: string
}

/**
 * The JSON values of a file, one per line; gzip is told by its first bytes. `-` is stdin.
 *
 * @throws BadUsage when the file cannot be read or a line is not JSON
 */
export async function* readRecords(file: string, folder: string): AsyncGenerator<RecordedCase> {
  let line = 0
  let rest = ''
  const decoder = new StringDecoder('utf8')
  try {
    for await (const chunk of contentOf(file, folder)) {
      const lines = `${rest}${decoder.write(chunk)}`.split('\n')
      rest = lines.pop() as string
      for (const text of lines) yield* read(text, `${file}:${++line}`)
    }
    yield* read(rest, `${file}:${++line}`)
  } catch (error) {
    if (error instanceof BadUsage || !(error instanceof Error) || !('code' in error)) throw error
    throw new BadUsage('file', file, `a file that can be read (${error.message})`)
  }
}

/**
 * The records of a file: lines as above, or the list in a `.json` document.
 *
 * @throws BadUsage
 */
export async function readList(file: string, folder: string): Promise<readonly unknown[]> {
  const records: unknown[] = []
  if (!file.endsWith('.json')) {
    for await (const { record } of readRecords(file, folder)) records.push(record)
    return records
  }
  const chunks: Buffer[] = []
  try {
    for await (const chunk of contentOf(file, folder)) chunks.push(chunk)
    const list: unknown = JSON.parse(Buffer.concat(chunks).toString())
    if (Array.isArray(list)) return list
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw new BadUsage('file', file, `a file that can be read (${error.message})`)
    }
  }
  throw new BadUsage('file', file, 'a list in JSON')
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
