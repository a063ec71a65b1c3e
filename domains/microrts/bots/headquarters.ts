import { type Claims, clearClaims, createClaims } from '../claims.ts'
import type { PathFinder } from '../path-finding/path-finder.ts'
import { countOf, hasIdle, type Player, type State } from '../state.ts'
import { unitTypes } from '../units.ts'
import type { AbstractActions } from './abstraction/abstract-actions.ts'
import { buildNear } from './abstraction/building-place.ts'
import { Commander } from './commander.ts'
import type { Fight } from './fighting.ts'

/** What all bots with workers, bases and fighters do in the same way. */
export abstract class Headquarters extends Commander {
  readonly #fight: Fight
  /** Own workers without a task in this tick: those from `nextFree` on. */
  protected free = new Int32Array(0)
  protected freeCount = 0
  protected nextFree = 0
  /** Cells of the buildings planned in this tick. */
  #taken: Claims = createClaims({ map: { cells: 0 } })

  constructor(finder: PathFinder, fight: Fight, actions?: AbstractActions) {
    super(finder, actions)
    this.#fight = fight
  }

  protected fight(state: State, player: Player, unit: number): void {
    this.#fight(state, player, unit, this.actions)
  }

  /** Makes every idle own building of a type train. */
  protected train(state: State, player: Player, trainer: number, product: number): void {
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      if (state.type[unit] === trainer && state.busy[unit] === 0) this.actions.train(unit, product)
    }
  }

  /** Idle own units that attack and do not harvest fight. */
  protected sendFighters(state: State, player: Player): void {
    if (!hasIdle(state, player)) return
    const { canAttack, canHarvest } = state.table
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      const type = state.type[unit]
      if (canAttack[type] === 1 && canHarvest[type] === 0 && state.busy[unit] === 0) this.fight(state, player, unit)
    }
  }

  /** Fills `free` with all own workers, busy or not. */
  protected gatherWorkers(state: State, player: Player): void {
    if (this.free.length <= state.id.length) this.free = new Int32Array(state.id.length + 1)
    if (this.#taken.mark.length !== state.map.cells + 1) this.#taken = createClaims(state)
    clearClaims(this.#taken)
    this.nextFree = 0
    this.freeCount = 0
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      if (state.table.canHarvest[state.type[unit]] === 1) this.free[this.freeCount++] = unit
    }
  }

  protected get hasFree(): boolean {
    return this.nextFree < this.freeCount
  }

  /** The first free worker builds near a place (its own unless told otherwise). */
  protected buildWithFirst(state: State, type: number, x?: number, y?: number): void {
    const unit = this.free[this.nextFree++]
    buildNear(state, this.actions, unit, { type, x: x ?? state.x[unit], y: y ?? state.y[unit] }, this.#taken)
  }

  /** Without a base: the first free worker builds one, if `used` more than the stock would pay for it. */
  protected rebuildBase(state: State, player: Player, used: number): boolean {
    if (countOf(state, player, unitTypes.base) > 0) return false
    if (!this.hasFree || state.stock[player] < state.table.cost[unitTypes.base] + used) return false
    this.buildWithFirst(state, unitTypes.base)
    return true
  }
}
