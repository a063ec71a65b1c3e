import type { Direction } from '../actions.ts'
import type { Player, State } from '../state.ts'

/** Steps of the directions up, right, down, left. */
export const stepX: readonly number[] = [0, 1, 0, -1]
export const stepY: readonly number[] = [-1, 0, 1, 0]

/** In place of a direction: the reference reads beyond its list of cells. */
export const indexError = -2

/**
 * A fixed direction if the cell there is free, else -1. The reference does not look for the map's edge: it reads the
 * terrain at `x + y * width`, the neighbouring row's cell, where no unit and no action is ever found. Up from the first
 * row, down from the last, left from the first cell and right from the last are errors.
 */
export function fixedDirection(state: State, unit: number, direction: Direction): Direction | typeof indexError {
  const { map } = state
  const cell = map.neighbours[4 * state.cell[unit] + direction]
  if (cell !== map.outside) return state.blocked[cell] === 0 ? direction : -1
  const index = state.cell[unit] + stepX[direction] + stepY[direction] * map.width
  if (index < 0 || index >= map.cells) return indexError
  return map.walls[index] === 0 ? direction : -1
}

/**
 * The direction of the free neighbouring cell that is nearest to a unit of the enemy, as the crow flies; the first of up,
 * right, down, left of several; -1 if no cell is free.
 */
export function enemyDirection(state: State, unit: number, enemy: Player): Direction {
  const { map, blocked } = state
  let chosen: Direction = -1
  let least = 0
  for (let direction: Direction = 0; direction < 4; direction++) {
    const cell = map.neighbours[4 * state.cell[unit] + direction]
    if (blocked[cell] !== 0) continue
    const distance = squareToNearest(state, cell, enemy)
    if (chosen >= 0 && distance >= least) continue
    chosen = direction as Direction
    least = distance
  }
  return chosen
}

/** 0 when the player has no units. */
function squareToNearest({ map, x, y, unitsOf, unitCount }: State, cell: number, side: Player): number {
  const units = unitsOf[side]
  const atX = map.xOf[cell]
  const atY = map.yOf[cell]
  let least = 0
  for (let i = 0, count = unitCount[side]; i < count; i++) {
    const dx = x[units[i]] - atX
    const dy = y[units[i]] - atY
    const square = dx * dx + dy * dy
    if (i === 0 || square < least) least = square
  }
  return least
}
