import type { Player, State } from '../state.ts'
import { type AbstractActions, abstractKinds } from './abstraction/abstract-actions.ts'
import { nearestResource, nearestStockpile } from './nearest.ts'

/**
 * Tells a worker of the player to gather between the nearest resource and the nearest own stockpile. What it gathers
 * already stays when that is the same.
 *
 * @returns false when the worker was told nothing
 */
export type Gather = (state: State, player: Player, unit: number, actions: AbstractActions) => boolean

/** Who carries something needs a stockpile alone. The rule of the rush bots. */
export const gatherOrBring: Gather = (state, player, unit, actions) => {
  const [x, y] = [state.x[unit], state.y[unit]]
  const stockpile = nearestStockpile(state, player, x, y)
  if (stockpile < 0) return false
  const carries = state.carried[unit] > 0
  const resource = carries ? -1 : nearestResource(state, x, y)
  if (!carries && resource < 0) return false
  const gathers = actions.kind[unit] === abstractKinds.harvest && actions.second[unit] === stockpile
  if (!gathers || (!carries && actions.first[unit] !== resource)) actions.harvest(unit, resource, stockpile)
  return true
}

/** Nothing changes without a resource, whatever the worker carries. The older rule of the defence and economy bots. */
export const gatherOnly: Gather = (state, player, unit, actions) => {
  const [x, y] = [state.x[unit], state.y[unit]]
  const resource = nearestResource(state, x, y)
  const stockpile = nearestStockpile(state, player, x, y)
  if (resource < 0 || stockpile < 0) return false
  actions.harvest(unit, resource, stockpile)
  return true
}
