import { expect, test } from 'vitest'
import { move, produce, wait } from './actions.ts'
import { cycle } from './cycle.ts'
import { digest } from './digest.ts'
import { createView, look } from './fog.ts'
import { issueSafe } from './issue.ts'
import { JavaRandom } from './java-random.ts'
import { legalActions, legalBuffer } from './legal.ts'
import { openMap } from './maps.ts'
import { createOrders, order } from './orders.ts'
import { isOver, winnerOf } from './outcome.ts'
import { BadRecord, setPosition, writeOrders, writePosition } from './position.ts'
import { addUnit, createState, restart, type State } from './state.ts'
import { typeCount, unitTables, unitTypes } from './units.ts'

/** Random legal actions for both players. */
function play(state: State, ticks: number, seed: number): void {
  const draws = new JavaRandom(seed)
  const buffer = legalBuffer(state.table)
  for (let i = 0; i < ticks && !isOver(state); i++) {
    for (const player of [0, 1] as const) {
      const orders = createOrders(1)
      for (const unit of state.unitsOf[player].subarray(0, state.unitCount[player])) {
        if (state.busy[unit] === 0) order(orders, unit, buffer[draws.nextInt(legalActions(state, unit, buffer))]!)
      }
      issueSafe(state, orders)
    }
    cycle(state)
  }
}

/** Every list, count and grid as it follows from the units and the actions in progress. */
function expectConsistent(state: State): void {
  const list = [...state.list.subarray(0, state.listCount)]
  const pending = [...state.pending.subarray(0, state.pendingCount)]
  expect(list).toEqual(Array.from({ length: state.created }, (_, unit) => unit).filter((unit) => state.listed[unit]))
  expect(pending.toSorted((a, b) => a - b)).toEqual(list.filter((unit) => state.busy[unit]))
  const [unitAt, blocked, types] = [
    new Int32Array(state.map.cells + 1).fill(-1),
    state.map.walls.slice(),
    new Int32Array(21),
  ]
  for (const unit of list) {
    expect(state.cell[unit]).toBe(state.x[unit]! + state.y[unit]! * state.map.width)
    unitAt[state.cell[unit]!] = unit
    blocked[state.cell[unit]!]!++
    types[(state.owner[unit]! < 0 ? 2 : state.owner[unit]!) * typeCount + state.type[unit]!]!++
  }
  state.reserved.forEach((count, cell) => {
    blocked[cell]! += count
  })
  expect(state.unitAt).toEqual(unitAt)
  expect(state.blocked).toEqual(blocked)
  expect(state.typesOf).toEqual(types)
  for (const side of [0, 1, 2] as const) {
    const own = list.filter((unit) => (state.owner[unit]! < 0 ? 2 : state.owner[unit]) === side)
    expect([...state.unitsOf[side].subarray(0, state.unitCount[side])]).toEqual(own)
    expect(state.busyCount[side]).toBe(own.filter((unit) => state.busy[unit]).length)
  }
}

test.each(['basesWorkers8x8A', 'melee12x12Mixed12', 'DoubleGame24x24'])(
  '%s: lists, counts and grids agree throughout',
  (name) => {
    const state = createState(openMap(name), { table: unitTables.NON_DETERMINISTIC, conflict: 'RANDOM' })
    for (let i = 0; i < 20; i++) {
      play(state, 40, i)
      expectConsistent(state)
    }
  },
)

test('a state that is put back to the start plays the same game again', () => {
  const state = createState(openMap('basesWorkers8x8A'), { conflict: 'RANDOM', seed: 3 })
  const start = digest(state)
  play(state, 500, 1)
  const end = digest(state)
  restart(state, 3)
  expect(digest(state)).toBe(start)
  expect(state.nextId).toBe(10)
  play(state, 500, 1)
  expect(digest(state)).toBe(end)
})

test('a position that is written down and set again is the same game', () => {
  const [state, other] = [createState(openMap('basesWorkers16x16A')), createState(openMap('basesWorkers16x16A'))]
  for (let i = 0; i < 10; i++) {
    play(state, 100, i)
    setPosition(other, writePosition(state))
    expect(writePosition(other)).toEqual(writePosition(state))
    expectConsistent(other)
  }
  play(state, 200, 99)
  play(other, 200, 99)
  expect(digest(other)).toBe(digest(state))
})

test('units keep their handles through the positions of one game', () => {
  const [state, other] = [createState(openMap('basesWorkers8x8A')), createState(openMap('basesWorkers8x8A'))]
  for (let i = 0; i < 10; i++) {
    play(state, 60, i)
    const before = new Map(Array.from({ length: other.created }, (_, unit) => [other.id[unit], unit]))
    setPosition(other, writePosition(state), { sameGame: true })
    for (const unit of other.list.subarray(0, other.listCount)) {
      const known = before.get(other.id[unit]!)
      expect(unit).toBe(known ?? unit)
    }
    expect(digest(other)).toBe(digest(state))
  }
})

test('a position that names a unit which is not there is refused', () => {
  const state = createState(openMap('basesWorkers8x8A'))
  const position = writePosition(state)
  expect(() => setPosition(state, { ...position, pending: [[77, 0, 0, 10]] })).toThrow(BadRecord)
  expect(() => setPosition(state, { ...position, units: [[1, 3, 0, 8, 0, 1, 0]] })).toThrow(
    'units[0]: expected a place on a map of 8 x 8, got [1,3,0,8,0,1,0]',
  )
})

test('a state has room for any number of units', () => {
  const state = createState(openMap('GardenOfWar64x64'))
  const before = state.listCount
  for (let cell = 0; cell < state.map.cells; cell++) {
    if (state.blocked[cell] > 0) continue
    addUnit(state, { id: state.nextId, type: unitTypes.worker, owner: 1, cell, hp: 1, carried: 0 })
  }
  expect(state.listCount).toBeGreaterThan(before + 1000)
  expectConsistent(state)
  const view = createView(state)
  look(state, 1, view)
  expect(view.unitCount[1]).toBe(state.unitCount[1])
})

test('a player sees what is in sight of its units, and nothing of what others do elsewhere', () => {
  const state = createState(openMap('basesWorkers8x8A'))
  const [base, enemy] = [state.unitsOf[0][0]!, state.unitsOf[1][0]!]
  const orders = createOrders()
  order(orders, enemy, produce(0, unitTypes.worker))
  issueSafe(state, orders)
  const view = createView(state)
  look(state, 0, view)
  expect(view.listed[base]).toBe(1)
  expect(view.listed[enemy]).toBe(0)
  expect(view.unitCount[1]).toBe(0)
  expect(view.pendingCount).toBe(0)
  expect(view.blocked[5 + 5 * 8]).toBe(0)
  expect(state.blocked[5 + 5 * 8]).toBe(1)
  expect([...view.stock]).toEqual([...state.stock])
  look(state, 1, view)
  expect(view.pendingCount).toBe(1)
  expect(view.blocked[5 + 5 * 8]).toBe(1)
})

test('what is not legal becomes a wait of the same duration', () => {
  const state = createState(openMap('basesWorkers8x8A'))
  const [base, worker] = [state.unitsOf[0][0]!, state.unitsOf[0][1]!]
  const orders = createOrders()
  order(orders, base, produce(0, unitTypes.light))
  order(orders, worker, move(1))
  issueSafe(state, orders)
  expect([...orders.actions.subarray(0, 2)]).toEqual([wait(80), wait(10)])
  expect(writeOrders(state, orders)).toEqual([
    [6, 0, 80],
    [8, 0, 10],
  ])
})

test('nobody has won while both have units, or when nobody has', () => {
  const state = createState(openMap('basesWorkers8x8A'))
  expect([isOver(state), winnerOf(state)]).toEqual([false, -1])
  setPosition(state, { time: 0, stock: [5, 5], units: [[1, 1, 1, 0, 0, 1, 0]], pending: [] })
  expect([isOver(state), winnerOf(state)]).toEqual([true, 1])
  setPosition(state, { time: 0, stock: [5, 5], units: [[1, 0, -1, 0, 0, 1, 9]], pending: [] })
  expect([isOver(state), winnerOf(state)]).toEqual([true, -1])
})
