import { empty } from './objects.ts'
import type { Pcg64 } from './pcg64.ts'
import type { Direction, RoomStart } from './world.ts'

/** Where something may be put: a corner and a size. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * Draws a free cell and puts the object there (Minigrid's `place_obj`).
 *
 * @returns its index
 */
export function place(
  rng: Pcg64,
  room: RoomStart,
  code: number,
  area: Area = whole(room),
  reject: (x: number, y: number) => boolean = () => false,
): number {
  const { width, height, cells } = room
  for (;;) {
    const x = rng.integers(area.x, Math.min(area.x + area.width, width))
    const y = rng.integers(area.y, Math.min(area.y + area.height, height))
    const cell = y * width + x
    if (cells[cell] !== empty || cell === room.at || reject(x, y)) continue
    cells[cell] = code
    return cell
  }
}

/** Draws the agent's cell and direction (`place_agent`). */
export function placeAgent(rng: Pcg64, room: RoomStart, area?: Area): void {
  room.at = -1
  room.at = place(rng, room, empty, area)
  room.facing = rng.integers(0, 4) as Direction
}

/** An element of a list (`_rand_elem`). */
export function oneOf<T>(rng: Pcg64, list: readonly T[]): T {
  return list[rng.integers(0, list.length)]!
}

function whole({ width, height }: RoomStart): Area {
  return { x: 0, y: 0, width, height }
}

/** The larger of the distances in x and y. */
export function chebyshev(width: number, a: number, b: number): number {
  return Math.max(Math.abs((a % width) - (b % width)), Math.abs(Math.floor(a / width) - Math.floor(b / width)))
}
