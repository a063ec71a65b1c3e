import { type Action, actionCodes, codeOf, wait } from '../actions.ts'
import type { Bot } from '../bot.ts'
import { type Claims, cellNeeded, claim, clearClaims, createClaims, fitsBeside } from '../claims.ts'
import type { JavaRandom } from '../java-random.ts'
import { legalActions, legalBuffer, legalWait } from '../legal.ts'
import { type Orders, order } from '../orders.ts'
import { hasIdle, type Player, type State } from '../state.ts'
import type { UnitTable } from '../units.ts'

/** Attacks, harvests and returns are this many times as likely as anything else (`RandomBiasedAI`). */
const bias = 5

/**
 * `RandomBiasedAI`: a random legal action for every idle unit, and a wait when it does not fit beside those of the
 * units before it. One draw per idle unit, also when all it can do is wait.
 */
export class RandomBiased implements Bot {
  readonly #draws: JavaRandom
  #table: UnitTable | undefined
  #legal: Int32Array = new Int32Array(0)
  #claims: Claims = createClaims({ map: { cells: 0 } })

  /** @param draws both players of the reference draw from one stream */
  constructor(draws: JavaRandom) {
    this.#draws = draws
  }

  reset(): void {}

  decide(state: State, player: Player, orders: Orders): void {
    if (!hasIdle(state, player)) return
    this.#fit(state)
    const claims = this.#claims
    clearClaims(claims)
    claims.amount[0] = state.pledged[0]
    claims.amount[1] = state.pledged[1]
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      if (state.busy[unit] === 1) continue
      const action = this.#draw(legalActions(state, unit, this.#legal))
      if (leavesReservations(state, unit, action) && fitsBeside(state, claims, unit, action)) {
        claim(state, claims, unit, action)
        order(orders, unit, action)
      } else order(orders, unit, wait(legalWait))
    }
  }

  #draw(count: number): Action {
    const legal = this.#legal
    let total = 0
    for (let i = 0; i < count; i++) total += weightOf(legal[i])
    const drawn = this.#draws.nextDouble() * total
    let sum = 0
    for (let i = 0; i < count; i++) {
      sum += weightOf(legal[i])
      if (sum >= drawn) return legal[i]
    }
    return legal[count - 1]
  }

  #fit(state: State): void {
    if (this.#claims.mark.length !== state.map.cells + 1) this.#claims = createClaims(state)
    if (this.#table === state.table) return
    this.#table = state.table
    this.#legal = legalBuffer(state.table)
  }
}

function leavesReservations(state: State, unit: number, action: Action): boolean {
  const cell = cellNeeded(state, unit, action)
  return cell < 0 || state.reserved[cell] === 0
}

function weightOf(action: Action): number {
  const code = codeOf(action)
  const favoured = code === actionCodes.attack || code === actionCodes.harvest || code === actionCodes.return
  return favoured ? bias : 1
}
