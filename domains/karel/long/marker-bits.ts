import { changeMarkers, type World } from '../world.ts'

/**
 * The markers of a HIPO world, at most one per cell, as its code keeps them: a marker bit, which perceptions and totals
 * see, and a flag that says "the count is 0", which pick and put read first. The two can both be true: then the cell is
 * a *ghost*, a marker that can be seen but that the arithmetic takes for none. Without ghosts the flag is never set.
 */
export class MarkerBits {
  readonly ghosts: boolean
  #world: World | undefined
  #zero = new Uint8Array(0)

  constructor(ghosts: boolean) {
    this.ghosts = ghosts
  }

  /** At the start of an episode no flag is set. */
  begin(world: World): void {
    this.#world = world
    if (this.#zero.length === world.cells) this.#zero.fill(0)
    else this.#zero = new Uint8Array(world.cells)
  }

  /** The count as pick and put see it. */
  count(cell: number): 0 | 1 {
    return this.#world?.markers[cell] === 1 && this.#zero[cell] === 0 ? 1 : 0
  }

  isGhost(cell: number): boolean {
    return this.#world?.markers[cell] === 1 && this.#zero[cell] === 1
  }

  /** Puts a ghost there, as a recorded start may have. */
  makeGhost(cell: number): void {
    this.set(cell, 0)
    this.setBit(cell, 1)
  }

  /** Rewrites a cell, flag and bit. Returns the change of the count as `count` sees it. */
  set(cell: number, count: 0 | 1): number {
    const change = count - this.count(cell)
    this.#setMarker(cell, count)
    if (this.ghosts) this.#zero[cell] = 1 - count
    return change
  }

  /** Writes the bit and leaves the flag as it is: this is how ghosts come to be. */
  setBit(cell: number, bit: 0 | 1): void {
    this.#setMarker(cell, bit)
  }

  #setMarker(cell: number, bit: 0 | 1): void {
    const world = this.#world
    if (world !== undefined && world.markers[cell] !== bit) changeMarkers(world, cell, bit - world.markers[cell])
  }
}
