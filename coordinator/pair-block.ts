import type { Program } from '@cairn/language'
import type { Pair } from './pair-memory.ts'
import { larger, type ProgramStore } from './program-store.ts'

const pairBytes = 24

/**
 * Pairs in columns, so that a million of them are read in a fraction of a second. The journal has numbers of its own for
 * programs, in the order in which they first stand in its blocks: those that are new in a block follow at its end.
 * Little-endian:
 *
 *   u32 count | u32 new | f64 first x count | f64 second x count | u32 program x count | u32 opponent x count
 *   | u32 length x new | programs, one after another
 *
 * A return is NaN where the match was not played.
 */
export class PairBlock {
  #pairs: Pair[] = []
  /** Number in the journal + 1, by entry of the store; 0 where it has none. */
  #numbers = new Uint32Array(1024)
  #numbered = 0
  #fresh: Program[] = []
  #freshBytes = 0
  /** The same by number, while blocks are read. */
  readonly #entries: number[] = []

  get count(): number {
    return this.#pairs.length
  }

  get bytes(): number {
    return pairBytes * this.#pairs.length + 4 * this.#fresh.length + this.#freshBytes
  }

  /** Takes in a pair of programs of the store. */
  add(store: ProgramStore, pair: Pair): void {
    for (const entry of [pair.program, pair.opponent]) {
      if (!this.#number(entry)) continue
      const program = store.program(entry)
      this.#fresh.push(program)
      this.#freshBytes += program.length
    }
    this.#pairs.push(pair)
  }

  encode(): Uint8Array {
    const count = this.#pairs.length
    const fresh = this.#fresh.length
    const block = new Uint8Array(8 + this.bytes)
    new Uint32Array(block.buffer, 0, 2).set([count, fresh])
    const { firsts, seconds, programs, opponents, lengths } = columns(block, count, fresh)
    for (const [i, { program, opponent, first, second }] of this.#pairs.entries()) {
      firsts[i] = first
      seconds[i] = second
      programs[i] = this.#numbers[program]! - 1
      opponents[i] = this.#numbers[opponent]! - 1
    }
    let at = 8 + pairBytes * count + 4 * fresh
    for (const [i, program] of this.#fresh.entries()) {
      lengths[i] = program.length
      block.set(program, at)
      at += program.length
    }
    return block
  }

  /** What was added is in the journal now. */
  clear(): void {
    this.#pairs = []
    this.#fresh = []
    this.#freshBytes = 0
  }

  /** Calls back with every pair of an encoded block. The blocks of a journal are read in order, before any is added. */
  read(encoded: Uint8Array, store: ProgramStore, pair: (pair: Pair) => void): void {
    const block = encoded.byteOffset % 8 === 0 ? encoded : Uint8Array.from(encoded)
    const [count = 0, fresh = 0] = new Uint32Array(block.buffer, block.byteOffset, 2)
    const { firsts, seconds, programs, opponents, lengths } = columns(block, count, fresh)
    let at = 8 + pairBytes * count + 4 * fresh
    for (let i = 0; i < fresh; i++) {
      const end = at + lengths[i]!
      const entry = store.entry(block.subarray(at, end))
      this.#number(entry)
      this.#entries.push(entry)
      at = end
    }
    for (let i = 0; i < count; i++) {
      const program = this.#entries[programs[i]!]!
      const opponent = this.#entries[opponents[i]!]!
      pair({ program, opponent, first: firsts[i]!, second: seconds[i]! })
    }
  }

  /** Gives the entry the next number. @returns false if it has one */
  #number(entry: number): boolean {
    if (entry >= this.#numbers.length) {
      this.#numbers = larger(this.#numbers, new Uint32Array(Math.max(2 * this.#numbers.length, entry + 1)))
    }
    if (this.#numbers[entry] !== 0) return false
    this.#numbers[entry] = ++this.#numbered
    return true
  }
}

function columns({ buffer, byteOffset }: Uint8Array, count: number, fresh: number) {
  const start = byteOffset + 8
  return {
    firsts: new Float64Array(buffer, start, count),
    seconds: new Float64Array(buffer, start + 8 * count, count),
    programs: new Uint32Array(buffer, start + 16 * count, count),
    opponents: new Uint32Array(buffer, start + 20 * count, count),
    lengths: new Uint32Array(buffer, start + 24 * count, fresh),
  }
}
