import type { Claims } from '../claims.ts'
import type { GameMap } from '../map.ts'
import type { State } from '../state.ts'
import type { PathFinder } from './path-finder.ts'

const unknown = 0x7fffffff
/** Left, up, right, down: the order in which this path finder looks around. */
const order = [3, 0, 1, 2] as const

/**
 * `FloodFillPathFinding` of the reference: distances from the target outwards, kept per target until a step that they
 * propose is blocked. The range decides only whether the unit is there already; the way leads to the target itself.
 */
export class FloodFill implements PathFinder {
  readonly #fields = new Map<number, Int32Array>()
  readonly #spare: Int32Array[] = []
  #queue = new Int32Array(0)
  #map: GameMap | undefined
  #time = 0

  step(state: State, unit: number, target: number, range: number, claims?: Claims): number {
    const { map } = state
    const start = state.cell[unit]!
    const dx = state.x[unit]! - (target % map.width)
    const dy = state.y[unit]! - Math.trunc(target / map.width)
    if (dx * dx + dy * dy <= range * range) return -1
    if (this.#map !== map) this.#fit(map)
    if (state.time < this.#time) this.#forget()
    this.#time = state.time
    if (target < 0 || target >= map.cells) return -1
    const known = this.#fields.get(target)
    if (known !== undefined) {
      const direction = nearest(map, start, known)
      const next = direction < 0 ? map.outside : map.neighbours[4 * start + direction]!
      if (isOpen(state, next, claims)) return direction
      this.#fields.delete(target)
      this.#spare.push(known)
    }
    const field = this.#spare.pop() ?? new Int32Array(map.cells + 1)
    this.#flood(state, start, target, field, claims)
    this.#fields.set(target, field)
    return nearest(map, start, field)
  }

  #flood(state: State, start: number, target: number, field: Int32Array, claims: Claims | undefined): void {
    const { neighbours } = state.map
    const queue = this.#queue
    field.fill(unknown)
    field[target] = 0
    queue[0] = target
    let count = 1
    let arrived = false
    for (let taken = 0; taken < count && !arrived; taken++) {
      const cell = queue[taken]!
      for (const direction of order) {
        const next = neighbours[4 * cell + direction]!
        if (next === start) arrived = true
        if (field[next] !== unknown || !isOpen(state, next, claims)) continue
        field[next] = field[cell]! + 1
        queue[count++] = next
      }
    }
  }

  #fit(map: GameMap): void {
    this.#fields.clear()
    this.#spare.length = 0
    this.#queue = new Int32Array(map.cells + 1)
    this.#map = map
    this.#time = 0
  }

  /** A new game has begun. */
  #forget(): void {
    this.#spare.push(...this.#fields.values())
    this.#fields.clear()
  }
}

function isOpen({ blocked }: State, cell: number, claims: Claims | undefined): boolean {
  return blocked[cell] === 0 && (claims === undefined || claims.mark[cell] !== claims.epoch)
}

/** The direction of the neighbour with the least distance; -1: none is known. */
function nearest({ neighbours }: GameMap, cell: number, field: Int32Array): number {
  let least = unknown
  let best = -1
  for (const direction of order) {
    const distance = field[neighbours[4 * cell + direction]!]!
    if (distance < least) {
      least = distance
      best = direction
    }
  }
  return best
}
