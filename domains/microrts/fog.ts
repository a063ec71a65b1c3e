import { listPending } from './pending.ts'
import { clearState, createState, listUnit, nobody, type Player, type State } from './state.ts'

/** A state for what a player sees of another state. Filled by `look`, at each decision anew. */
export function createView({ map, table, conflict }: State): State {
  return createState(map, { table, conflict })
}

/**
 * Makes of `view` what the player sees of the state: units of others (enemies and resources) that no own unit has in
 * sight are missing, with their actions in progress. Terrain, both stocks and actions of visible enemies are known.
 * Units have the same handles in both, and the view reads the state's own arrays: it holds until the state changes.
 */
export function look(state: State, player: Player, view: State): void {
  clearState(view)
  shareUnits(state, view)
  view.time = state.time
  view.nextId = state.nextId
  view.created = state.created
  view.stock.set(state.stock)
  const { list, listCount, owner, pending, pendingCount } = state
  for (let i = 0; i < listCount; i++) {
    const unit = list[i]!
    if (owner[unit] === player || isSeen(state, player, unit)) listUnit(view, unit)
  }
  for (let i = 0; i < pendingCount; i++) {
    if (view.listed[pending[i]!] === 1) listPending(view, pending[i]!)
  }
}

/** All columns of the units but `listed`, which says what is seen; the view's lists get as much room as the state's. */
function shareUnits(state: State, view: State): void {
  const room = state.listed.length
  if (view.list.length < room) {
    view.list = new Int32Array(room)
    view.pending = new Int32Array(room)
    for (const side of [0, 1, nobody] as const) view.unitsOf[side] = new Int32Array(room)
  }
  if (view.listed.length < room) view.listed = new Uint8Array(room)
  else view.listed.fill(0)
  view.id = state.id
  view.type = state.type
  view.owner = state.owner
  view.x = state.x
  view.y = state.y
  view.cell = state.cell
  view.hp = state.hp
  view.carried = state.carried
  view.busy = state.busy
  view.action = state.action
  view.issued = state.issued
  view.due = state.due
}

/** Is a unit in the sight of one of the player's units? */
export function isSeen(state: State, player: Player, unit: number): boolean {
  return isCellSeen(state, player, state.x[unit]!, state.y[unit]!)
}

/** Is a cell in the sight of one of the player's units? The radius is Euclidean. */
export function isCellSeen(state: State, player: Player, x: number, y: number): boolean {
  const own = state.unitsOf[player]
  for (let i = 0, count = state.unitCount[player]!; i < count; i++) {
    const unit = own[i]!
    const dx = state.x[unit]! - x
    const dy = state.y[unit]! - y
    const sight = state.table.sightRadius[state.type[unit]!]!
    if (dx * dx + dy * dy <= sight * sight) return true
  }
  return false
}
