import { empty, wall } from './objects.ts'

/** Right, down, left, up. `x` grows to the right, `y` downwards. */
export type Direction = 0 | 1 | 2 | 3

/** What a room looks like before the first action. */
export interface RoomStart {
  readonly width: number
  readonly height: number
  /** One code per cell (`codeOf`), index `y * width + x`. */
  readonly cells: Uint8Array
  /** Cell of the agent. */
  at: number
  facing: Direction
  /** Code of the carried object; 0: none. */
  carrying: number
}

/** A room and the agent in it. Cells change through `setCell` alone. */
export interface World {
  readonly start: RoomStart
  readonly width: number
  readonly height: number
  readonly cells: Uint8Array
  /** What to add to a cell's index to come to the next one in that direction. */
  readonly towards: readonly [number, number, number, number]
  at: number
  facing: Direction
  carrying: number
  /** Actions so far in this episode. */
  steps: number
  /** The agent has stepped to another cell in this episode. */
  moved: boolean
  /** The last action has changed the agent's cell, its direction or a cell. */
  changed: boolean
  /** Cells have been changed since the start. */
  touched: boolean
  /** Cells have been changed since this was last set to false. */
  dirty: boolean
}

/** A room with walls around it and nothing in it; nobody has put the agent anywhere yet. */
export function room(width: number, height: number): RoomStart {
  const cells = new Uint8Array(width * height).fill(empty)
  for (let x = 0; x < width; x++) cells[x] = cells[(height - 1) * width + x] = wall
  for (let y = 0; y < height; y++) cells[y * width] = cells[y * width + width - 1] = wall
  return { width, height, cells, at: -1, facing: 0, carrying: 0 }
}

/** A world at its start, which is copied. */
export function createWorld(from: RoomStart): World {
  const { width, height } = from
  const start = { ...from, cells: from.cells.slice() }
  const world: World = {
    start,
    width,
    height,
    cells: from.cells.slice(),
    towards: [1, width, -1, -width],
    at: 0,
    facing: 0,
    carrying: 0,
    steps: 0,
    moved: false,
    changed: false,
    touched: false,
    dirty: false,
  }
  restart(world)
  return world
}

/** Puts the world back to its start. */
export function restart(world: World): void {
  const { start } = world
  if (world.touched) world.cells.set(start.cells)
  world.at = start.at
  world.facing = start.facing
  world.carrying = start.carrying
  world.steps = 0
  world.moved = false
  world.changed = false
  world.touched = false
  world.dirty = false
}

export function setCell(world: World, cell: number, code: number): void {
  world.cells[cell] = code
  world.changed = true
  world.touched = true
  world.dirty = true
}

export function frontOf({ at, facing, towards }: World): number {
  return at + towards[facing]!
}
