import { wait } from '../../actions.ts'
import { type Claims, claim, clearClaims, createClaims, leavesRoomFor } from '../../claims.ts'
import { clearOrders, createOrders, type Orders, order } from '../../orders.ts'
import type { PathFinder } from '../../path-finding/path-finder.ts'
import { hasIdle, type Player, type State } from '../../state.ts'
import { type AbstractActions, abstractKinds } from './abstract-actions.ts'
import { execute, isCompleted, noAction } from './execute.ts'

/** Ticks that a unit waits which is told nothing, or cannot do it. */
export const idleTicks = 10

/** Makes orders of abstract actions, as `AbstractionLayerAI.translateActions` of the reference. Keeps its buffers. */
export class Translator {
  readonly #finder: PathFinder
  readonly #proposals = createOrders()
  /** Cells that proposals of this tick lead to: later ways go around them. */
  #proposed: Claims = createClaims({ map: { cells: 0 } })
  /** What the accepted orders of this tick need; the amounts include those of actions in progress. */
  #accepted: Claims = this.#proposed
  /** Per unit: 1 while it has an order of this tick. */
  #ordered = new Uint8Array(0)

  constructor(finder: PathFinder) {
    this.#finder = finder
  }

  /**
   * Orders for the player's idle units: first what their abstract actions ask for, as far as it fits beside the actions
   * in progress and the orders before it, then waits for the others. Completed abstract actions are taken away, those
   * of busy units too.
   */
  translate(state: State, player: Player, actions: AbstractActions, orders: Orders): void {
    this.#fit(state)
    clearOrders(this.#proposals)
    clearClaims(this.#proposed)
    this.#propose(state, actions)
    if (!hasIdle(state, player)) return
    this.#accept(state, orders)
    this.#waitTheRest(state, player, orders)
  }

  #propose(state: State, actions: AbstractActions): void {
    const { units, count, kind } = actions
    const { listed, busy } = state
    let kept = 0
    for (let i = 0; i < count; i++) {
      const unit = units[i]
      if (listed[unit] === 0 || isCompleted(state, actions, unit)) {
        kind[unit] = abstractKinds.none
        continue
      }
      units[kept++] = unit
      if (busy[unit] === 1) continue
      const action = execute(state, actions, unit, this.#finder, this.#proposed)
      if (action === noAction) continue
      order(this.#proposals, unit, action)
      claim(state, this.#proposed, unit, action)
    }
    actions.count = kept
  }

  #accept(state: State, orders: Orders): void {
    const { units, actions, count } = this.#proposals
    const accepted = this.#accepted
    clearClaims(accepted)
    accepted.amount[0] = state.pledged[0]
    accepted.amount[1] = state.pledged[1]
    for (let i = 0; i < count; i++) {
      const [unit, action] = [units[i], actions[i]]
      // No proposal asks for a cell that an action in progress needs: ways and places are looked for on free cells.
      if (!leavesRoomFor(state, accepted, unit, action)) continue
      claim(state, accepted, unit, action)
      order(orders, unit, action)
      this.#ordered[unit] = 1
    }
  }

  #waitTheRest(state: State, player: Player, orders: Orders): void {
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      if (state.busy[unit] === 1) continue
      if (this.#ordered[unit] === 1) this.#ordered[unit] = 0
      else order(orders, unit, wait(idleTicks))
    }
  }

  #fit(state: State): void {
    if (this.#ordered.length < state.id.length) this.#ordered = new Uint8Array(state.id.length)
    if (this.#proposed.mark.length === state.map.cells + 1) return
    this.#proposed = createClaims(state)
    this.#accepted = createClaims(state)
  }
}
