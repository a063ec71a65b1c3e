import { type Claims, claim, claimPending, clearClaims, createClaims, leavesRoomFor } from './claims.ts'
import { legalActions, legalBuffer } from './legal.ts'
import { clearOrders, type Orders, order } from './orders.ts'
import type { Player, State } from './state.ts'

/**
 * All ways to give every idle unit of a player one of its legal actions so that they and the actions in progress are
 * consistent, in the order of the reference's `PlayerActionGenerator`: a counter with one digit per unit, the first
 * unit's digit being the fastest. Orders come from the last unit to the first.
 */
export class JointActions {
  /** The product of the numbers of legal actions: how many there are at most. */
  readonly size: number
  readonly #state: State
  /** The idle units, and the legal actions of each. */
  readonly #units: number[] = []
  readonly #choices: Int32Array[] = []
  readonly #digits: Int32Array
  readonly #claims: Claims
  #done: boolean

  /** The state must not change while this is used. */
  constructor(state: State, player: Player) {
    this.#state = state
    this.#claims = createClaims(state)
    const buffer = legalBuffer(state.table)
    for (const unit of state.unitsOf[player].subarray(0, state.unitCount[player])) {
      if (state.busy[unit] === 1) continue
      this.#units.push(unit)
      this.#choices.push(buffer.slice(0, legalActions(state, unit, buffer)))
    }
    this.size = this.#choices.reduce((product, { length }) => product * length, 1)
    this.#digits = new Int32Array(this.#units.length)
    this.#done = this.#units.length === 0
  }

  /**
   * Writes the next joint action into `orders`.
   *
   * @returns false when there is none left; `orders` is empty then
   */
  next(orders: Orders): boolean {
    while (!this.#done) {
      const failed = this.#assemble(orders)
      this.#countOn(Math.max(failed, 0))
      if (failed < 0) return true
    }
    clearOrders(orders)
    return false
  }

  /** The index of the unit whose action does not fit beside those of the later units; -1: all fit. */
  #assemble(orders: Orders): number {
    const [state, claims] = [this.#state, this.#claims]
    clearOrders(orders)
    clearClaims(claims)
    claimPending(state, claims)
    for (let i = this.#units.length - 1; i >= 0; i--) {
      const unit = this.#units[i]!
      const action = this.#choices[i]![this.#digits[i]!]!
      if (!leavesRoomFor(state, claims, unit, action)) return i
      claim(state, claims, unit, action)
      order(orders, unit, action)
    }
    return -1
  }

  /** Increments a digit, with carry, and sets the faster ones to zero. */
  #countOn(from: number): void {
    this.#digits.fill(0, 0, from)
    for (let i = from; i < this.#digits.length; i++) {
      this.#digits[i]! += 1
      if (this.#digits[i]! < this.#choices[i]!.length) return
      this.#digits[i] = 0
    }
    this.#done = true
  }
}
