import { isCellSeen } from '../fog.ts'
import type { Player, State } from '../state.ts'
import { unitTypes } from '../units.ts'
import type { AbstractActions } from './abstraction/abstract-actions.ts'
import { noUnit } from './abstraction/abstract-actions.ts'
import { distanceFrom, nearestUnit } from './nearest.ts'

/** Tells a unit of the player to fight. */
export type Fight = (state: State, player: Player, unit: number, actions: AbstractActions) => void

/** Attacks the nearest enemy, wherever it is. */
export const attackNearest: Fight = (state, player, unit, actions) => {
  const target = nearestUnit(state, player === 0 ? 1 : 0, state.x[unit], state.y[unit])
  if (target >= 0) actions.attack(unit, target)
}

/**
 * The same for bots that assign anew on every tick: the target of a busy unit is never asked for then, and any enemy
 * keeps the unit's place in the order.
 */
export const attackNearestOnceIdle: Fight = (state, player, unit, actions) => {
  const enemy = player === 0 ? 1 : 0
  if (state.busy[unit] === 0) attackNearest(state, player, unit, actions)
  else if (state.unitCount[enemy] > 0) actions.attack(unit, state.unitsOf[enemy][0])
}

/**
 * Attacks the nearest enemy once it is within half the map's height, or while the unit itself is that near to its last
 * base. Otherwise waits.
 */
export const defendHome: Fight = (state, player, unit, actions) => {
  const enemy = player === 0 ? 1 : 0
  const near = Math.trunc(state.map.height / 2)
  const [x, y] = [state.x[unit], state.y[unit]]
  const target = nearestUnit(state, enemy, x, y)
  const threatens =
    target >= 0 && (distanceFrom(state, target, x, y) < near || distanceToLastBase(state, player, x, y) < near)
  actions.attack(unit, threatens ? target : noUnit)
}

/** Manhattan; 0 without a base. */
function distanceToLastBase(state: State, player: Player, x: number, y: number): number {
  const own = state.unitsOf[player]
  for (let i = state.unitCount[player] - 1; i >= 0; i--) {
    if (state.type[own[i]] === unitTypes.base) return distanceFrom(state, own[i], x, y)
  }
  return 0
}

/** Attacks the nearest enemy in sight; while there is none, goes to the nearest cell out of sight, as the crow flies. */
export const attackOrSeek: Fight = (state, player, unit, actions) => {
  const enemy = player === 0 ? 1 : 0
  if (state.unitCount[enemy] > 0) attackNearestOnceIdle(state, player, unit, actions)
  else if (state.busy[unit] === 0) seek(state, player, unit, actions)
  // Where a busy unit would go is never asked for.
  else actions.move(unit, -1, -1)
}

function seek(state: State, player: Player, unit: number, actions: AbstractActions): void {
  const { width, height } = state.map
  let [foundX, foundY, least] = [-1, -1, 0]
  for (let y = 0; y < height; y++) {
    const dy = state.y[unit] - y
    if (foundX >= 0 && dy * dy >= least) continue
    for (let x = 0; x < width; x++) {
      const dx = state.x[unit] - x
      const square = dx * dx + dy * dy
      if ((foundX >= 0 && square >= least) || isCellSeen(state, player, x, y)) continue
      foundX = x
      foundY = y
      least = square
    }
  }
  if (foundX >= 0) actions.move(unit, foundX, foundY)
}
