import { expect, test } from 'vitest'
import { wait } from '../../actions.ts'
import { claimCell, createClaims } from '../../claims.ts'
import { gameMap, type MapUnit } from '../../map.ts'
import { createOrders } from '../../orders.ts'
import { AStar } from '../../path-finding/a-star.ts'
import { putAction } from '../../pending.ts'
import { writeOrders } from '../../position.ts'
import { createState, type State } from '../../state.ts'
import { unitTypes } from '../../units.ts'
import { AbstractActions, abstractKinds, noUnit } from './abstract-actions.ts'
import { buildingPlace, buildNear, noPlace } from './building-place.ts'
import { Translator } from './translate.ts'

const { base, barracks, worker, light } = unitTypes
type Placed = Pick<MapUnit, 'type' | 'owner' | 'x' | 'y'> & { readonly resources?: number }

/** Handles and ids are the places in the list. Rows of the map: `#` is a wall. */
function situation(
  rows: readonly string[],
  units: readonly Placed[],
  stock: readonly [number, number] = [0, 0],
): State {
  return createState(
    gameMap({
      name: 'small',
      source: 'a test',
      width: rows[0].length,
      height: rows.length,
      walls: Array.from(rows.join(''), (cell) => cell === '#'),
      stock,
      units: units.map((unit, id) => ({ resources: 0, ...unit, id, hp: 1 })),
    }),
  )
}

function translator() {
  const translate = new Translator(new AStar())
  return (state: State, actions: AbstractActions) => {
    const orders = createOrders()
    translate.translate(state, 0, actions, orders)
    return writeOrders(state, orders)
  }
}

function actionsFor(state: State, options = {}): AbstractActions {
  const actions = new AbstractActions(options)
  actions.fit(state.id.length)
  return actions
}

const open = ['.....', '.....', '.....', '.....', '.....']
const unitsOf = ({ units, count }: AbstractActions) => [...units.subarray(0, count)]

test('a unit that is assigned again keeps its place; one that was done goes to the end', () => {
  const state = situation(open, [
    { type: 'Worker', owner: 0, x: 0, y: 0 },
    { type: 'Worker', owner: 0, x: 4, y: 0 },
    { type: 'Base', owner: 1, x: 4, y: 4 },
  ])
  const [actions, translate] = [actionsFor(state), translator()]
  actions.move(0, 0, 0)
  actions.attack(1, 2)
  actions.move(0, 0, 0)
  expect(unitsOf(actions)).toEqual([0, 1])
  expect(translate(state, actions)).toEqual([
    [1, 1, 2],
    [0, 0, 10],
  ])
  expect(unitsOf(actions)).toEqual([1])
  expect(actions.kind[0]).toBe(abstractKinds.none)
  actions.idle(0)
  expect(unitsOf(actions)).toEqual([1, 0])
  actions.clear()
  expect([unitsOf(actions), ...actions.kind.subarray(0, 2)]).toEqual([[], 0, 0])
})

test('an attack without a target is done at once, whoever has it waits', () => {
  const state = situation(open, [{ type: 'Light', owner: 0, x: 0, y: 0 }])
  const [actions, translate] = [actionsFor(state), translator()]
  actions.attack(0, noUnit)
  expect(translate(state, actions)).toEqual([[0, 0, 10]])
  expect(unitsOf(actions)).toEqual([])
})

test('ways lead around the cells that units before it go to', () => {
  const state = situation(
    ['...', '.#.', '...'],
    [
      { type: 'Light', owner: 0, x: 0, y: 0 },
      { type: 'Light', owner: 0, x: 2, y: 0 },
      { type: 'Light', owner: 1, x: 1, y: 2 },
    ],
  )
  const [actions, translate] = [actionsFor(state), translator()]
  actions.move(0, 1, 0)
  actions.move(1, 0, 1)
  expect(translate(state, actions)).toEqual([
    [0, 1, 1],
    [1, 0, 10],
  ])
  expect(unitsOf(actions)).toEqual([0, 1])
})

test('what the stock does not pay beside actions in progress and earlier proposals is lost for this tick', () => {
  const units = [
    { type: 'Base', owner: 0, x: 1, y: 1 },
    { type: 'Base', owner: 0, x: 3, y: 3 },
    { type: 'Worker', owner: 1, x: 0, y: 4 },
  ] as const
  const state = situation(open, units, [1, 0])
  const [actions, translate] = [actionsFor(state), translator()]
  actions.train(0, worker)
  actions.train(1, worker)
  expect(translate(state, actions)).toEqual([
    [0, 4, 0, 3],
    [1, 0, 10],
  ])
  expect(translate(state, actions).length).toBe(2)
  expect(unitsOf(actions)).toEqual([])
})

test('harvesters appear near resources, fighters near enemies, and both in the preferred direction', () => {
  const units = [
    { type: 'Base', owner: 0, x: 2, y: 2 },
    { type: 'Resource', owner: -1, x: 2, y: 4, resources: 5 },
    { type: 'Worker', owner: 1, x: 0, y: 2 },
  ] as const
  const state = situation(open, units, [5, 0])
  const trained = (type: number, preferred?: number) => {
    const actions = actionsFor(state)
    actions.train(0, type, preferred)
    return translator()(state, actions)
  }
  expect(trained(worker)).toEqual([[0, 4, 2, worker]])
  expect(trained(light)).toEqual([[0, 4, 3, light]])
  expect(trained(light, 1)).toEqual([[0, 4, 1, light]])
})

test('a unit that idles attacks the first enemy in range', () => {
  const state = situation(open, [
    { type: 'Ranged', owner: 0, x: 0, y: 0 },
    { type: 'Worker', owner: 1, x: 2, y: 2 },
    { type: 'Worker', owner: 1, x: 1, y: 0 },
    { type: 'Base', owner: 0, x: 4, y: 4 },
  ])
  const actions = actionsFor(state)
  actions.idle(0)
  actions.idle(3)
  expect(translator()(state, actions)).toEqual([
    [0, 5, 2, 2],
    [3, 0, 10],
  ])
  expect(unitsOf(actions)).toEqual([0, 3])
})

test('harvesting goes on without the resource while something is carried; in the fork of 2021 it does not', () => {
  const state = situation(open, [
    { type: 'Worker', owner: 0, x: 0, y: 0, resources: 1 },
    { type: 'Base', owner: 0, x: 0, y: 1 },
    { type: 'Worker', owner: 1, x: 4, y: 4 },
  ])
  const [usual, older] = [actionsFor(state), actionsFor(state, { harvestEndsWithResource: true })]
  for (const actions of [usual, older]) actions.harvest(0, noUnit, 1)
  expect(translator()(state, usual)).toEqual([
    [0, 3, 2],
    [1, 0, 10],
  ])
  expect(translator()(state, older)).toEqual([
    [0, 0, 10],
    [1, 0, 10],
  ])
})

test('buildings are placed ring by ring: above, to the right, below, to the left', () => {
  const builder = { type: 'Worker', owner: 0, x: 2, y: 2 } as const
  const state = situation(open, [builder])
  const taken = createClaims(state)
  const places = Array.from({ length: 24 }, () => {
    const cell = buildingPlace(state, 2, 2, taken)
    claimCell(taken, cell)
    return [cell % 5, Math.trunc(cell / 5)].join()
  })
  expect(places.slice(0, 8)).toEqual(['1,1', '2,1', '3,1', '3,2', '3,3', '1,3', '2,3', '1,2'])
  expect(places.slice(8, 14)).toEqual(['0,0', '1,0', '2,0', '3,0', '4,0', '4,1'])
  expect(new Set(places).size).toBe(24)
  expect(buildingPlace(state, 2, 2, taken)).toBe(noPlace)
})

test('a place may be looked for around a cell beyond the edge', () => {
  const state = situation(open, [{ type: 'Worker', owner: 0, x: 2, y: 2 }])
  expect(buildingPlace(state, -1, 0)).toBe(0)
  expect(buildingPlace(state, 5, 5)).toBe(24)
  expect(buildingPlace(state, -2, -2)).toBe(0)
})

test('who builds a type already keeps to its place; without any place it waits at (-1, 0)', () => {
  const state = situation(['..', '##'], [{ type: 'Worker', owner: 0, x: 0, y: 0 }], [20, 0])
  const [actions, taken] = [actionsFor(state), createClaims(state)]
  buildNear(state, actions, 0, { type: base, x: 0, y: 0 }, taken)
  buildNear(state, actions, 0, { type: base, x: 1, y: 1 }, taken)
  expect([actions.first[0], actions.second[0], actions.third[0]]).toEqual([base, 1, 0])
  expect(translator()(state, actions)).toEqual([[0, 4, 1, base]])
  buildNear(state, actions, 0, { type: barracks, x: 0, y: 0 }, taken)
  expect([actions.first[0], actions.second[0], actions.third[0]]).toEqual([barracks, -1, 0])
  // From the cell beside it the reference asks for a production beyond the edge; `issueSafe` makes a wait of it.
  expect(translator()(state, actions)).toEqual([[0, 4, 3, barracks]])
})

test('busy units get no order, and lose what is done all the same', () => {
  const state = situation(open, [
    { type: 'Light', owner: 0, x: 0, y: 0 },
    { type: 'Light', owner: 0, x: 1, y: 0 },
    { type: 'Light', owner: 1, x: 4, y: 4 },
  ])
  const [actions, translate] = [actionsFor(state), translator()]
  putAction(state, 0, wait(5), 0)
  actions.move(0, 0, 0)
  actions.attack(1, 2)
  expect(translate(state, actions)).toEqual([[1, 1, 2]])
  expect(unitsOf(actions)).toEqual([1])
  putAction(state, 1, wait(5), 0)
  expect(translate(state, actions)).toEqual([])
})
