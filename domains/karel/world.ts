/** North, East, South, West. Rows grow to the South, columns to the East. */
export type Facing = 0 | 1 | 2 | 3

/** What a world looks like before the first action. The arrays are the caller's until `createWorld` copies them. */
export interface WorldStart {
  readonly height: number
  readonly width: number
  /** One byte per cell, row-major: 1 = wall. */
  readonly walls: Uint8Array
  /** Markers per cell, row-major. */
  readonly markers: Uint8Array
  /** Cell index of the agent: row * width + column. */
  at: number
  facing: Facing
  /** Most markers that a putMarker may leave on a cell. */
  cap: number
}

/** Markers a cell can hold in prog_policies and LLM-GS; the LEAPS world stops at 9, the HIPO worlds at 1. */
export const standardCap = 10

/**
 * A grid, its markers and the agent. Cells are numbered row-major. `at` and `facing` are written by the interpreter;
 * markers and walls change only through `changeMarkers` and `setWall`, which keep the sums below right.
 */
export interface World {
  readonly height: number
  readonly width: number
  readonly cells: number
  readonly cap: number
  /** 1 = wall. One byte more than there are cells: the last one is always 1 and stands for everything outside. */
  readonly walls: Uint8Array
  readonly markers: Uint8Array
  /** `ahead[cell * 4 + facing]`: the neighbour of `cell` in that direction; `cells` when that is outside. */
  readonly ahead: Int16Array
  at: number
  facing: Facing
  /** All markers in the world. */
  total: number
  /** Linear hash of the marker grid: the sum of count * weight(cell), modulo 2^32. */
  hash: number
  /** Every change of a marker count since the start, in order: cell * 32 + 16 + delta. */
  log: Int32Array
  logged: number
  wallsChanged: boolean
  readonly start: WorldStart
}

/** An empty room with a wall border, no markers, the agent in the top left corner of the room facing East. */
export function room(height: number, width: number): WorldStart {
  const walls = new Uint8Array(height * width)
  for (let col = 0; col < width; col++) walls[col] = walls[(height - 1) * width + col] = 1
  for (let row = 0; row < height; row++) walls[row * width] = walls[row * width + width - 1] = 1
  return { height, width, walls, markers: new Uint8Array(height * width), at: width + 1, facing: 1, cap: standardCap }
}

/** A world at its start. The start is copied: changing it later does not change the world. */
export function createWorld(from: WorldStart): World {
  const { height, width, at, facing, cap } = from
  const cells = height * width
  if (cells > maxCells) throw new RangeError(`a world of ${height}x${width} has more than ${maxCells} cells`)
  const walls = new Uint8Array(cells + 1)
  walls.set(from.walls)
  walls[cells] = 1
  const markers = Uint8Array.from(from.markers)
  const world: World = {
    height,
    width,
    cells,
    cap,
    walls,
    markers: new Uint8Array(cells),
    ahead: aheadIn(height, width),
    at,
    facing,
    total: 0,
    hash: 0,
    log: new Int32Array(shortestLog),
    logged: 0,
    wallsChanged: false,
    start: { height, width, walls: walls.slice(), markers, at, facing, cap },
  }
  restoreMarkers(world)
  return world
}

/** Puts the world back to its start. Allocates nothing, unless to give back the memory of a very long episode. */
export function restart(world: World): void {
  const { start, markers, log } = world
  if (world.logged > world.cells) restoreMarkers(world)
  for (let i = world.logged - 1; i >= 0; i--) {
    const cell = log[i] >> 5
    const delta = (log[i] & 31) - 16
    markers[cell] -= delta
    world.total -= delta
    world.hash = (world.hash - Math.imul(delta, weights[cell])) | 0
  }
  world.logged = 0
  if (log.length > longestKeptLog) world.log = new Int32Array(shortestLog)
  if (world.wallsChanged) {
    world.walls.set(start.walls)
    world.wallsChanged = false
  }
  world.at = start.at
  world.facing = start.facing
}

/** Adds `delta` (-15..15) markers to a cell. The caller has checked that the count stays within 0..255. */
export function changeMarkers(world: World, cell: number, delta: number): void {
  world.markers[cell] += delta
  world.total += delta
  world.hash = (world.hash + Math.imul(delta, weights[cell])) | 0
  if (world.logged === world.log.length) growLog(world)
  world.log[world.logged++] = cell * 32 + 16 + delta
}

/** Builds (1) or opens (0) a wall. */
export function setWall(world: World, cell: number, wall: 0 | 1): void {
  world.walls[cell] = wall
  world.wallsChanged = true
}

/** A pose is `cell * 4 + facing`; this one has turned left. */
export function leftOf(pose: number): number {
  return (pose & ~3) | ((pose + 3) & 3)
}

/** The same pose, turned right. */
export function rightOf(pose: number): number {
  return (pose & ~3) | ((pose + 1) & 3)
}

/** Entries of a change log to begin with, and those that a world keeps between episodes: tasks keep thousands of worlds. */
const shortestLog = 64
const longestKeptLog = 1024

/** Far above any task, and small enough for `ahead` to hold cell numbers in 16 bits. */
const maxCells = 8192

/** A fixed pseudo-random number for each cell. */
const weights = Int32Array.from({ length: maxCells }, (_, cell) => {
  let bits = Math.imul(cell + 1, 0x9e3779b1)
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
})

function restoreMarkers(world: World): void {
  const { markers, start } = world
  world.logged = 0
  world.total = 0
  world.hash = 0
  for (let cell = 0; cell < world.cells; cell++) {
    const count = start.markers[cell]
    markers[cell] = count
    world.total += count
    world.hash = (world.hash + Math.imul(count, weights[cell])) | 0
  }
}

function growLog(world: World): void {
  const log = new Int32Array(world.log.length * 2)
  log.set(world.log)
  world.log = log
}

const aheadBySize = new Map<string, Int16Array>()

/** Every world of one size shares one table of neighbours. */
function aheadIn(height: number, width: number): Int16Array {
  const size = `${height}x${width}`
  const known = aheadBySize.get(size)
  if (known !== undefined) return known
  const outside = height * width
  const ahead = new Int16Array(outside * 4)
  for (let row = 0; row < height; row++) {
    for (let col = 0; col < width; col++) {
      const cell = row * width + col
      ahead[cell * 4] = row > 0 ? cell - width : outside
      ahead[cell * 4 + 1] = col < width - 1 ? cell + 1 : outside
      ahead[cell * 4 + 2] = row < height - 1 ? cell + width : outside
      ahead[cell * 4 + 3] = col > 0 ? cell - 1 : outside
    }
  }
  aheadBySize.set(size, ahead)
  return ahead
}
