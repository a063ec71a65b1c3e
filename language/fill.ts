import type { Rng } from './rng.ts'
import { type DrawTables, noChain, noNest, type Tables } from './tables.ts'

/** Where the root of a subtree that is to be drawn stands, itself included. */
export interface Standing {
  /** Nesting productions on the way from the program's root, as the drawing counts them. */
  readonly height: number
  /** Chaining productions in a row up to here, as the drawing counts them. */
  readonly run: number
  /** Chaining productions in a row up to here, as they really are. */
  readonly row: number
}

export interface FillLimits {
  readonly height: number
  readonly run: number
}

/** A draw is given up beyond this many nodes: loose limits allow programs that outgrow any memory. */
export const mostNodes = 1 << 20

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
  #slot = new Uint8Array(1024)
  #height = new Int32Array(1024)
  #run = new Int32Array(1024)
  #row = new Int32Array(1024)

  /**
   * Draws everything below the production `root`, parents first, from left to right.
   *
   * @returns false if the draw was given up at `mostNodes`
   */
  fill(tables: Tables, rng: Rng, root: number, standing: Standing, limits: FillLimits): boolean {
    const { arity, nests, chains, literals, slots, slotStart, draws } = tables
    let production = root
    let { height, run, row } = standing
    let depth = 0
    this.length = 0
    this.tokens = 0
    this.height = height
    this.run = 1
    for (;;) {
      if (this.length === this.bytes.length) this.#grow()
      this.bytes[this.length++] = production
      this.tokens += literals[production]!
      if (height > this.height) this.height = height
      const children = arity[production]!
      if (children > 0) {
        const chain = chains[production] === 1
        if (chain && row >= this.run) this.run = row + 1
        const begin = slotStart[production]!
        if (depth + children > this.#slot.length) this.#grow()
        for (let i = children - 1; i >= 0; i--) {
          this.#slot[depth] = slots[begin + i]!
          this.#height[depth] = height
          this.#run[depth] = chain ? run : -1
          this.#row[depth] = chain ? row : 0
          depth++
        }
      }
      if (depth === 0) return true
      if (this.length === mostNodes) return false
      depth--
      height = this.#height[depth]!
      run = this.#run[depth]!
      row = this.#row[depth]! + 1
      const bans = (height >= limits.height ? noNest : 0) | (run >= 0 && run + 1 >= limits.run ? noChain : 0)
      production = draw(draws, rng, draws.first[this.#slot[depth]! * 4 + bans]!)
      height += nests[production]!
      run = run < 0 ? 1 : run + 1
    }
  }

  #grow(): void {
    this.bytes = grown(new Uint8Array(this.bytes.length * 2), this.bytes)
    this.#slot = grown(new Uint8Array(this.#slot.length * 2), this.#slot)
    this.#height = grown(new Int32Array(this.#height.length * 2), this.#height)
    this.#run = grown(new Int32Array(this.#run.length * 2), this.#run)
    this.#row = grown(new Int32Array(this.#row.length * 2), this.#row)
  }
}

/** Draws a production, one uniform number per level of choices, as numpy's `choice` does. */
export function draw({ begin, cumulative, target }: DrawTables, rng: Rng, table: number): number {
  let at = table
  for (;;) {
    const u = rng.uniform()
    let i = begin[at]!
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
