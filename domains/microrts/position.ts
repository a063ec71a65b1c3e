import { type Action, actionCodes, attack, codeOf, directionOf, productOf, targetOf, wait } from './actions.ts'
import type { GameMap } from './map.ts'
import { createOrders, type Orders, order } from './orders.ts'
import { putAction } from './pending.ts'
import { addUnit, clearState, listUnit, type State } from './state.ts'

/** `[0, ticks]` wait, `[1, direction]` move, `[2, ...]` harvest, `[3, ...]` return, `[4, direction, type]` produce, `[5, x, y]` attack. */
export type ActionRecord = readonly number[]

/** `[id, type, owner, x, y, hp, resources]` */
export type UnitRecord = readonly number[]

/** `[id of the unit, tick of issue, ...action]` */
export type PendingRecord = readonly number[]

/** `[id of the unit, ...action]`, in the order of issue. */
export type OrdersRecord = readonly (readonly number[])[]

/** A game between two ticks as it is written down; random streams and the count of cancellations are not part of it. */
export interface Position {
  readonly time: number
  readonly stock: readonly [number, number]
  /** In list order. */
  readonly units: readonly UnitRecord[]
  /** In the order of the map of actions. */
  readonly pending: readonly PendingRecord[]
  /** The id of the next unit; by default one more than the largest. */
  readonly nextId?: number
}

/** A record names a unit or something else that is not there. */
export class BadRecord extends Error {
  readonly code = 'E_BAD_GAME_RECORD'
  readonly field: string
  readonly value: unknown

  constructor(field: string, value: unknown, expected: string) {
    super(`${field}: expected ${expected}, got ${JSON.stringify(value)}`)
    this.name = 'BadRecord'
    this.field = field
    this.value = value
  }
}

export function writeAction(map: GameMap, action: Action): ActionRecord {
  const code = codeOf(action)
  if (code === actionCodes.wait) return [code, action >> 3]
  if (code === actionCodes.attack) return [code, map.xOf[targetOf(action)] ?? -1, map.yOf[targetOf(action)] ?? -1]
  return code === actionCodes.produce ? [code, directionOf(action), productOf(action)] : [code, directionOf(action)]
}

/** @throws BadRecord */
export function readAction(map: GameMap, record: ActionRecord): Action {
  const [code, first, second] = record
  if (!record.every(Number.isInteger) || first === undefined) throw new BadRecord('action', record, 'integers')
  switch (code) {
    case actionCodes.wait:
      return wait(first)
    case actionCodes.move:
    case actionCodes.harvest:
    case actionCodes.return:
      return (first << 6) | code
    case actionCodes.produce:
      return (first << 6) | ((second! & 7) << 3) | code
    case actionCodes.attack: {
      const inside = first >= 0 && first < map.width && second! >= 0 && second! < map.height
      return attack(inside ? first + second! * map.width : -1)
    }
    default:
      throw new BadRecord('action', record, 'a code from 0 to 5')
  }
}

export function writeUnit(state: State, unit: number): UnitRecord {
  const { id, type, owner, x, y, hp, carried } = state
  return [id[unit]!, type[unit]!, owner[unit]!, x[unit]!, y[unit]!, hp[unit]!, carried[unit]!]
}

/** What the state is now. */
export function writePosition(state: State): Position {
  const pending = Array.from(state.pending.subarray(0, state.pendingCount), (unit) => [
    state.id[unit]!,
    state.issued[unit]!,
    ...writeAction(state.map, state.action[unit]!),
  ])
  return {
    time: state.time,
    stock: [state.stock[0]!, state.stock[1]!],
    units: Array.from(state.list.subarray(0, state.listCount), (unit) => writeUnit(state, unit)),
    pending,
    nextId: state.nextId,
  }
}

/**
 * Puts the state into a position of its map. Units that the state knows by their id keep their handles if it is a
 * later position of the same game.
 *
 * @throws BadRecord when a unit stands outside or an action belongs to no unit
 */
export function setPosition(state: State, position: Position, { sameGame = false } = {}): void {
  const { map } = state
  const known = new Map<number, number>()
  if (sameGame) for (let unit = 0; unit < state.created; unit++) known.set(state.id[unit]!, unit)
  const created = sameGame ? state.created : 0
  clearState(state)
  state.created = created
  state.listed.fill(0)
  state.busy.fill(0)
  state.time = position.time
  state.stock.set(position.stock)
  for (const [i, record] of position.units.entries()) {
    const [id, type, owner, x, y, hp, carried] = record as [number, number, number, number, number, number, number]
    if (!(x >= 0 && x < map.width && y >= 0 && y < map.height)) {
      throw new BadRecord(`units[${i}]`, record, `a place on a map of ${map.width} x ${map.height}`)
    }
    const cell = x + y * map.width
    const unit = known.get(id)
    if (unit === undefined) {
      known.set(id, addUnit(state, { id, type, owner, cell, hp, carried }))
      continue
    }
    state.x[unit] = x
    state.y[unit] = y
    state.cell[unit] = cell
    state.hp[unit] = hp
    state.carried[unit] = carried
    listUnit(state, unit)
    state.nextId = Math.max(state.nextId, id + 1)
  }
  for (const [i, record] of position.pending.entries()) {
    const [id, issued, ...action] = record as [number, number, ...number[]]
    const unit = known.get(id)
    if (unit === undefined || state.listed[unit] === 0) throw new BadRecord(`pending[${i}]`, record, 'the id of a unit')
    putAction(state, unit, readAction(map, action), issued)
  }
  state.nextId = position.nextId ?? state.nextId
}

/** The unit in the list that has that id; undefined: none. */
export function unitOfId(state: State, id: number): number | undefined {
  for (let i = 0; i < state.listCount; i++) if (state.id[state.list[i]!] === id) return state.list[i]!
  return undefined
}

export function writeOrders(state: State, orders: Orders): OrdersRecord {
  return Array.from({ length: orders.count }, (_, i) => [
    state.id[orders.units[i]!]!,
    ...writeAction(state.map, orders.actions[i]!),
  ])
}

/**
 * @param into cleared by the caller
 * @throws BadRecord when an action belongs to no unit
 */
export function readOrders(state: State, record: OrdersRecord, into: Orders = createOrders()): Orders {
  for (const one of record) {
    const [id, ...action] = one as [number, ...number[]]
    const unit = unitOfId(state, id)
    if (unit === undefined) throw new BadRecord('orders', one, 'the id of a unit')
    order(into, unit, readAction(state.map, action))
  }
  return into
}
