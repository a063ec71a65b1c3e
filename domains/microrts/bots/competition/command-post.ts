import { type Action, giveBack, harvest, move, produce, wait } from '../../actions.ts'
import { type Claims, claim, clearClaims, createClaims, isAllowed, leavesRoomFor } from '../../claims.ts'
import type { JavaRandom } from '../../java-random.ts'
import { createOrders, type Orders, order } from '../../orders.ts'
import type { PathFinder } from '../../path-finding/path-finder.ts'
import type { Player, State } from '../../state.ts'

/**
 * Gives units their actions one by one, for bots that do without abstract actions: an action that does not fit beside
 * the actions in progress and those given before is refused.
 */
export class CommandPost {
  readonly #finder: PathFinder
  readonly #draws: JavaRandom
  #orders = createOrders()
  #claims: Claims = createClaims({ map: { cells: 0 } })
  /** Per unit: 1 once it has an order of this tick. */
  #ordered = new Uint8Array(0)

  constructor(finder: PathFinder, draws: JavaRandom) {
    this.#finder = finder
    this.#draws = draws
  }

  /** A new tick: orders go there. */
  begin(state: State, orders: Orders): void {
    this.#orders = orders
    if (this.#ordered.length < state.id.length) this.#ordered = new Uint8Array(state.id.length)
    if (this.#claims.mark.length !== state.map.cells + 1) this.#claims = createClaims(state)
    clearClaims(this.#claims)
    this.#claims.amount.set(state.pledged)
  }

  /** Units without an order wait one tick: they are thought about again on the next. */
  end(state: State, player: Player): void {
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      if (this.isFree(state, own[i])) order(this.#orders, own[i], wait(1))
      this.#ordered[own[i]] = 0
    }
  }

  /** Has the unit nothing to do yet? */
  isFree({ busy }: State, unit: number): boolean {
    return busy[unit] === 0 && this.#ordered[unit] === 0
  }

  /** What is left of the stock when everything in progress and ordered is paid. */
  funds(state: State, player: Player): number {
    return state.stock[player] - this.#claims.amount[player]
  }

  /** @returns is the action given? */
  give(state: State, unit: number, action: Action): boolean {
    if (!isAllowed(state, unit, action) || !leavesRoomFor(state, this.#claims, unit, action)) return false
    claim(state, this.#claims, unit, action)
    order(this.#orders, unit, action)
    this.#ordered[unit] = 1
    return true
  }

  /** Takes a step towards cells within `range` of a cell. */
  approach(state: State, unit: number, cell: number, range: number): boolean {
    const direction = this.#finder.step(state, unit, cell, range, this.#claims)
    return direction >= 0 && this.give(state, unit, move(direction))
  }

  /** Steps aside in a random direction, if there is room. */
  stray(state: State, unit: number): boolean {
    const first = this.#draws.nextInt(4)
    for (let turn = 0; turn < 4; turn++) if (this.stepTo(state, unit, (first + turn) & 3)) return true
    return false
  }

  stepTo(state: State, unit: number, direction: number): boolean {
    return this.#isOpen(state, unit, direction) && this.give(state, unit, move(direction))
  }

  /** Produces beside the unit where `score` is highest; cells of score `-Infinity` never are. */
  produce(state: State, unit: number, type: number, score: (cell: number) => number): boolean {
    if (this.funds(state, state.owner[unit] as Player) < state.table.cost[type]) return false
    let [best, highest] = [-1, Number.NEGATIVE_INFINITY]
    for (let direction = 0; direction < 4; direction++) {
      if (!this.#isOpen(state, unit, direction)) continue
      const value = score(state.map.neighbours[4 * state.cell[unit] + direction])
      if (value <= highest) continue
      best = direction
      highest = value
    }
    return best >= 0 && this.give(state, unit, produce(best, type))
  }

  /** Takes from a resource, or goes there. */
  harvest(state: State, unit: number, resource: number): boolean {
    const direction = directionTo(state, unit, resource)
    if (direction >= 0) return this.give(state, unit, harvest(direction))
    return this.approach(state, unit, state.cell[resource], 1)
  }

  /** Hands over to a stockpile, or goes there. */
  deliver(state: State, unit: number, stockpile: number): boolean {
    const direction = directionTo(state, unit, stockpile)
    if (direction >= 0) return this.give(state, unit, giveBack(direction))
    return this.approach(state, unit, state.cell[stockpile], 1)
  }

  #isOpen({ map, cell, blocked }: State, unit: number, direction: number): boolean {
    const next = map.neighbours[4 * cell[unit] + direction]
    return blocked[next] === 0 && this.#claims.mark[next] !== this.#claims.epoch
  }
}

/** The direction of a unit that stands beside another; -1: it does not. */
function directionTo({ map, cell }: State, unit: number, other: number): number {
  for (let direction = 0; direction < 4; direction++) {
    if (map.neighbours[4 * cell[unit] + direction] === cell[other]) return direction
  }
  return -1
}
