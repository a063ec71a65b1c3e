import type { Rng } from './rng.ts'
import { bins, type DrawTables, noChain, noNest, type Tables } from './tables.ts'

/** Where the root of a subtree that is to be drawn stands, itself included. */
export interface Standing {
  /** Nesting productions on the way from the program's root, as the drawing counts them. */
  readonly height: number
  /** Chaining productions in a row up to here, as the drawing counts them. */
  readonly run: number
  /** Chaining productions in a row up to here, as they really are. */
  readonly row: number
  /** Tokens there is room for: the draw is given up beyond. */
  readonly room: number
}

export interface FillLimits {
  readonly height: number
  readonly run: number
}

/** A draw is given up beyond this many nodes: loose limits allow programs that outgrow any memory. */
export const mostNodes = 1 << 20

/** Arity is kept in a byte. */
const mostChildren = 255

/** A subtree while and after it is drawn. It is overwritten by the next draw. */
export class Draft {
  bytes = new Uint8Array(1024)
  length = 0
  tokens = 0
  /** Greatest height of a node, as the drawing counts. */
  height = 0
  /** Most statements in a row; 1 if nothing is chained. */
  run = 0
  // Open slots, the next one on top: non-terminal, and of the parent: height, run (-1 if it does not chain), row.
  #slots = new Uint8Array(1024)
  #heights = new Int32Array(1024)
  #runs = new Int32Array(1024)
  #rows = new Int32Array(1024)

  /**
   * Draws everything below the production `root`, parents first, from left to right.
   *
   * @returns false if the draw was given up
   */
  fill(tables: Tables, rng: Rng, root: number, standing: Standing, limits: FillLimits): boolean {
    const { arity, nests, chains, literals, slots, slotStart, draws } = tables
    const { height: mostHeight, run: mostRun } = limits
    let { bytes } = this
    let openSlots = this.#slots
    let openHeights = this.#heights
    let openRuns = this.#runs
    let openRows = this.#rows
    let production = root
    const { room } = standing
    let { height, run, row } = standing
    let depth = 0
    let length = 0
    let tokens = 0
    let reached = height
    let longest = 1
    for (;;) {
      bytes[length++] = production
      tokens += literals[production]!
      if (tokens > room) return false
      if (height > reached) reached = height
      const children = arity[production]!
      if (children > 0) {
        const chain = chains[production] === 1
        if (chain && row >= longest) longest = row + 1
        const first = slotStart[production]!
        for (let i = first + children - 1; i >= first; i--) {
          openSlots[depth] = slots[i]!
          openHeights[depth] = height
          openRuns[depth] = chain ? run : -1
          openRows[depth] = chain ? row : 0
          depth++
        }
      }
      if (depth === 0) break
      if (length === bytes.length || depth + mostChildren > openSlots.length) {
        if (length >= mostNodes) return false
        this.#grow()
        bytes = this.bytes
        openSlots = this.#slots
        openHeights = this.#heights
        openRuns = this.#runs
        openRows = this.#rows
      }
      depth--
      height = openHeights[depth]!
      run = openRuns[depth]!
      row = openRows[depth]! + 1
      const bans = (height >= mostHeight ? noNest : 0) | (run >= 0 && run + 1 >= mostRun ? noChain : 0)
      production = draw(draws, rng, draws.first[openSlots[depth]! * 4 + bans]!)
      height += nests[production]!
      run = run < 0 ? 1 : run + 1
    }
    this.length = length
    this.tokens = tokens
    this.height = reached
    this.run = longest
    return true
  }

  #grow(): void {
    this.bytes = grown(new Uint8Array(this.bytes.length * 2), this.bytes)
    this.#slots = grown(new Uint8Array(this.#slots.length * 2), this.#slots)
    this.#heights = grown(new Int32Array(this.#heights.length * 2), this.#heights)
    this.#runs = grown(new Int32Array(this.#runs.length * 2), this.#runs)
    this.#rows = grown(new Int32Array(this.#rows.length * 2), this.#rows)
  }
}

/** Draws a production, one uniform number per level of choices, as numpy's `choice` does. */
export function draw({ guide, cumulative, target }: DrawTables, rng: Rng, table: number): number {
  let at = table
  for (;;) {
    const u = rng.uniform()
    let i = guide[at * bins + ((u * bins) | 0)]!
    while (cumulative[i]! <= u) i++
    const drawn = target[i]!
    if (drawn >= 0) return drawn
    at = -1 - drawn
  }
}

function grown<T extends Uint8Array | Int32Array>(larger: T, old: T): T {
  larger.set(old)
  return larger
}
