import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Fixture, fixtureKey, type MatchResult } from './fixture.ts'

/** Bytes that a match takes in the book, at most; names of bots have up to 64 characters. */
export const bytesPerMatch = 180

/**
 * What came of the matches of a campaign, so that none is played twice: a line of JSON each,
 *
 *   [rules, player 0, player 1, points of player 0, ticks, 1 if a program failed on the way]
 *
 * Lines are only ever added. One that a crash has cut short is not a line, and its match is played again. Two processes
 * may write at a time: whole lines are appended, and a match that both have played is there twice, with one result.
 */
export class MatchBook {
  readonly #file: string
  readonly #results = new Map<string, MatchResult>()
  #lines: string[] = []
  /** The file ends within a line. */
  #torn = false

  constructor(file: string) {
    this.#file = file
    const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
    this.#torn = text !== '' && !text.endsWith('\n')
    for (const line of text.split('\n')) {
      const match = matchOf(line)
      if (match !== undefined && !this.#results.has(match.key)) this.#results.set(match.key, match.result)
    }
  }

  get size(): number {
    return this.#results.size
  }

  find(fixture: Fixture): MatchResult | undefined {
    return this.#results.get(fixtureKey(fixture))
  }

  add(fixture: Fixture, result: MatchResult): void {
    const key = fixtureKey(fixture)
    if (this.#results.has(key)) return
    this.#results.set(key, result)
    const { map, first, second } = fixture
    const { points, ticks, failed } = result
    this.#lines.push(`${JSON.stringify([map.key, first.key, second.key, points, ticks, failed ? 1 : 0])}\n`)
  }

  /** What was added is on the disk when it returns. */
  flush(): void {
    if (this.#lines.length === 0) return
    mkdirSync(dirname(this.#file), { recursive: true })
    const handle = openSync(this.#file, 'a')
    try {
      writeSync(handle, `${this.#torn ? '\n' : ''}${this.#lines.join('')}`)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    this.#torn = false
    this.#lines = []
  }
}

function matchOf(line: string): { key: string; result: MatchResult } | undefined {
  if (!line.endsWith(']')) return undefined
  let values: unknown
  try {
    values = JSON.parse(line)
  } catch {
    return undefined
  }
  if (!Array.isArray(values) || values.length !== 6) return undefined
  const [rules, first, second, points, ticks, failed] = values as unknown[]
  if (![rules, first, second].every((key) => typeof key === 'string')) return undefined
  if (points !== 0 && points !== 0.5 && points !== 1) return undefined
  if (typeof ticks !== 'number') return undefined
  return { key: `${rules} ${first} ${second}`, result: { points, ticks, failed: failed === 1 } }
}
