import { type Action, durationOf } from './actions.ts'
import { cellNeeded, costOf } from './claims.ts'
import { never, type State, sideOf } from './state.ts'

/**
 * The reference's map from units to their actions in progress. A unit that gets another action while it has one keeps
 * its place; a unit whose action was taken away and that gets one later goes to the end.
 */

/** Gives a unit an action that counts as issued at `issued`. */
export function putAction(state: State, unit: number, action: Action, issued: number): void {
  const isNew = state.busy[unit] === 0
  if (!isNew) releaseNeeds(state, unit)
  state.busy[unit] = 1
  state.issued[unit] = issued
  setAction(state, unit, action)
  if (isNew) listPending(state, unit)
  else takeNeeds(state, unit)
}

/** Replaces the action in progress of a unit; when it was issued stays. */
export function replaceAction(state: State, unit: number, action: Action): void {
  releaseNeeds(state, unit)
  setAction(state, unit, action)
  takeNeeds(state, unit)
}

/** Enters a unit that has its action already at the end of the map, with what the action needs. */
export function listPending(state: State, unit: number): void {
  state.pending[state.pendingCount++] = unit
  state.busyCount[sideOf(state, unit)]!++
  takeNeeds(state, unit)
}

function setAction(state: State, unit: number, action: Action): void {
  state.action[unit] = action
  state.due[unit] = state.issued[unit]! + durationOf(state.table, state.type[unit]!, action)
}

function takeNeeds(state: State, unit: number): void {
  const action = state.action[unit]!
  if (state.due[unit]! < state.nextDue) state.nextDue = state.due[unit]!
  const cell = cellNeeded(state, unit, action)
  if (cell < 0 || cell === state.map.outside) return
  state.reserved[cell]!++
  state.blocked[cell]!++
  state.pledged[sideOf(state, unit)]! += costOf(state, action)
}

/** Gives back the cell and the resources that the action in progress of a unit needs. */
function releaseNeeds(state: State, unit: number): void {
  const action = state.action[unit]!
  const cell = cellNeeded(state, unit, action)
  if (cell < 0 || cell === state.map.outside) return
  state.reserved[cell]!--
  state.blocked[cell]!--
  state.pledged[sideOf(state, unit)]! -= costOf(state, action)
}

/** Takes the action of a unit away, if it has one. */
export function dropAction(state: State, unit: number): void {
  if (state.busy[unit] === 0) return
  const { pending, pendingCount } = state
  let at = 0
  while (pending[at] !== unit) at++
  pending.copyWithin(at, at + 1, pendingCount)
  state.pendingCount = pendingCount - 1
  endAction(state, unit)
}

/**
 * Takes away every action that is due and writes the units into `due`, in the order of the map. The units keep their
 * actions in `state.action`.
 *
 * @returns how many
 */
export function takeDue(state: State, due: Int32Array): number {
  const { pending, pendingCount, time } = state
  let kept = 0
  let taken = 0
  let nextDue: number = never
  for (let i = 0; i < pendingCount; i++) {
    const unit = pending[i]!
    const at = state.due[unit]!
    if (at <= time) due[taken++] = unit
    else {
      if (at < nextDue) nextDue = at
      pending[kept++] = unit
    }
  }
  state.pendingCount = kept
  state.nextDue = nextDue
  for (let i = 0; i < taken; i++) endAction(state, due[i]!)
  return taken
}

function endAction(state: State, unit: number): void {
  releaseNeeds(state, unit)
  state.busy[unit] = 0
  state.busyCount[sideOf(state, unit)]!--
}
