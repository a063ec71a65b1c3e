import type { Rng } from '@cairn/language'
import { between } from '../draws.ts'
import type { Start } from '../starts.ts'
import { house } from '../tasks/clean-house.ts'
import type { Chambers } from '../tasks/door-key.ts'
import { carved } from '../tasks/maze.ts'
import { stair, stairwell } from '../tasks/stair-climber.ts'
import { type Facing, room, type WorldStart } from '../world.ts'
import type { Goal } from './leaps-rules.ts'
import type { Cells } from './original-rules.ts'

// Start states of LEAPS and HPRL, drawn in an order of our own: only their distribution is that of the references.

interface Size {
  readonly height: number
  readonly width: number
}

type Bare = Start<undefined>

/** Two different stairs; the agent on the lower one. */
export function stairsScene(rng: Rng, { height, width }: Size, cap: number): Start<Goal> {
  const one = between(rng, 0, width - 3)
  let other: number
  do other = between(rng, 0, width - 3)
  while (other === one)
  const world = { ...stairwell(height, width), cap }
  world.at = stair(world, Math.min(one, other))
  const goal = stair(world, Math.max(one, other))
  world.markers[goal] = 1
  return { world, facts: { goal } }
}

/** An empty room, the agent in the third column of the bottom row. */
export function cornersScene({ height, width }: Size, cap: number): Bare {
  return bare({ ...room(height, width), at: (height - 2) * width + 2, cap })
}

/** An empty room, the agent near one of the corners, along the wall. */
export function anyCornerScene(rng: Rng, { height, width }: Size, cap: number): Bare {
  const cell = rng.below(4)
  const places = [(height - 3) * width + width - 2, (height - 2) * width + 2, 2 * width + 1, width + width - 3]
  const facing = ((cell % 2 === 0 ? 0 : 1) + 2 * rng.below(2)) as Facing
  return bare({ ...room(height, width), at: places[cell], facing, cap })
}

/** Cells of the bottom row are marked with a chance of a quarter, the last one as told. */
export function topOffScene(rng: Rng, { height, width }: Size, lastMarked: boolean, cap: number): Bare {
  const world = { ...room(height, width), at: (height - 2) * width + 1, cap }
  for (let col = 1; col < width - 2; col++) {
    world.markers[(height - 2) * width + col] = rng.uniform() < 0.25 ? 1 : 0
  }
  world.markers[(height - 2) * width + width - 2] = lastMarked ? 1 : 0
  return bare(world)
}

/** A maze; the goal on any free cell, the agent's included or not. */
export function mazeScene(rng: Rng, { height, width }: Size, underAgent: boolean, cap: number): Start<Goal> {
  const world = { ...carved(rng, height, width), cap }
  let goal: number
  do goal = between(rng, 1, height - 2) * width + between(rng, 1, width - 2)
  while (world.walls[goal] === 1 || (!underAgent && goal === world.at))
  world.markers[goal] = 1
  return { world, facts: { goal } }
}

/** The cells in the left part of the house that the references put markers on: those that touch one of its walls. */
export const houseCells = house.candidates.filter((cell) => {
  const col = cell % house.width
  if (col > 12) return false
  // A wall marks the cell to its right only up to column 11.
  const around = [cell - house.width, cell + house.width, ...(col < 12 ? [cell + 1, cell - 1] : [])]
  return around.some((neighbour) => house.walls[neighbour] === 1)
})

/** The house; ten of its cells marked, and two markers beside the agent. */
export function houseScene(rng: Rng, cap: number): Start<Cells> {
  const { height, width, walls, agent, beside } = house
  const world = { ...room(height, width), walls, at: agent, facing: 2 as const, cap }
  const cells = [...houseCells]
  for (let i = 0; i < 10; i++) {
    const j = between(rng, i, cells.length - 1)
    const cell = cells[j]
    cells[j] = cells[i]
    cells[i] = cell
    world.markers[cell] = 1
  }
  world.markers[beside] = 2
  return { world, facts: { cells: cells.slice(0, 10) } }
}

/** A room with as many markers on every cell, the agent in the bottom left corner. */
export function filledScene({ height, width }: Size, markers: 0 | 1, cap: number): Bare {
  const world = { ...room(height, width), at: (height - 2) * width + 1, cap }
  for (let cell = 0; cell < world.markers.length; cell++) world.markers[cell] = world.walls[cell] === 1 ? 0 : markers
  return bare(world)
}

/** Two chambers; the agent may stand on the key. */
export function chambersScene(rng: Rng, { height, width }: Size, cap: number): Start<Chambers> {
  const world = { ...room(height, width), cap }
  const wall = Math.ceil(width / 2)
  for (let row = 1; row < height - 1; row++) world.walls[row * width + wall] = 1
  const draw = (left: number, right: number) => between(rng, 1, height - 2) * width + between(rng, left, right)
  world.at = draw(1, wall - 1)
  const key = draw(1, wall - 1)
  const target = draw(wall + 1, width - 2)
  world.markers[key] = world.markers[target] = 1
  return { world, facts: { key, target, doors: [2 * width + wall, 3 * width + wall] } }
}

/** An empty room, the agent anywhere. */
export function anywhereScene(rng: Rng, { height, width }: Size, cap: number): Bare {
  const at = between(rng, 1, height - 2) * width + between(rng, 1, width - 2)
  return bare({ ...room(height, width), at, cap })
}

function bare(world: WorldStart): Bare {
  return { world, facts: undefined }
}
