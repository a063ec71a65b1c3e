import { larger } from './program-store.ts'

/** The two matches of a program against an opponent: what each returned, NaN where it was not played. */
export interface Pair {
  /** Entries of the program store. */
  readonly program: number
  readonly opponent: number
  /** With the program as player 0. */
  readonly first: number
  /** With the program as player 1; not played unless the first one was. */
  readonly second: number
}

/**
 * What is known of the pairs of a run: one that is whole here is never played again. No worker survives a poisoned one;
 * its matches return -Infinity.
 *
 * Made for millions of pairs: flat columns, 24 bytes each, and an open-addressing table of 8 more.
 */
export class PairMemory {
  #size = 0
  #capacity = 1024
  /** Number of the pair + 1 at its hash's place; 0 where free. Twice the capacity, so at most half full. */
  #table = new Uint32Array(2 * this.#capacity)
  #program = new Uint32Array(this.#capacity)
  #opponent = new Uint32Array(this.#capacity)
  /** The first return and the second one, pair after pair. */
  #returns = new Float64Array(2 * this.#capacity)

  get size(): number {
    return this.#size
  }

  /** Number of the pair; -1 if nothing is known of it. */
  find(program: number, opponent: number): number {
    return this.#table[this.#place(program, opponent)]! - 1
  }

  first(pair: number): number {
    return this.#returns[2 * pair]!
  }

  /** NaN where only the first match is known. */
  second(pair: number): number {
    return this.#returns[2 * pair + 1]!
  }

  isWhole(program: number, opponent: number): boolean {
    const pair = this.find(program, opponent)
    return pair >= 0 && !Number.isNaN(this.second(pair))
  }

  /** @returns false if that contradicts what was known, which stays */
  learn({ program, opponent, first, second }: Pair): boolean {
    const place = this.#place(program, opponent)
    const known = this.#table[place]! - 1
    if (known < 0) {
      this.#add(program, opponent, first, second, place)
      return true
    }
    if (this.first(known) !== first) return false
    const before = this.second(known)
    if (Number.isNaN(before)) this.#returns[2 * known + 1] = second
    return Number.isNaN(before) || Number.isNaN(second) || before === second
  }

  /** No worker survives the pair. */
  poison(program: number, opponent: number): void {
    const place = this.#place(program, opponent)
    const known = this.#table[place]! - 1
    if (known < 0) this.#add(program, opponent, Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, place)
    else this.#returns.fill(Number.NEGATIVE_INFINITY, 2 * known, 2 * known + 2)
  }

  /** Where the pair stands in the table, or would. */
  #place(program: number, opponent: number): number {
    const mask = this.#table.length - 1
    for (let place = mixed(program, opponent) & mask; ; place = (place + 1) & mask) {
      const pair = this.#table[place]! - 1
      if (pair < 0 || (this.#program[pair] === program && this.#opponent[pair] === opponent)) return place
    }
  }

  #add(program: number, opponent: number, first: number, second: number, free: number): void {
    const pair = this.#size++
    let place = free
    if (pair === this.#capacity) {
      this.#grow()
      place = this.#place(program, opponent)
    }
    this.#table[place] = pair + 1
    this.#program[pair] = program
    this.#opponent[pair] = opponent
    this.#returns[2 * pair] = first
    this.#returns[2 * pair + 1] = second
  }

  #grow(): void {
    const before = this.#capacity
    this.#capacity *= 2
    this.#program = larger(this.#program, new Uint32Array(this.#capacity))
    this.#opponent = larger(this.#opponent, new Uint32Array(this.#capacity))
    this.#returns = larger(this.#returns, new Float64Array(2 * this.#capacity))
    this.#table = new Uint32Array(2 * this.#capacity)
    for (let pair = 0; pair < before; pair++) {
      this.#table[this.#place(this.#program[pair]!, this.#opponent[pair]!)] = pair + 1
    }
  }
}

function mixed(program: number, opponent: number): number {
  let hash = Math.imul(program, 0x9e3779b1) ^ Math.imul(opponent + 1, 0x85ebca77)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
