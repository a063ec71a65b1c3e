import picocolors from 'picocolors'
import type { Output } from '../shell.ts'

/** An output that keeps what is written to it. */
export interface RecordedOutput extends Output {
  text(): string
}

export function outputTo({ live = false, columns = 100, rows = 24, coloured = false } = {}): RecordedOutput {
  let text = ''
  return {
    write: (more) => {
      text += more
    },
    text: () => text,
    live,
    columns,
    rows,
    colors: picocolors.createColors(coloured),
    unicode: true,
  }
}
