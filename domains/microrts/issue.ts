import { type Action, actionCodes, codeOf, durationOf, wait } from './actions.ts'
import { cellNeeded, costOf } from './claims.ts'
import { canExecute } from './legal.ts'
import type { Orders } from './orders.ts'
import { putAction, replaceAction } from './pending.ts'
import type { State } from './state.ts'

/**
 * Gives the units of one player their actions, as the reference's `issueSafe` does: first every action that is not
 * legal becomes a wait of the same duration (in `orders` too), then all are issued in order. A busy unit that gets
 * another action loses the one it had.
 */
export function issueSafe(state: State, orders: Orders): void {
  const { units, actions, count } = orders
  for (let i = 0; i < count; i++) {
    const unit = units[i]!
    const action = actions[i]!
    if (!canExecute(state, unit, action)) actions[i] = wait(durationOf(state.table, state.type[unit]!, action))
  }
  for (let i = 0; i < count; i++) issue(state, units[i]!, actions[i]!)
}

function issue(state: State, unit: number, action: Action): void {
  const cell = cellNeeded(state, unit, action)
  const settled = cell >= 0 && mayConflict(state, unit, cell, action) ? settle(state, unit, action, cell) : action
  putAction(state, unit, settled, state.time)
}

/** False for most actions: then no action in progress can be in their way. */
function mayConflict(state: State, unit: number, cell: number, action: Action): boolean {
  if (state.reserved[cell]! > 0) return true
  if (codeOf(action) !== actionCodes.produce) return false
  const player = state.owner[unit]!
  return state.pledged[player]! > 0 || costOf(state, action) > state.stock[player]!
}

/**
 * Walks through all actions in progress in their order and settles every conflict with the new one.
 *
 * @returns what becomes of the new action
 */
function settle(state: State, unit: number, action: Action, cell: number): Action {
  const { pending, pendingCount, time, table, type } = state
  const player = state.owner[unit]!
  const cost = costOf(state, action)
  let settled = action
  for (let i = 0; i < pendingCount; i++) {
    const other = pending[i]!
    if (!isInTheWay(state, other, cell, player, cost)) continue
    if (state.issued[other] !== time) {
      settled = wait(-1)
      continue
    }
    const both = Math.min(
      durationOf(table, type[other]!, state.action[other]!),
      durationOf(table, type[unit]!, settled),
    )
    const [cancelsNew, cancelsOld] = cancelled(state)
    // The cells that the new action asked for stay in dispute with the later entries, also once it is cancelled.
    if (cancelsOld) replaceAction(state, other, wait(both))
    if (cancelsNew) settled = wait(both)
  }
  return settled
}

const [newOne, oldOne, bothOfThem] = [
  [true, false],
  [false, true],
  [true, true],
] as const

function cancelled(state: State): readonly [cancelsNew: boolean, cancelsOld: boolean] {
  switch (state.conflict) {
    case 'BOTH':
      return bothOfThem
    case 'RANDOM':
      return state.conflictDraws.nextInt(2) === 0 ? newOne : oldOne
    case 'ALTERNATING':
      return state.cancellations++ % 2 === 0 ? newOne : oldOne
  }
}

/**
 * The action in progress of `other` needs the cell, or it and a new one of that cost exceed the player's stock. An
 * action that costs nothing is held to the stock as well when the new one alone exceeds it.
 */
function isInTheWay(state: State, other: number, cell: number, player: number, cost: number): boolean {
  const action = state.action[other]!
  const needed = cellNeeded(state, other, action)
  if (needed === cell) return true
  if (cost === 0) return false
  const asked = needed >= 0 && state.owner[other] === player ? costOf(state, action) : 0
  return asked + cost > state.stock[player]!
}
