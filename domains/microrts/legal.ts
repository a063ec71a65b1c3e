import {
  type Action,
  actionCodes,
  attack,
  codeOf,
  directionOf,
  giveBack,
  harvest,
  move,
  produce,
  productOf,
  targetOf,
  wait,
} from './actions.ts'
import type { State } from './state.ts'
import { type UnitTable, unitTypes } from './units.ts'

/** A list with room for all legal actions of any unit of a table. */
export function legalBuffer(table: UnitTable): Int32Array {
  const reach = 2 * Math.max(...table.attackRange) + 1
  const products = Math.max(...table.produces.map(({ length }) => length))
  return new Int32Array(reach * reach + 4 * (products + 2) + 1)
}

/** Ticks of the wait at the end of the reference's lists. */
export const legalWait = 10

/**
 * Writes what a unit can do now into `into`, in the reference's order: attacks, harvests or returns, productions by
 * type, moves, and a wait of `waitTicks`. Terrain, units and stock count; reservations of actions in progress do not.
 *
 * @param into a `legalBuffer`
 * @returns how many
 */
export function legalActions(state: State, unit: number, into: Int32Array, waitTicks: number = legalWait): number {
  const { table, map, unitAt } = state
  const { neighbours, walls } = map
  const type = state.type[unit]!
  const owner = state.owner[unit]!
  const around = 4 * state.cell[unit]!
  let count = 0
  if (table.canAttack[type] === 1) {
    if (table.attackRange[type] === 1) {
      for (let direction = 0; direction < 4; direction++) {
        const cell = neighbours[around + direction]!
        if (isEnemy(state, unitAt[cell]!, owner)) into[count++] = attack(cell)
      }
    } else count = attacksFromAfar(state, unit, into)
  }
  if (table.canHarvest[type] === 1) {
    const carries = state.carried[unit]! > 0
    for (let direction = 0; direction < 4; direction++) {
      const neighbour = unitAt[neighbours[around + direction]!]!
      if (neighbour < 0) continue
      if (!carries) {
        if (state.type[neighbour] === unitTypes.resource) into[count++] = harvest(direction)
      } else if (table.isStockpile[state.type[neighbour]!] === 1 && state.owner[neighbour] === owner) {
        into[count++] = giveBack(direction)
      }
    }
  }
  const products = table.produces[type]!
  for (let i = 0; i < products.length; i++) {
    const product = products[i]!
    if (!(state.stock[owner]! >= table.cost[product]!)) continue
    for (let direction = 0; direction < 4; direction++) {
      const cell = neighbours[around + direction]!
      if (walls[cell] === 0 && unitAt[cell] === -1) into[count++] = produce(direction, product)
    }
  }
  if (table.canMove[type] === 1) {
    for (let direction = 0; direction < 4; direction++) {
      const cell = neighbours[around + direction]!
      if (walls[cell] === 0 && unitAt[cell] === -1) into[count++] = move(direction)
    }
  }
  into[count++] = wait(waitTicks)
  return count
}

function attacksFromAfar(state: State, unit: number, into: Int32Array): number {
  const { list, listCount, owner } = state
  const own = owner[unit]!
  let count = 0
  for (let i = 0; i < listCount; i++) {
    const other = list[i]!
    if (isEnemy(state, other, own) && isInRange(state, unit, other)) into[count++] = attack(state.cell[other]!)
  }
  return count
}

/** Is the unit (-1: none) one of a player other than `owner`? */
function isEnemy(state: State, unit: number, owner: number): boolean {
  return unit >= 0 && state.owner[unit]! >= 0 && state.owner[unit] !== owner
}

/** Is `other` within the Euclidean attack range of the unit? */
export function isInRange(state: State, unit: number, other: number): boolean {
  const dx = state.x[other]! - state.x[unit]!
  const dy = state.y[other]! - state.y[unit]!
  const range = state.table.attackRange[state.type[unit]!]!
  return dx * dx + dy * dy <= range * range
}

/** Is the action one of the unit's legal actions? A wait always is, whatever its duration. */
export function canExecute(state: State, unit: number, action: Action): boolean {
  const { table, map, unitAt } = state
  const type = state.type[unit]!
  const code = codeOf(action)
  if (code === actionCodes.wait) return true
  if (code === actionCodes.attack) {
    if (table.canAttack[type] === 0) return false
    const target = targetOf(action)
    const victim = target >= 0 && target < map.cells ? unitAt[target]! : -1
    return isEnemy(state, victim, state.owner[unit]!) && isInRange(state, unit, victim)
  }
  const direction = directionOf(action)
  if (direction < 0 || direction > 3) return false
  const cell = map.neighbours[4 * state.cell[unit]! + direction]!
  const neighbour = unitAt[cell]!
  switch (code) {
    case actionCodes.move:
      return table.canMove[type] === 1 && map.walls[cell] === 0 && neighbour === -1
    case actionCodes.harvest:
      if (table.canHarvest[type] === 0 || state.carried[unit]! > 0) return false
      return neighbour >= 0 && state.type[neighbour] === unitTypes.resource
    case actionCodes.return:
      if (table.canHarvest[type] === 0 || !(state.carried[unit]! > 0) || neighbour < 0) return false
      return table.isStockpile[state.type[neighbour]!] === 1 && state.owner[neighbour] === state.owner[unit]
    case actionCodes.produce: {
      const product = productOf(action)
      if (!table.produces[type]!.includes(product) || !(state.stock[state.owner[unit]!]! >= table.cost[product]!)) {
        return false
      }
      return map.walls[cell] === 0 && neighbour === -1
    }
    default:
      return false
  }
}
