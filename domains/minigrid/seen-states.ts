import type { World } from './world.ts'

/**
 * The states every WHILE has been in during one episode: cells, the agent's cell and direction, and whether it has
 * moved, where that counts. Exact: grids are compared cell by cell and numbered, and a state is a number made of parts.
 */
export class SeenStates {
  /** Different grids of the episode, the start first. */
  #grids: Uint8Array[] = []
  #grid = 0
  /** Open-addressed: loop, state and epoch of each entry; entries of earlier episodes count as empty. */
  #entries = new Int32Array(3 * 256)
  #epoch = 0
  #count = 0

  /** Starts a new episode. */
  forget(): void {
    this.#epoch++
    this.#count = 0
    this.#grid = 0
    this.#grids.length = 0
  }

  /** Whether this loop has been in this state before; if not, it is remembered. */
  seen(loop: number, world: World, moved: boolean): boolean {
    if (world.dirty || this.#grids.length === 0) {
      this.#grid = this.#gridOf(world.cells)
      world.dirty = false
    }
    const pose = world.at * 4 + world.facing
    const state = ((this.#grid * world.cells.length * 4 + pose) << 1) | Number(moved)
    if (this.#find(loop, state)) return true
    this.#count++
    if (this.#count * 6 > this.#entries.length) this.#grow()
    return false
  }

  #gridOf(cells: Uint8Array): number {
    const known = this.#grids.findIndex((grid) => grid.every((code, cell) => code === cells[cell]))
    return known >= 0 ? known : this.#grids.push(cells.slice()) - 1
  }

  /** Whether it is there; puts it there if not. */
  #find(loop: number, state: number): boolean {
    const entries = this.#entries
    const slots = entries.length / 3
    let slot = (Math.imul(state + Math.imul(loop, 0x9e3779b1), 0x85ebca6b) >>> 8) & (slots - 1)
    for (; entries[slot * 3 + 2] === this.#epoch; slot = (slot + 1) & (slots - 1)) {
      if (entries[slot * 3] === loop && entries[slot * 3 + 1] === state) return true
    }
    entries[slot * 3] = loop
    entries[slot * 3 + 1] = state
    entries[slot * 3 + 2] = this.#epoch
    return false
  }

  #grow(): void {
    const old = this.#entries
    this.#entries = new Int32Array(old.length * 2)
    for (let at = 0; at < old.length; at += 3) {
      if (old[at + 2] === this.#epoch) this.#find(old[at]!, old[at + 1]!)
    }
  }
}
