import { type Action, actionCodes, codeOf, directionOf, productOf, targetOf } from './actions.ts'
import { isOver } from './outcome.ts'
import { dropAction, takeDue } from './pending.ts'
import { addUnit, type State, sideOf } from './state.ts'
import { typeCount, unitTypes } from './units.ts'

/**
 * One tick: time goes on and every action that is due is executed, in the order in which units got theirs. A unit that
 * is killed by an action of this tick still executes its own if that was due as well.
 *
 * @returns is the game over?
 */
export function cycle(state: State): boolean {
  state.time += 1
  if (state.nextDue > state.time) return isOver(state)
  // A new unit may make the state take larger arrays: this one is kept until the tick is over.
  const due = state.executing
  const count = takeDue(state, due)
  for (let i = 0; i < count; i++) execute(state, due[i]!)
  return isOver(state)
}

function execute(state: State, unit: number): void {
  const action = state.action[unit]!
  switch (codeOf(action)) {
    case actionCodes.wait:
      break
    case actionCodes.move:
      walk(state, unit, cellTowards(state, unit, action))
      break
    case actionCodes.harvest:
      take(state, unit, state.unitAt[cellTowards(state, unit, action)]!)
      break
    case actionCodes.return:
      deliver(state, unit, state.unitAt[cellTowards(state, unit, action)]!)
      break
    case actionCodes.produce:
      complete(state, unit, productOf(action), cellTowards(state, unit, action))
      break
    case actionCodes.attack:
      strike(state, unit, targetOf(action))
  }
}

function cellTowards({ map, cell }: State, unit: number, action: Action): number {
  return map.neighbours[4 * cell[unit]! + directionOf(action)]!
}

function walk(state: State, unit: number, cell: number): void {
  if (state.listed[unit] === 1) {
    const left = state.cell[unit]!
    state.unitAt[left] = -1
    state.blocked[left]!--
    state.unitAt[cell] = unit
    state.blocked[cell]!++
  }
  state.cell[unit] = cell
  state.x[unit] = state.map.xOf[cell]!
  state.y[unit] = state.map.yOf[cell]!
}

/** Whoever stands on the cell now is hit, whether or not it is the unit that was aimed at. */
function strike(state: State, unit: number, cell: number): void {
  const victim = state.unitAt[cell]!
  if (victim < 0) return
  const { minDamage, maxDamage } = state.table
  const type = state.type[unit]!
  const least = minDamage[type]!
  const most = maxDamage[type]!
  const damage = least === most ? least : least + state.damageDraws.nextInt(most - least + 1)
  state.hp[victim]! -= damage
  if (state.hp[victim]! <= 0) removeUnit(state, victim)
}

function take(state: State, unit: number, from: number): void {
  if (from < 0 || state.type[from] !== unitTypes.resource || state.carried[unit] !== 0) return
  state.carried[from]! -= 1
  if (state.carried[from]! <= 0) removeUnit(state, from)
  state.carried[unit] = 1
}

function deliver(state: State, unit: number, to: number): void {
  if (to < 0 || state.table.isStockpile[state.type[to]!] === 0) return
  state.stock[state.owner[unit]!]! += state.carried[unit]!
  state.carried[unit] = 0
}

/** The cost is paid now, if the stock still allows it. If it does not, an id is lost. */
function complete(state: State, unit: number, type: number, cell: number): void {
  const owner = state.owner[unit]!
  const id = state.nextId++
  const left = state.stock[owner]! - state.table.cost[type]!
  if (left < 0) return
  state.stock[owner] = left
  addUnit(state, { id, type, owner, cell, hp: state.table.hp[type]!, carried: 0 })
}

/** Takes a unit, and its action if it has one, off the map. */
function removeUnit(state: State, unit: number): void {
  dropAction(state, unit)
  const side = sideOf(state, unit)
  const cell = state.cell[unit]!
  state.listed[unit] = 0
  state.unitAt[cell] = -1
  state.blocked[cell]!--
  state.typesOf[side * typeCount + state.type[unit]!]!--
  state.listCount = withoutUnit(state.list, state.listCount, unit)
  state.unitCount[side] = withoutUnit(state.unitsOf[side], state.unitCount[side]!, unit)
}

function withoutUnit(list: Int32Array, count: number, unit: number): number {
  let at = 0
  while (list[at] !== unit) at++
  list.copyWithin(at, at + 1, count)
  return count - 1
}
