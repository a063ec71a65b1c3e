import { expect, test } from 'vitest'
import { worldFrom } from '../../test/kit/karel.ts'
import { drawWorld } from './picture.ts'
import { changeMarkers, createWorld, leftOf, restart, rightOf, room, setWall } from './world.ts'

test('a room has a wall border and the agent in its top left corner facing East', () => {
  expect(drawWorld(createWorld(room(4, 5)))).toBe('#####\n#>..#\n#...#\n#####')
})

test('a picture shows walls, markers up to nine, more than nine, and the agent on top', () => {
  const picture = '#.19+\nv.#.2'
  expect(drawWorld(worldFrom(picture, { under: 3 }))).toBe(picture)
})

test('neighbours are one cell away in each direction, or outside', () => {
  const { ahead, cells } = createWorld(room(3, 4))
  expect([...ahead.subarray(5 * 4, 6 * 4)]).toEqual([1, 6, 9, 4])
  expect([...ahead.subarray(0, 4)]).toEqual([cells, 1, 4, cells])
  expect([...ahead.subarray(11 * 4, 12 * 4)]).toEqual([7, cells, cells, 10])
})

test('turning left and right is counted round the compass and keeps the cell', () => {
  expect([4, 5, 6, 7].map(leftOf)).toEqual([7, 4, 5, 6])
  expect([4, 5, 6, 7].map(rightOf)).toEqual([5, 6, 7, 4])
})

test('a restart undoes every change, few or many', () => {
  for (const changes of [5, 500]) {
    const world = worldFrom('#.19+\nv.#.2')
    const { total, hash } = world
    const markers = world.markers.slice()
    for (let i = 0; i < changes; i++) {
      changeMarkers(world, i % 10, 3)
      changeMarkers(world, (i * 7) % 10, -2)
    }
    setWall(world, 1, 1)
    world.at = 3
    world.facing = 0
    restart(world)
    expect(drawWorld(world)).toBe('#.19+\nv.#.2')
    expect(world).toMatchObject({ total, hash, markers, logged: 0, wallsChanged: false })
  }
})

test('total and hash depend on the markers alone, not on the way to them', () => {
  const [one, other] = [createWorld(room(4, 4)), createWorld(room(4, 4))]
  changeMarkers(one, 5, 2)
  changeMarkers(one, 6, 1)
  changeMarkers(other, 6, 1)
  changeMarkers(other, 5, 3)
  changeMarkers(other, 5, -1)
  expect({ total: one.total, hash: one.hash }).toEqual({ total: other.total, hash: other.hash })
})

test('the start is copied: what its maker does with it later does not show', () => {
  const start = room(4, 4)
  const world = createWorld(start)
  start.markers[5] = 7
  start.walls[5] = 1
  restart(world)
  expect(world.markers[5] + world.walls[5]).toBe(0)
})

test('a world too large for the tables is refused', () => {
  expect(() => createWorld(room(100, 100))).toThrow(RangeError)
})
