import { type Hash64, hashBytes, type Program } from '@cairn/language'

const smallestChunk = 1 << 16
const largestChunk = 1 << 22

/**
 * Every program that a run has seen, by number.
 *
 * Made for millions of programs: their bytes lie one after another in large chunks, everything else in flat columns, and
 * an open-addressing table over 64-bit hashes finds them. Hashes only find; bytes decide.
 */
export class ProgramStore {
  #size = 0
  #capacity = 1024
  /** Entry + 1 at its hash's place; 0 where free. Twice the capacity, so at most half full. */
  #table = new Uint32Array(2 * this.#capacity)
  #low = new Uint32Array(this.#capacity)
  #high = new Uint32Array(this.#capacity)
  #chunk = new Uint32Array(this.#capacity)
  #start = new Uint32Array(this.#capacity)
  #length = new Uint32Array(this.#capacity)
  readonly #chunks: Uint8Array[] = [new Uint8Array(smallestChunk)]
  #used = 0

  /** Programs seen. */
  get size(): number {
    return this.#size
  }

  /** The program's number, a new one if it was not seen before. */
  entry(program: Program): number {
    const { low, high } = hashBytes(program)
    const mask = this.#table.length - 1
    for (let place = low & mask; ; place = (place + 1) & mask) {
      const entry = this.#table[place]! - 1
      if (entry < 0) return this.#add(program, low, high, place)
      if (this.#low[entry] === low && this.#high[entry] === high && this.#equals(entry, program)) return entry
    }
  }

  /** Its bytes: a view, not to be written to. */
  program(entry: number): Program {
    const start = this.#start[entry]!
    return this.#chunks[this.#chunk[entry]!]!.subarray(start, start + this.#length[entry]!)
  }

  hash(entry: number): Hash64 {
    return { low: this.#low[entry]!, high: this.#high[entry]! }
  }

  #add(program: Program, low: number, high: number, place: number): number {
    const entry = this.#size++
    if (entry === this.#capacity) {
      this.#grow()
      const mask = this.#table.length - 1
      place = low & mask
      while (this.#table[place] !== 0) place = (place + 1) & mask
    }
    let chunk = this.#chunks[this.#chunks.length - 1]!
    if (this.#used + program.length > chunk.length) {
      chunk = new Uint8Array(Math.max(Math.min(2 * chunk.length, largestChunk), program.length))
      this.#chunks.push(chunk)
      this.#used = 0
    }
    chunk.set(program, this.#used)
    this.#table[place] = entry + 1
    this.#low[entry] = low
    this.#high[entry] = high
    this.#chunk[entry] = this.#chunks.length - 1
    this.#start[entry] = this.#used
    this.#length[entry] = program.length
    this.#used += program.length
    return entry
  }

  #equals(entry: number, program: Program): boolean {
    const { length } = program
    if (this.#length[entry] !== length) return false
    const chunk = this.#chunks[this.#chunk[entry]!]!
    const start = this.#start[entry]!
    for (let i = 0; i < length; i++) if (chunk[start + i] !== program[i]) return false
    return true
  }

  #grow(): void {
    this.#capacity *= 2
    this.#low = larger(this.#low, new Uint32Array(this.#capacity))
    this.#high = larger(this.#high, new Uint32Array(this.#capacity))
    this.#chunk = larger(this.#chunk, new Uint32Array(this.#capacity))
    this.#start = larger(this.#start, new Uint32Array(this.#capacity))
    this.#length = larger(this.#length, new Uint32Array(this.#capacity))
    this.#table = new Uint32Array(2 * this.#capacity)
    const mask = this.#table.length - 1
    for (let entry = 0; entry < this.#capacity / 2; entry++) {
      let place = this.#low[entry]! & mask
      while (this.#table[place] !== 0) place = (place + 1) & mask
      this.#table[place] = entry + 1
    }
  }
}

/** The column, copied into a larger one. */
export function larger<T extends Uint8Array | Uint32Array | Float64Array>(column: T, into: T): T {
  into.set(column)
  return into
}
