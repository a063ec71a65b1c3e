import type { Claims } from '../claims.ts'
import type { GameMap } from '../map.ts'
import type { State } from '../state.ts'
import { nothingClaimed, type PathFinder } from './path-finder.ts'

/**
 * What A* and breadth-first search share: a search from the unit's cell that marks each cell at most once, when it is
 * first seen, and ends at the first cell taken up that is in range.
 */
export abstract class GridSearch implements PathFinder {
  /** After a search that found a way, or none to go: the cell in range. Otherwise -1. */
  reached = -1
  /** Steps to `reached`; 0: the unit was in range. -1: there is no way. */
  length = -1

  protected map: GameMap | undefined
  protected targetX = 0
  protected targetY = 0
  protected square = 0
  /** Equal to `epoch` for the cells marked in this search. */
  protected marked = new Int32Array(0)
  protected epoch = 0
  /** Direction of the first step on the way to a cell. */
  protected first = new Int8Array(0)
  /** Steps to a cell. */
  protected depth = new Int32Array(0)
  #unclaimed = nothingClaimed(0)

  step(state: State, unit: number, target: number, range: number, claims?: Claims): number {
    const { map } = state
    if (this.map !== map) this.#fit(map)
    this.targetX = target % map.width
    this.targetY = Math.trunc(target / map.width)
    this.square = range * range
    const start = state.cell[unit]!
    this.reached = -1
    this.length = -1
    if (this.isInRange(start)) {
      this.reached = start
      this.length = 0
      return -1
    }
    const claimed = claims ?? this.#unclaimed
    if (!this.#hasOpenGoal(state.blocked, claimed, range)) return -1
    this.epoch += 1
    this.marked[start] = this.epoch
    this.depth[start] = 0
    const found = this.search(map, start, state.blocked, claimed)
    if (found < 0) return -1
    this.reached = found
    this.length = this.depth[found]!
    return this.first[found]!
  }

  /** Steps to a cell in range; 0: there already, -1: there is no way. */
  distance(state: State, unit: number, target: number, range: number, claims?: Claims): number {
    this.step(state, unit, target, range, claims)
    return this.length
  }

  /** The cell that the search ends at; -1: none. Fills `first` and `depth` on the way. */
  protected abstract search(map: GameMap, start: number, blocked: Uint8Array, claims: Claims): number

  /** A search queue or stack for a map. */
  protected abstract makeRoom(cells: number): void

  protected isInRange(cell: number): boolean {
    const { xOf, yOf } = this.map!
    const dx = xOf[cell]! - this.targetX
    const dy = yOf[cell]! - this.targetY
    return dx * dx + dy * dy <= this.square
  }

  /** Without a walkable cell in range there is no way, and nothing needs to be searched: the usual case in a crowd. */
  #hasOpenGoal(blocked: Uint8Array, { mark, epoch }: Claims, range: number): boolean {
    const { width, height } = this.map!
    const lastX = Math.min(this.targetX + range, width - 1)
    const lastY = Math.min(this.targetY + range, height - 1)
    for (let y = Math.max(this.targetY - range, 0); y <= lastY; y++) {
      const dy = y - this.targetY
      for (let x = Math.max(this.targetX - range, 0); x <= lastX; x++) {
        const dx = x - this.targetX
        const cell = x + y * width
        if (dx * dx + dy * dy <= this.square && blocked[cell] === 0 && mark[cell] !== epoch) return true
      }
    }
    return false
  }

  #fit(map: GameMap): void {
    this.map = map
    const room = map.cells + 1
    this.epoch = 0
    this.marked = new Int32Array(room)
    this.first = new Int8Array(room)
    this.depth = new Int32Array(room)
    this.#unclaimed = nothingClaimed(map.cells)
    this.makeRoom(room)
  }
}
