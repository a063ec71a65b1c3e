import type { Action } from './actions.ts'
import { JavaRandom } from './java-random.ts'
import type { GameMap } from './map.ts'
import { typeCount, type UnitTable, unitNames, unitTables } from './units.ts'

/**
 * A game between two ticks, as arrays that bots read in place.
 *
 * **Units.** A unit is a *handle*: a small integer that indexes the arrays `id`, `type`, `owner`, `x`, ... for the rest
 * of the game. A handle is given once: one that a bot remembers never comes to mean another unit, and the unit is still
 * there if and only if `listed[handle]` is 1. What is no longer listed keeps its last values. Lists of units are in the
 * reference's list order, the order of creation: the first of several equal units is the first in the list.
 *
 * ```ts
 * for (let i = 0, own = state.unitsOf[player], n = state.unitCount[player]; i < n; i++) {
 *   const unit = own[i]
 *   if (state.busy[unit] === 1 || state.type[unit] !== unitTypes.worker) continue
 *   order(orders, unit, move(0))
 * }
 * ```
 *
 * **Cells** are indices `x + y * width`; `map.neighbours` leads from cell to cell, `map.outside` is every cell beyond
 * the edge. A cell is *free* (open terrain, no unit, not the destination of an action in progress) if and only if
 * `blocked[cell]` is 0; `blocked[map.outside]` never is.
 *
 * **Who may write.** Only the engine: `issueSafe` and `cycle` change a state, everybody else reads. When a game
 * creates more units than there is room for, the arrays are replaced by larger ones: take them from the state anew at
 * each decision. `unitsOf`, `pending` and the other lists change when the engine works, and not while a bot decides.
 *
 * **Fog of war.** `look` (fog.ts) makes a state of what a player sees: the same handles, fewer of them listed.
 */
export interface State {
  readonly map: GameMap
  readonly table: UnitTable
  readonly conflict: Conflict
  time: number
  /** Resources of the two players. Productions in progress are not paid yet. */
  readonly stock: Int32Array
  /** The id that the next unit gets. */
  nextId: number
  /** Handles given so far. */
  created: number

  // Per unit, by handle.
  /** The reference's id: for records and protocols, and the order of a hash map in one bot. */
  id: Int32Array
  type: Uint8Array
  /** 0, 1, or -1: nobody's. */
  owner: Int8Array
  x: Int32Array
  y: Int32Array
  /** `x + y * width`. */
  cell: Int32Array
  hp: Int32Array
  /** Resources carried; of a Resource: left. */
  carried: Int32Array
  /** 1 while the unit is in the list. */
  listed: Uint8Array
  /** 1 while the unit has an action in progress. */
  busy: Uint8Array
  /** The action in progress of a busy unit. */
  action: Int32Array
  /** The tick at which that action was issued. */
  issued: Int32Array
  /** The time at which that action is executed: `issued` and its duration. */
  due: Int32Array

  // Lists of handles.
  /** All units, in list order. */
  list: Int32Array
  listCount: number
  /** The units of player 0, of player 1 and of nobody (index `nobody`), in list order. */
  readonly unitsOf: [Int32Array, Int32Array, Int32Array]
  readonly unitCount: Int32Array
  /** How many units of each type somebody has: at `owner * typeCount + type`, with `nobody` for -1. */
  readonly typesOf: Int32Array
  /** Units that have an action in progress, in the reference's order of its map of actions. */
  pending: Int32Array
  pendingCount: number
  /** How many of them each player has; `nobody` too. */
  readonly busyCount: Int32Array
  /** No action is due before this time. */
  nextDue: number
  /** Where `cycle` notes the units whose actions it executes. */
  executing: Int32Array

  // Per cell; the last one is `map.outside`.
  /** The unit that stands there; -1: none. */
  readonly unitAt: Int32Array
  /** How many moves and productions in progress end there: 0 or 1. */
  readonly reserved: Uint8Array
  /** Walls, units and reservations there. 0: the cell is free. */
  readonly blocked: Uint8Array
  /** Per player: the cost of all its productions in progress. */
  readonly pledged: Int32Array

  /** Conflicts decided so far under ALTERNATING. */
  cancellations: number
  readonly damageDraws: JavaRandom
  readonly conflictDraws: JavaRandom
}

export type Player = 0 | 1

/** In `unitsOf`, `unitCount` and `typesOf`: the index of units that nobody owns. */
export const nobody = 2

/**
 * What happens to two actions issued in the same tick that cannot both be executed: both become waits, one drawn at
 * random does, or the newer and the older one do in turn (`UnitTypeTable.MOVE_CONFLICT_RESOLUTION_*`).
 */
export type Conflict = 'BOTH' | 'RANDOM' | 'ALTERNATING'

export interface StateOptions {
  readonly table: UnitTable
  readonly conflict: Conflict
  /** Of the draws of conflicts (`seed + 1`) and damage (`seed + 2`); random bots draw from `seed` itself. */
  readonly seed: number
}

/** As the papers on synthesis play; the reference's own default is the table ORIGINAL. */
export const stateDefaults = {
  table: unitTables.FINETUNED,
  conflict: 'BOTH',
  seed: 0,
} as const satisfies StateOptions

/** The start of a game. */
export function createState(map: GameMap, options: Partial<StateOptions> = {}): State {
  const { table, conflict, seed } = { ...stateDefaults, ...options }
  const room = 2 * map.units.length + 64
  const state: State = {
    map,
    table,
    conflict,
    time: 0,
    stock: new Int32Array(2),
    nextId: 0,
    created: 0,
    ...unitArrays(room),
    list: new Int32Array(room),
    listCount: 0,
    unitsOf: [new Int32Array(room), new Int32Array(room), new Int32Array(room)],
    unitCount: new Int32Array(3),
    typesOf: new Int32Array(3 * typeCount),
    pending: new Int32Array(room),
    pendingCount: 0,
    busyCount: new Int32Array(3),
    nextDue: never,
    executing: new Int32Array(room),
    unitAt: new Int32Array(map.cells + 1),
    reserved: new Uint8Array(map.cells + 1),
    blocked: new Uint8Array(map.cells + 1),
    pledged: new Int32Array(3),
    cancellations: 0,
    damageDraws: new JavaRandom(seed + 2),
    conflictDraws: new JavaRandom(seed + 1),
  }
  restart(state, seed)
  return state
}

/** Puts the state back to the start of a game on the same map. */
export function restart(state: State, seed: number): void {
  const { map } = state
  clearState(state)
  state.time = 0
  state.cancellations = 0
  state.stock.set(map.stock)
  state.damageDraws.seed(seed + 2)
  state.conflictDraws.seed(seed + 1)
  for (const { id, type, owner, x, y, hp, resources } of map.units) {
    addUnit(state, { id, type: unitNames.indexOf(type), owner, cell: x + y * map.width, hp, carried: resources })
  }
}

/** A time that no game reaches. */
export const never = 0x7fffffff

/** Takes every unit and every action away. */
export function clearState(state: State): void {
  state.created = 0
  state.nextId = 0
  state.listCount = 0
  state.unitCount.fill(0)
  state.typesOf.fill(0)
  state.pendingCount = 0
  state.busyCount.fill(0)
  state.nextDue = never
  state.unitAt.fill(-1)
  state.reserved.fill(0)
  state.blocked.set(state.map.walls)
  state.pledged.fill(0)
}

/** What a new unit is. */
export interface NewUnit {
  readonly id: number
  readonly type: number
  readonly owner: number
  readonly cell: number
  readonly hp: number
  readonly carried: number
}

/** Adds a unit to the end of the list and gives it the next handle. Its cell must hold no unit. */
export function addUnit(state: State, { id, type, owner, cell, hp, carried }: NewUnit): number {
  if (state.created === state.id.length) enlarge(state)
  const unit = state.created++
  state.id[unit] = id
  state.type[unit] = type
  state.owner[unit] = owner
  state.x[unit] = state.map.xOf[cell]!
  state.y[unit] = state.map.yOf[cell]!
  state.cell[unit] = cell
  state.hp[unit] = hp
  state.carried[unit] = carried
  state.busy[unit] = 0
  if (id >= state.nextId) state.nextId = id + 1
  listUnit(state, unit)
  return unit
}

/** Puts a unit at the end of the lists and onto its cell. */
export function listUnit(state: State, unit: number): void {
  const side = sideOf(state, unit)
  state.listed[unit] = 1
  state.list[state.listCount++] = unit
  state.unitsOf[side][state.unitCount[side]!++] = unit
  state.typesOf[side * typeCount + state.type[unit]!]!++
  const cell = state.cell[unit]!
  state.unitAt[cell] = unit
  state.blocked[cell]!++
}

/** The owner of a unit as an index of `unitsOf`. */
export function sideOf(state: State, unit: number): 0 | 1 | 2 {
  const owner = state.owner[unit]!
  return owner < 0 ? nobody : (owner as Player)
}

/** How many units of a type somebody (or `nobody`) has. */
export function countOf(state: State, side: number, type: number): number {
  return state.typesOf[side * typeCount + type]!
}

/** Does a player have a unit without an action in progress? */
export function hasIdle(state: State, player: Player): boolean {
  return state.unitCount[player]! > state.busyCount[player]!
}

/** The action in progress of a unit; undefined while it is idle. */
export function actionOf(state: State, unit: number): Action | undefined {
  return state.busy[unit] === 1 ? state.action[unit]! : undefined
}

function unitArrays(room: number) {
  return {
    id: new Int32Array(room),
    type: new Uint8Array(room),
    owner: new Int8Array(room),
    x: new Int32Array(room),
    y: new Int32Array(room),
    cell: new Int32Array(room),
    hp: new Int32Array(room),
    carried: new Int32Array(room),
    listed: new Uint8Array(room),
    busy: new Uint8Array(room),
    action: new Int32Array(room),
    issued: new Int32Array(room),
    due: new Int32Array(room),
  }
}

function enlarge(state: State): void {
  const room = 2 * state.id.length
  const larger = unitArrays(room)
  for (const name of Object.keys(larger) as (keyof typeof larger)[]) larger[name].set(state[name])
  Object.assign(state, larger)
  const copy = (list: Int32Array) => {
    const copied = new Int32Array(room)
    copied.set(list)
    return copied
  }
  state.list = copy(state.list)
  state.pending = copy(state.pending)
  state.executing = copy(state.executing)
  for (const side of [0, 1, nobody] as const) state.unitsOf[side] = copy(state.unitsOf[side])
}
