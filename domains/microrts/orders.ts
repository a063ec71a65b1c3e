import type { Action } from './actions.ts'

/** What a player wants its units to do: (unit, action) pairs in the order of issue. Reused from tick to tick. */
export interface Orders {
  /** Handles of units. */
  units: Int32Array
  actions: Int32Array
  count: number
}

export function createOrders(room = 64): Orders {
  return { units: new Int32Array(room), actions: new Int32Array(room), count: 0 }
}

/** Adds a pair at the end. */
export function order(orders: Orders, unit: number, action: Action): void {
  if (orders.count === orders.units.length) enlarge(orders)
  orders.units[orders.count] = unit
  orders.actions[orders.count++] = action
}

export function clearOrders(orders: Orders): void {
  orders.count = 0
}

function enlarge(orders: Orders): void {
  const { units, actions, count } = orders
  orders.units = new Int32Array(2 * count)
  orders.units.set(units)
  orders.actions = new Int32Array(2 * count)
  orders.actions.set(actions)
}
