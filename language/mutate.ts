import { Draft, draw, type FillLimits } from './fill.ts'
import type { Language, Limits } from './grammar.ts'
import { endOf, type Program, slotsOf } from './program.ts'
import type { Rng } from './rng.ts'
import { NothingWithinLimits, patience, roomFor } from './sample.ts'

export interface NeighbourOptions {
  /**
   * How a replacement is drawn. `clean`: under the language's limits, from the height where it stands (prog_policies
   * `search_space`, LLM-GS). `old`: height 2 and run 4 counted from the replacement itself (prog_policies' older
   * `search` classes, which its paper's settings name; InnateCoder).
   */
  readonly variant?: 'clean' | 'old'
  /** Bounds of a neighbour; the language's own unless given. */
  readonly limits?: Limits
  /**
   * Bounds a neighbour by its nodes instead, the root and chaining nodes not counted (prog_policies' simulated
   * annealing: 20).
   */
  readonly size?: number
}

export const neighbourDefaults = { variant: 'clean' } satisfies NeighbourOptions

/** Of a replacement in the `old` variant; the replaced node counts as height 1, run 0. */
const oldLimits: FillLimits = { height: 2, run: 4 }

/**
 * A copy with one node, any but the root, replaced by a drawn one; drawn again, node and replacement, until the copy is
 * within bounds. It may equal the program.
 *
 * @throws BadProgram, NothingWithinLimits
 */
export function neighbour(language: Language, program: Program, rng: Rng, options?: NeighbourOptions): Program {
  return new Mutation(language, program, options).draw(rng)
}

/** `k` independent neighbours; repeats are kept. */
export function neighbours(
  language: Language,
  program: Program,
  rng: Rng,
  k: number,
  options?: NeighbourOptions,
): Program[] {
  const mutation = new Mutation(language, program, options)
  return Array.from({ length: k }, () => mutation.draw(rng))
}

/**
 * `k` independent neighbours, each drawn when it is asked for, from a stream of their own: `rng` is split at the call
 * and not touched afterwards. They can be gone through once.
 */
export function neighbourhood(
  language: Language,
  program: Program,
  rng: Rng,
  k: number,
  options?: NeighbourOptions,
): IterableIterator<Program> {
  return lazily(new Mutation(language, program, options), rng.split(), k)
}

function* lazily(mutation: Mutation, rng: Rng, k: number): Generator<Program> {
  for (let i = 0; i < k; i++) yield mutation.draw(rng)
}

const draft = new Draft()

/** A program made ready for drawing neighbours. */
class Mutation {
  readonly #language: Language
  readonly #program: Program
  readonly #limits: Limits
  readonly #size: number | undefined
  readonly #old: boolean
  /** Nodes before this one are not replaced. */
  readonly #first: number
  readonly #slots: Uint8Array
  /** Per node: nesting productions from the root to it, itself included. */
  readonly #heights: Int32Array
  /** Per node: chaining productions in a row that end at its parent. */
  readonly #rows: Int32Array
  readonly #tokens: number
  // The nodes that break the height or the run limit lie between these: a replacement must take them all away.
  #firstBroken = Number.POSITIVE_INFINITY
  #lastBroken = -1

  constructor(language: Language, program: Program, options: NeighbourOptions = {}) {
    this.#language = language
    this.#program = program
    this.#limits = options.limits ?? language.limits
    this.#size = options.size
    this.#old = (options.variant ?? neighbourDefaults.variant) === 'old'
    this.#first = language.tables.root >= 0 ? 1 : 0
    this.#slots = slotsOf(language, program)
    this.#heights = new Int32Array(program.length)
    this.#rows = new Int32Array(program.length)
    this.#tokens = this.#scan()
  }

  draw(rng: Rng): Program {
    const { tables } = this.#language
    const { draws, nests } = tables
    const program = this.#program
    const first = this.#first
    const sites = program.length - first
    for (let tries = 0; tries < patience && sites > 0; tries++) {
      const at = first + rng.below(sites)
      if (at > this.#firstBroken && !rng.recorded) continue // what is broken would stay
      const end = endOf(this.#language, program, at)
      const kept = this.#tokens - this.#tokensIn(at, end)
      const height = this.#heights[at]!
      const row = this.#rows[at]! + 1
      const root = draw(draws, rng, draws.first[this.#slots[at]! * 4]!)
      const room = this.#size === undefined ? roomFor(rng, this.#limits.tokens - kept) : Number.POSITIVE_INFINITY
      // The reference counts the height of the node that goes away as well, and begins the run anew: both are kept.
      const standing = this.#old
        ? { height: 1, run: 0, row, room }
        : { height: height + nests[root]!, run: 1, row, room }
      if (!draft.fill(tables, rng, root, standing, this.#old ? oldLimits : this.#limits)) continue

      const reached = draft.height - standing.height + height - nests[program[at]!]! + nests[root]!
      const within =
        this.#size === undefined ? this.#within(at, end, reached, kept) : this.#sizeWith(at, end) <= this.#size
      if (within) return splice(program, at, end, draft)
    }
    throw new NothingWithinLimits(this.#language, this.#size === undefined ? this.#limits : { size: this.#size })
  }

  /** Whether the program with the draft in place of the node from `at` to `end` is within the limits. */
  #within(at: number, end: number, reached: number, kept: number): boolean {
    const { height, run, tokens } = this.#limits
    const mended = this.#firstBroken >= at && this.#lastBroken < end
    return mended && reached <= height && draft.run <= run && kept + draft.tokens <= tokens
  }

  #tokensIn(at: number, end: number): number {
    const { literals } = this.#language.tables
    let tokens = 0
    for (let i = at; i < end; i++) tokens += literals[this.#program[i]!]!
    return tokens
  }

  /** Nodes, root and chaining ones not counted, with the draft in place of the node from `at` to `end`. */
  #sizeWith(at: number, end: number): number {
    const { chains } = this.#language.tables
    let counted = 0
    for (let i = 1; i < this.#program.length; i++) {
      if (i < at || i >= end) counted += 1 - chains[this.#program[i]!]!
    }
    for (let i = 0; i < draft.length; i++) counted += 1 - chains[draft.bytes[i]!]!
    return counted
  }

  /** Fills in heights, rows and what is broken. Returns the program's tokens. */
  #scan(): number {
    const { arity, nests, chains, literals } = this.#language.tables
    const { height: most, run } = this.#limits
    const program = this.#program
    const openHeights = [0]
    const openRows = [0]
    let tokens = 0
    for (let at = 0; at < program.length; at++) {
      const production = program[at]!
      const height = openHeights.pop()! + nests[production]!
      const above = openRows.pop()!
      const row = chains[production] ? above + 1 : 0
      this.#heights[at] = height
      this.#rows[at] = above
      tokens += literals[production]!
      for (let i = arity[production]!; i > 0; i--) {
        openHeights.push(height)
        openRows.push(row)
      }
      if (this.#size === undefined && (height > most || row + 1 > run)) {
        this.#firstBroken = Math.min(this.#firstBroken, at)
        this.#lastBroken = at
      }
    }
    return tokens
  }
}

/** By hand: programs are short, and a copy through views would cost more than the copying. */
function splice(program: Program, at: number, end: number, { bytes, length }: Draft): Program {
  const shift = length - (end - at)
  const result = new Uint8Array(program.length + shift)
  for (let i = 0; i < at; i++) result[i] = program[i]!
  for (let i = 0; i < length; i++) result[at + i] = bytes[i]!
  for (let i = end; i < program.length; i++) result[i + shift] = program[i]!
  return result
}
