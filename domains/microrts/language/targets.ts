import { noUnit } from '../bots/abstraction/abstract-actions.ts'
import type { Player, State } from '../state.ts'
import { typeCount, type UnitTable } from '../units.ts'
import { values } from './language.ts'

const farthest = values.OP.indexOf('Farthest')

/** What each operator looks at first, at `operator * typeCount + type`: the largest is best. Distances come second. */
export function operatorKeys({ maxDamage, hp }: UnitTable): Int32Array {
  const keys = {
    Strongest: maxDamage,
    Weakest: maxDamage.map((damage) => -damage),
    Closest: new Int32Array(typeCount),
    Farthest: new Int32Array(typeCount),
    LessHealthy: hp.map((points) => -points), // of the type, not of the unit
    MostHealthy: hp,
  }
  return Int32Array.from(values.OP.flatMap((operator) => [...keys[operator]]))
}

/**
 * The unit of a player that an operator selects for `unit`, which is no candidate itself: the nearest of those with the
 * best key, in Manhattan distance; the first in list order of several. `noUnit`: the player has no other.
 */
export function select(state: State, unit: number, side: Player, operator: number, keys: Int32Array): number {
  const units = state.unitsOf[side]
  const { type, x, y } = state
  const atX = x[unit]
  const atY = y[unit]
  const sign = operator === farthest ? -1 : 1
  let selected = noUnit
  let best = 0
  let nearest = 0
  for (let i = 0, count = state.unitCount[side]; i < count; i++) {
    const candidate = units[i]
    if (candidate === unit) continue
    const key = keys[operator * typeCount + type[candidate]]
    const distance = sign * (Math.abs(x[candidate] - atX) + Math.abs(y[candidate] - atY))
    if (selected >= 0 && (key < best || (key === best && distance >= nearest))) continue
    selected = candidate
    best = key
    nearest = distance
  }
  return selected
}

/** The player's base that is farthest from a unit, the first of several; `noUnit`: there is none. */
export function farthestBase(state: State, unit: number, side: Player): number {
  const units = state.unitsOf[side]
  const { type, x, y, table } = state
  let selected = noUnit
  let most = 0
  for (let i = 0, count = state.unitCount[side]; i < count; i++) {
    const candidate = units[i]
    if (table.isStockpile[type[candidate]] === 0) continue
    const distance = Math.abs(x[candidate] - x[unit]) + Math.abs(y[candidate] - y[unit])
    if (selected >= 0 && distance <= most) continue
    selected = candidate
    most = distance
  }
  return selected
}
