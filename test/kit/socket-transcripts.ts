import { readFileSync } from 'node:fs'
import { golden } from './golden.ts'

/** A line of a recorded conversation of the Java engine, or the end of the stream. */
export interface TranscriptLine {
  readonly from: 'java' | 'agent'
  readonly text?: string
  readonly event?: 'close'
}

/** What the index says of a recorded conversation. */
export interface TranscriptEntry {
  readonly file: string
  readonly agent: string
  readonly language: string
  readonly omitsWaits: boolean
  readonly decisions: number
}

const folder = new URL('../golden/microrts/socket/', import.meta.url)

export function socketGolden<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as T
}

/** All transcripts, in order. */
export const transcripts = socketGolden<readonly TranscriptEntry[]>('index.json')

/** The lines of the transcript of that number, from 1. */
export function transcriptLines(number: number): readonly TranscriptLine[] {
  return golden<TranscriptLine>(`microrts/socket/${transcripts[number - 1].file.replace('.jsonl.gz', '')}`)
}

/** What one side says in a transcript, in order. */
export function linesOf(number: number, from: TranscriptLine['from']): readonly string[] {
  return transcriptLines(number).flatMap((line) => (line.from === from && line.text !== undefined ? [line.text] : []))
}

/** The request that begins with that word, with its second line if it has one: the first from line `after` on. */
export function requestOf(number: number, word: string, after = 0): readonly string[] {
  const lines = linesOf(number, 'java')
  const at = lines.findIndex((line, i) => i >= after && (line === word || line.startsWith(`${word} `)))
  return lines.slice(at, /^(budget|gameOver|end)/.test(word) ? at + 1 : at + 2)
}
