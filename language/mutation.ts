import type { Drawing } from './drawing.ts'
import { Draft, draw, type FillLimits } from './fill.ts'
import type { Language, Limits } from './grammar.ts'
import type { Library, LibraryOption } from './library.ts'
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
  /**
   * Draws the syntactic neighbours instead: `variant` and `size` say nothing then, and `limits` hold for semantic
   * neighbours alone, which replace nodes of its `replaceable` non-terminals.
   */
  readonly drawing?: Drawing | undefined
}

export const neighbourDefaults = { variant: 'clean' } satisfies NeighbourOptions

/** How semantic neighbours come in among the syntactic ones. */
export interface Mixture {
  readonly library: Library
  /** Chance that a neighbour is a syntactic one. */
  readonly epsilon: number
  /**
   * What becomes of a draw when no option of the library may stand in the slot: a syntactic neighbour there (what the
   * paper of InnateCoder says of missing options), or the program as it is (its released code).
   */
  readonly without: 'syntax' | 'unchanged'
}

/** Of a replacement in the `old` variant; the replaced node counts as height 1, run 0. */
const oldLimits: FillLimits = { height: 2, run: 4 }

const draft = new Draft()

/** A program made ready for drawing neighbours. */
export class Mutation {
  /** The latest neighbour was made with an option of the library. */
  semantic = false
  readonly #language: Language
  readonly #program: Program
  readonly #limits: Limits
  readonly #size: number | undefined
  readonly #old: boolean
  readonly #drawing: Drawing | undefined
  /** Nodes before this one are not replaced. */
  readonly #first: number
  /** The nodes that are, where it is not every other one. */
  readonly #replaceable: readonly number[] | undefined
  /** How many. */
  readonly #sites: number
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
    this.#drawing = options.drawing
    this.#first = language.tables.root >= 0 ? 1 : 0
    this.#slots = slotsOf(language, program)
    this.#replaceable = options.drawing && this.#nodesOf(options.drawing.replaceable)
    this.#sites = this.#replaceable?.length ?? program.length - this.#first
    this.#heights = new Int32Array(program.length)
    this.#rows = new Int32Array(program.length)
    this.#tokens = this.#scan()
  }

  draw(rng: Rng): Program {
    for (let tries = 0; tries < patience && this.#sites > 0; tries++) {
      const drawn = this.#syntactic(rng)
      if (drawn !== undefined) return drawn
    }
    throw this.#nothing()
  }

  drawMixed(rng: Rng, mixture: Mixture): Program {
    for (let tries = 0; tries < patience && this.#sites > 0; tries++) {
      const isSyntactic = rng.uniform() < mixture.epsilon
      const drawn = isSyntactic ? this.#syntactic(rng) : this.#fromLibrary(rng, mixture)
      if (drawn !== undefined) return drawn
    }
    throw this.#nothing()
  }

  /** One of the nodes that may be replaced. */
  #site(rng: Rng): number {
    const drawn = rng.below(this.#sites)
    return this.#replaceable === undefined ? this.#first + drawn : this.#replaceable[drawn]!
  }

  /** With a drawn node at the site, any unless given; undefined if that is out of bounds. */
  #syntactic(rng: Rng, site?: number): Program | undefined {
    const { tables } = this.#language
    const { draws, nests } = tables
    const program = this.#program
    this.semantic = false
    if (this.#drawing !== undefined) return this.#drawing.neighbour(program, rng)
    const at = site ?? this.#site(rng)
    if (at > this.#firstBroken && !rng.recorded) return undefined // what is broken would stay
    const end = endOf(this.#language, program, at)
    const kept = this.#tokens - this.#tokensIn(at, end)
    const height = this.#heights[at]!
    const row = this.#rows[at]! + 1
    const root = draw(draws, rng, draws.first[this.#slots[at]! * 4]!)
    const room = this.#size === undefined ? roomFor(rng, this.#limits.tokens - kept) : Number.POSITIVE_INFINITY
    // The reference counts the height of the node that goes away as well, and begins the run anew: both are kept.
    const standing = this.#old ? { height: 1, run: 0, row, room } : { height: height + nests[root]!, run: 1, row, room }
    if (!draft.fill(tables, rng, root, standing, this.#old ? oldLimits : this.#limits)) return undefined

    const reached = draft.height - standing.height + height - nests[program[at]!]! + nests[root]!
    const within =
      this.#size === undefined
        ? this.#within(at, end, reached, draft.run, kept + draft.tokens)
        : this.#sizeWith(at, end) <= this.#size
    return within ? splice(program, at, end, draft.bytes, draft.length) : undefined
  }

  #fromLibrary(rng: Rng, { library, without }: Mixture): Program | undefined {
    const at = this.#site(rng)
    const option = library.draw(this.#slots[at]!, rng)
    if (option !== undefined) return this.#semantic(at, option)
    return without === 'syntax' ? this.#syntactic(rng, at) : this.#unchanged()
  }

  /** With the option at `at`; undefined if that is out of bounds. */
  #semantic(at: number, option: LibraryOption): Program | undefined {
    const program = this.#program
    this.semantic = true
    if (at > this.#firstBroken) return undefined
    const end = endOf(this.#language, program, at)
    const reached = this.#heights[at]! - this.#language.tables.nests[program[at]!]! + option.height
    const run = Math.max(option.run, this.#rows[at]! + option.firstRun)
    const tokens = this.#tokens - this.#tokensIn(at, end) + option.tokens
    if (!this.#within(at, end, reached, run, tokens)) return undefined
    return splice(program, at, end, option.program, option.program.length)
  }

  #unchanged(): Program | undefined {
    this.semantic = false
    return this.#lastBroken < 0 && this.#tokens <= this.#limits.tokens ? this.#program : undefined
  }

  /** Whether the program is within the limits with a replacement for the node from `at` to `end` that makes it so. */
  #within(at: number, end: number, height: number, run: number, tokens: number): boolean {
    const limits = this.#limits
    const mended = this.#firstBroken >= at && this.#lastBroken < end
    return mended && height <= limits.height && run <= limits.run && tokens <= limits.tokens
  }

  #nodesOf(nonTerminals: readonly string[]): number[] {
    const { nonTerminals: all } = this.#language
    return [...this.#slots.keys()].filter((at) => nonTerminals.includes(all[this.#slots[at]!]!.name))
  }

  #nothing(): NothingWithinLimits {
    return new NothingWithinLimits(this.#language, this.#size === undefined ? this.#limits : { size: this.#size })
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
function splice(program: Program, at: number, end: number, bytes: Uint8Array, length: number): Program {
  const shift = length - (end - at)
  const result = new Uint8Array(program.length + shift)
  for (let i = 0; i < at; i++) result[i] = program[i]!
  for (let i = 0; i < length; i++) result[at + i] = bytes[i]!
  for (let i = end; i < program.length; i++) result[i + shift] = program[i]!
  return result
}
