import { nobody, type Player, type State } from '../state.ts'
import { unitTypes } from '../units.ts'
import { noUnit } from './abstraction/abstract-actions.ts'

/**
 * The nearest of some units to a place, in Manhattan distance, as all bots of the reference look for it: the first in
 * list order of several that are equally near. `noUnit`: there is none. Resources are looked for among the units that
 * nobody owns.
 */

export function nearestUnit(state: State, side: Player, x: number, y: number): number {
  const units = state.unitsOf[side]
  let [nearest, least] = [noUnit, 0]
  for (let i = 0, count = state.unitCount[side]; i < count; i++) {
    const unit = units[i]
    const distance = Math.abs(state.x[unit] - x) + Math.abs(state.y[unit] - y)
    if (nearest >= 0 && distance >= least) continue
    nearest = unit
    least = distance
  }
  return nearest
}

export function nearestResource(state: State, x: number, y: number): number {
  const units = state.unitsOf[nobody]
  let [nearest, least] = [noUnit, 0]
  for (let i = 0, count = state.unitCount[nobody]; i < count; i++) {
    const unit = units[i]
    if (state.type[unit] !== unitTypes.resource) continue
    const distance = Math.abs(state.x[unit] - x) + Math.abs(state.y[unit] - y)
    if (nearest >= 0 && distance >= least) continue
    nearest = unit
    least = distance
  }
  return nearest
}

export function nearestStockpile(state: State, side: Player, x: number, y: number): number {
  const units = state.unitsOf[side]
  let [nearest, least] = [noUnit, 0]
  for (let i = 0, count = state.unitCount[side]; i < count; i++) {
    const unit = units[i]
    if (state.table.isStockpile[state.type[unit]] === 0) continue
    const distance = Math.abs(state.x[unit] - x) + Math.abs(state.y[unit] - y)
    if (nearest >= 0 && distance >= least) continue
    nearest = unit
    least = distance
  }
  return nearest
}

/** Manhattan, from a unit to a place. */
export function distanceFrom(state: State, unit: number, x: number, y: number): number {
  return Math.abs(state.x[unit] - x) + Math.abs(state.y[unit] - y)
}

/** Manhattan; 0 when there is no unit. */
export function distanceToNearest(state: State, side: Player, x: number, y: number): number {
  const unit = nearestUnit(state, side, x, y)
  return unit < 0 ? 0 : distanceFrom(state, unit, x, y)
}

/** Manhattan; 0 when there is no resource. */
export function distanceToNearestResource(state: State, x: number, y: number): number {
  const unit = nearestResource(state, x, y)
  return unit < 0 ? 0 : distanceFrom(state, unit, x, y)
}
