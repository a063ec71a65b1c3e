import { actionCodes, attack, codeOf, targetOf } from '../../actions.ts'
import { isInRange } from '../../legal.ts'
import type { Player, State } from '../../state.ts'
import { unitTypes } from '../../units.ts'
import { noUnit } from '../abstraction/abstract-actions.ts'
import type { CommandPost } from './command-post.ts'

/** Blows of this tick and of those before it that have not landed: nobody is struck more often than needed. */
export class Combat {
  /** Damage under way, per unit of the enemy. */
  #coming = new Int32Array(0)

  /** Counts the blows in progress. */
  begin(state: State, player: Player): void {
    if (this.#coming.length < state.id.length) this.#coming = new Int32Array(state.id.length)
    else this.#coming.fill(0)
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      if (state.busy[unit] === 0 || codeOf(state.action[unit]) !== actionCodes.attack) continue
      const target = state.unitAt[targetOf(state.action[unit])]
      if (target >= 0) this.#coming[target] += state.table.minDamage[state.type[unit]]
    }
  }

  /**
   * Strikes the most valuable enemy in range that will still be there when the blow lands: one that dies of it before
   * one that does not.
   */
  strike(state: State, post: CommandPost, unit: number): boolean {
    const target = this.#bestTarget(state, unit)
    if (target < 0 || !post.give(state, unit, attack(state.cell[target]))) return false
    this.#coming[target] += state.table.minDamage[state.type[unit]]
    return true
  }

  #bestTarget(state: State, unit: number): number {
    const enemy = state.owner[unit] === 0 ? 1 : 0
    const enemies = state.unitsOf[enemy]
    const damage = state.table.minDamage[state.type[unit]]
    let [best, highest] = [noUnit, 0]
    for (let i = 0, count = state.unitCount[enemy]; i < count; i++) {
      const other = enemies[i]
      const left = state.hp[other] - this.#coming[other]
      if (left <= 0 || !isInRange(state, unit, other) || escapes(state, unit, other)) continue
      const value = (left <= damage ? 1000 : 0) + worth(state, other) - left
      if (best >= 0 && value <= highest) continue
      best = other
      highest = value
    }
    return best
  }
}

/** Will it have moved away when a blow of the unit lands? */
function escapes(state: State, unit: number, other: number): boolean {
  if (state.busy[other] === 0 || codeOf(state.action[other]) !== actionCodes.move) return false
  return state.due[other] <= state.time + state.table.attackTime[state.type[unit]]
}

/** Fighters count for more than what they cost: they strike back. */
function worth(state: State, unit: number): number {
  const type = state.type[unit]
  return 10 * state.table.cost[type] + (isFighter(type) ? 100 : type === unitTypes.worker ? 50 : 0)
}

export function isFighter(type: number): boolean {
  return type === unitTypes.light || type === unitTypes.heavy || type === unitTypes.ranged
}

/** What all the fighters of a player cost together. */
export function armyCost(state: State, player: Player): number {
  const own = state.unitsOf[player]
  let sum = 0
  for (let i = 0, count = state.unitCount[player]; i < count; i++) {
    if (isFighter(state.type[own[i]])) sum += state.table.cost[state.type[own[i]]]
  }
  return sum
}

/**
 * A unit that strikes from afar steps away from a fighter that will strike it first.
 *
 * @returns did it?
 */
export function keepDistance(state: State, post: CommandPost, unit: number): boolean {
  const enemy = state.owner[unit] === 0 ? 1 : 0
  const threat = nearestFighterInReach(state, enemy, unit)
  if (threat < 0) return false
  let [best, farthest] = [-1, squareBetween(state, threat, state.cell[unit])]
  for (let direction = 0; direction < 4; direction++) {
    const next = state.map.neighbours[4 * state.cell[unit] + direction]
    if (state.blocked[next] !== 0) continue
    const square = squareBetween(state, threat, next)
    if (square <= farthest) continue
    best = direction
    farthest = square
  }
  return best >= 0 && post.stepTo(state, unit, best)
}

/** A fighter of short range whose next step brings it beside the unit, and that the next blow does not kill. */
function nearestFighterInReach(state: State, enemy: Player, unit: number): number {
  const enemies = state.unitsOf[enemy]
  for (let i = 0, count = state.unitCount[enemy]; i < count; i++) {
    const other = enemies[i]
    const type = state.type[other]
    if (state.table.canAttack[type] === 0 || state.table.attackRange[type] > 1) continue
    const dies = state.hp[other] <= state.table.minDamage[state.type[unit]]
    if (!dies && squareBetween(state, other, state.cell[unit]) <= 4) return other
  }
  return noUnit
}

function squareBetween({ map, x, y }: State, unit: number, cell: number): number {
  const [dx, dy] = [x[unit] - map.xOf[cell], y[unit] - map.yOf[cell]]
  return dx * dx + dy * dy
}
