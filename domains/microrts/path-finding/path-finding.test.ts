import { describe, expect, test } from 'vitest'
import { claimCell, clearClaims, createClaims } from '../claims.ts'
import { JavaRandom } from '../java-random.ts'
import { gameMap } from '../map.ts'
import { createState, type State } from '../state.ts'
import { AStar } from './a-star.ts'
import { BreadthFirst } from './breadth-first.ts'
import { FloodFill } from './flood-fill.ts'
import { Greedy } from './greedy.ts'

/** One worker, unit 0, and walls where the picture has #. */
function scene(...rows: string[]): State {
  const cells = [...rows.join('')]
  const at = cells.indexOf('w')
  const [width, height] = [rows[0]!.length, rows.length]
  const worker = {
    id: 0,
    type: 'Worker',
    owner: 0,
    x: at % width,
    y: Math.floor(at / width),
    hp: 1,
    resources: 0,
  } as const
  const walls = cells.map((cell) => cell === '#')
  return createState(gameMap({ name: 'scene', source: '', width, height, walls, stock: [0, 0], units: [worker] }))
}

/** The search as the reference writes it: one list sorted by f, descending, with insertion from the end. */
function sortedListStep(state: State, target: number, range: number): readonly [direction: number, length: number] {
  const { map, blocked } = state
  const [tx, ty] = [target % map.width, Math.trunc(target / map.width)]
  const start = state.cell[0]!
  const h = (cell: number) => Math.abs(map.xOf[cell]! - tx) + Math.abs(map.yOf[cell]! - ty)
  const inRange = (cell: number) => (map.xOf[cell]! - tx) ** 2 + (map.yOf[cell]! - ty) ** 2 <= range * range
  const open = [{ cell: start, f: h(start), g: 0, first: -1 }]
  const marked = new Set([start])
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (inRange(node.cell)) return [node.first, node.g]
    for (const direction of [0, 1, 2, 3]) {
      const cell = map.neighbours[4 * node.cell + direction]!
      if (blocked[cell] !== 0 || marked.has(cell)) continue
      marked.add(cell)
      const f = node.g + 1 + h(cell)
      const after = open.findLastIndex((one) => one.f >= f)
      open.splice(after + 1, 0, { cell, f, g: node.g + 1, first: node.first < 0 ? direction : node.first })
    }
  }
  return [-1, -1]
}

test('two stacks find the same way as the sorted list of the reference, on 3,000 random maps', () => {
  const draws = new JavaRandom(7)
  const [aStar, breadthFirst] = [new AStar(), new BreadthFirst()]
  for (let i = 0; i < 3000; i++) {
    const [width, height] = [2 + draws.nextInt(11), 2 + draws.nextInt(11)]
    const cells: string[] = Array.from({ length: width * height }, () => (draws.nextInt(10) < 3 ? '#' : '.'))
    cells[draws.nextInt(cells.length)] = 'w'
    const state = scene(...Array.from({ length: height }, (_, y) => cells.slice(y * width, (y + 1) * width).join('')))
    const target = draws.nextInt(cells.length + 2) - 1
    const range = draws.nextInt(4)
    const expected = sortedListStep(state, target, range)
    expect([aStar.step(state, 0, target, range), aStar.length]).toEqual(expected)
    // A cell that A* has opened by a detour keeps it: the way need not be the shortest.
    const shortest = breadthFirst.distance(state, 0, target, range)
    expect([shortest >= 0, shortest <= expected[1]]).toEqual([expected[1] >= 0, true])
  }
})

describe.each([
  ['A*', () => new AStar()],
  ['breadth first', () => new BreadthFirst()],
  ['flood fill', () => new FloodFill()],
  ['greedy', () => new Greedy()],
])('%s', (_, make) => {
  test('goes nowhere when the unit is in range or walled in', () => {
    expect(make().step(scene('...', '.w.', '...'), 0, 1, 1)).toBe(-1)
    expect(make().step(scene('.#.', '#w#', '.#.'), 0, 0, 1)).toBe(-1)
  })

  test('goes round what is claimed', () => {
    const state = scene('....', 'w...', '....')
    const claims = createClaims(state)
    const finder = make()
    expect(finder.step(state, 0, 7, 0, claims)).toBe(1)
    claimCell(claims, 5)
    expect(finder.step(state, 0, 7, 0, claims)).toBeOneOf([0, 2])
    clearClaims(claims)
    expect(make().step(state, 0, 7, 0, claims)).toBe(1)
  })

  test('follows a state to another map', () => {
    const finder = make()
    expect(finder.step(scene('w..'), 0, 2, 0)).toBe(1)
    expect(finder.step(scene('.', '.', '.', 'w', '.'), 0, 0, 0)).toBe(0)
  })
})

test('A* tells where it arrives and after how many steps', () => {
  const finder = new AStar()
  const state = scene('w#.', '..#', '#..')
  expect(finder.step(state, 0, 8, 1)).toBe(2)
  expect([finder.reached, finder.length]).toEqual([7, 3])
  expect(finder.distance(state, 0, 2, 1)).toBe(-1)
  expect([finder.reached, finder.length]).toEqual([-1, -1])
})

test('flood fill keeps its distances while they lead on, and floods anew when the way is blocked', () => {
  const state = scene('...', '...', '..w')
  const finder = new FloodFill()
  expect(finder.step(state, 0, 0, 0)).toBe(3)
  state.blocked[7] = 1
  expect(finder.step(state, 0, 0, 0)).toBe(0)
})
