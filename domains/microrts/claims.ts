import { type Action, actionCodes, codeOf, directionOf, productOf } from './actions.ts'
import type { State } from './state.ts'

/**
 * Cells and resources that a bot has spoken for while it decides: what the reference calls a resource usage. Cleared
 * in constant time and reused from tick to tick.
 */
export interface Claims {
  /** A cell is claimed where this equals `epoch`; one entry per cell and one for `outside`. */
  readonly mark: Int32Array
  epoch: number
  /** Resources claimed, per player. */
  readonly amount: Int32Array
}

/** For a state, or whatever else tells how many cells its map has. */
export function createClaims({ map }: { readonly map: { readonly cells: number } }): Claims {
  return { mark: new Int32Array(map.cells + 1), epoch: 1, amount: new Int32Array(3) }
}

export function clearClaims(claims: Claims): void {
  claims.epoch += 1
  claims.amount[0] = 0
  claims.amount[1] = 0
}

export function isClaimed(claims: Claims, cell: number): boolean {
  return claims.mark[cell] === claims.epoch
}

export function claimCell(claims: Claims, cell: number): void {
  claims.mark[cell] = claims.epoch
}

/** The cell that an action of a unit needs: where it moves to or produces; -1: none. */
export function cellNeeded({ map, cell }: State, unit: number, action: Action): number {
  const code = codeOf(action)
  if (code !== actionCodes.move && code !== actionCodes.produce) return -1
  const direction = directionOf(action)
  return direction >= 0 && direction < 4 ? map.neighbours[4 * cell[unit]! + direction]! : map.outside
}

/** The resources that an action needs of its unit's owner. */
export function costOf({ table }: State, action: Action): number {
  return codeOf(action) === actionCodes.produce ? table.cost[productOf(action)]! : 0
}

/** Adds what an action of a unit needs. */
export function claim(state: State, claims: Claims, unit: number, action: Action): void {
  const cell = cellNeeded(state, unit, action)
  if (cell < 0) return
  claims.mark[cell] = claims.epoch
  claims.amount[state.owner[unit]!]! += costOf(state, action)
}

/** Adds what the actions in progress of both players need. */
export function claimPending(state: State, claims: Claims): void {
  const { pending, pendingCount, action } = state
  for (let i = 0; i < pendingCount; i++) claim(state, claims, pending[i]!, action[pending[i]!]!)
}

/**
 * `consistent(claims, usage of the action)`: the claims leave the cell, and the stock pays for both. An action that
 * asks for no resources passes whatever has been claimed (the reference's asymmetry).
 */
export function leavesRoomFor(state: State, claims: Claims, unit: number, action: Action): boolean {
  const cell = cellNeeded(state, unit, action)
  if (cell < 0) return true
  if (claims.mark[cell] === claims.epoch) return false
  const cost = costOf(state, action)
  if (cost === 0) return true
  const player = state.owner[unit]!
  return cost + claims.amount[player]! <= state.stock[player]!
}

/**
 * `consistent(usage of the action, claims)`: the action leaves the claimed cells, and the stock of every player who
 * claims resources pays for the claims and the action. While nobody claims any, an action that the stock cannot pay
 * passes; when the claims of one player exceed its stock, nothing does (the reference's asymmetry).
 */
export function fitsBeside(state: State, claims: Claims, unit: number, action: Action): boolean {
  const cell = cellNeeded(state, unit, action)
  if (cell >= 0 && claims.mark[cell] === claims.epoch) return false
  return affordableBeside(state, claims.amount, state.owner[unit]!, cell < 0 ? 0 : costOf(state, action))
}

/**
 * May the unit be given that action, as far as actions in progress are concerned? Bots of the reference ask this
 * (`isUnitActionAllowed`) before they propose. A move needs a free cell too.
 */
export function isAllowed(state: State, unit: number, action: Action): boolean {
  const cell = cellNeeded(state, unit, action)
  if (cell >= 0) {
    if (codeOf(action) === actionCodes.move ? state.blocked[cell] !== 0 : state.reserved[cell] !== 0) return false
  }
  return affordableBeside(state, state.pledged, state.owner[unit]!, cell < 0 ? 0 : costOf(state, action))
}

/** No player's claims, with the cost added to those of `player`, exceed the stock. Players without claims are skipped. */
function affordableBeside({ stock }: State, amount: Int32Array, player: number, cost: number): boolean {
  for (let one = 0; one < 2; one++) {
    if (amount[one] === 0) continue
    const total = one === player ? amount[one]! + cost : amount[one]!
    if (total > 0 && total > stock[one]!) return false
  }
  return true
}
