import { seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { LoopMemory } from './loop-memory.ts'
import { changeMarkers, createWorld, restart, room, type World } from './world.ts'

const pose = 13

describe('a loop memory', () => {
  test('knows a state that it has seen, by loop, pose and markers', () => {
    const memory = new LoopMemory()
    const world = createWorld(room(5, 5))
    expect(memory.seen(0, pose, world)).toBe(false)
    expect(memory.seen(0, pose, world)).toBe(true)
    expect(memory.seen(1, pose, world)).toBe(false)
    expect(memory.seen(0, pose + 1, world)).toBe(false)
    changeMarkers(world, 7, 1)
    expect(memory.seen(0, pose, world)).toBe(false)
    changeMarkers(world, 8, 1)
    changeMarkers(world, 7, -1)
    expect(memory.seen(0, pose, world)).toBe(false)
    changeMarkers(world, 8, -1)
    expect(memory.seen(0, pose, world)).toBe(true)
  })

  test('is not deceived by two grids of the same hash', () => {
    const { world, toFirst, toSecond } = collision()
    const memory = new LoopMemory()
    apply(world, toFirst)
    const hash = world.hash
    expect(memory.seen(0, pose, world)).toBe(false)
    apply(world, toSecond)
    expect(world.hash).toBe(hash)
    expect(memory.seen(0, pose, world)).toBe(false)
    expect(memory.seen(0, pose, world)).toBe(true)
  })

  test('holds as many states as an episode has, and forgets them at once', () => {
    const memory = new LoopMemory()
    const world = createWorld(room(5, 5))
    for (let episode = 0; episode < 3; episode++) {
      memory.forget()
      const seen = () => Array.from({ length: 20_000 }, (_, loop) => memory.seen(loop, pose, world))
      expect(seen()).not.toContain(true)
      expect(seen()).not.toContain(false)
    }
    memory.forget()
    expect(memory.seen(0, pose, world)).toBe(false)
  })
})

/** Two marker grids with one hash, found as birthdays are, and the changes that lead from the start to both. */
function collision(): { world: World; toFirst: number[]; toSecond: number[] } {
  const rng = seededRng(1)
  const world = createWorld(room(10, 10))
  const first = new Map<number, string>()
  for (;;) {
    restart(world)
    for (let i = 0; i < 6; i++) changeMarkers(world, rng.below(100), 1)
    const found = [...world.markers].join()
    const known = first.get(world.hash)
    if (known !== undefined && known !== found) {
      const grid = known.split(',').map(Number)
      const toSecond = grid.map((count, cell) => world.markers[cell] - count)
      restart(world)
      return { world, toFirst: grid, toSecond }
    }
    first.set(world.hash, found)
  }
}

function apply(world: World, changes: number[]): void {
  changes.forEach((change, cell) => {
    if (change !== 0) changeMarkers(world, cell, change)
  })
}
