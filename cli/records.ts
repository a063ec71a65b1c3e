import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { BadUsage } from './errors.ts'
import { cut } from './terminal/numbers.ts'

export interface RecordedCase {
  readonly record: unknown
  /** file:line */
  readonly where: string
}

/**
 * The JSON values of a file, one per line; gzip is told by the name. `-` is stdin.
 *
 * @throws BadUsage when the file cannot be read or a line is not JSON
 */
export async function* readRecords(file: string, folder: string): AsyncGenerator<RecordedCase> {
  let line = 0
  let rest = ''
  try {
    for await (const chunk of open(file, folder).setEncoding('utf8')) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() as string
      for (const text of lines) yield* read(text, `${file}:${++line}`)
    }
    yield* read(rest, `${file}:${++line}`)
  } catch (error) {
    if (error instanceof BadUsage || !(error instanceof Error) || !('code' in error)) throw error
    throw new BadUsage('file', file, `a file that can be read (${error.message})`)
  }
}

function open(file: string, folder: string): Readable {
  if (file === '-') return process.stdin
  const bytes = createReadStream(resolve(folder, file))
  return file.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => {}) : bytes
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
