import { type Claims, claimCell, isClaimed } from '../../claims.ts'
import type { State } from '../../state.ts'
import { type AbstractActions, abstractKinds } from './abstract-actions.ts'

/** In place of a cell: none. */
export const noPlace = -1

/**
 * The first cell around a place that is neither wall nor unit nor taken, ring by ring; in each ring the row above, the
 * column to the right, the row below, the column to the left. Actions in progress do not count. The place itself may lie
 * beyond the edge; where the reference then ends with an index error, cells beyond the edge are passed over here.
 */
export function buildingPlace(state: State, x: number, y: number, taken?: Claims): number {
  const { width, height } = state.map
  const rings = Math.max(width, height)
  for (let ring = 1; ring < rings; ring++) {
    const [left, top, right, bottom] = [x - ring, y - ring, x + ring, y + ring]
    let cell = firstInRow(state, top, left, right, taken)
    if (cell < 0) cell = firstInColumn(state, right, top, bottom, taken)
    if (cell < 0) cell = firstInRow(state, bottom, left, right, taken)
    if (cell < 0) cell = firstInColumn(state, left, top, bottom, taken)
    if (cell >= 0) return cell
  }
  return noPlace
}

function firstInRow(state: State, y: number, from: number, to: number, taken: Claims | undefined): number {
  const { width, height } = state.map
  if (y < 0 || y >= height) return noPlace
  const last = Math.min(to, width - 1)
  for (let x = Math.max(from, 0); x <= last; x++) {
    if (isOpen(state, x + y * width, taken)) return x + y * width
  }
  return noPlace
}

function firstInColumn(state: State, x: number, from: number, to: number, taken: Claims | undefined): number {
  const { width, height } = state.map
  if (x < 0 || x >= width) return noPlace
  const last = Math.min(to, height - 1)
  for (let y = Math.max(from, 0); y <= last; y++) {
    if (isOpen(state, x + y * width, taken)) return x + y * width
  }
  return noPlace
}

function isOpen({ map, unitAt }: State, cell: number, taken: Claims | undefined): boolean {
  return map.walls[cell] === 0 && unitAt[cell] < 0 && (taken === undefined || !isClaimed(taken, cell))
}

/**
 * Makes the unit build near a place, unless it is about to build the same type already: it keeps to the place that was
 * found for it then. Where there is no place it waits for one at (-1, 0), as the reference's does.
 *
 * @param taken cells of other buildings planned in this tick; the new one is added
 */
export function buildNear(
  state: State,
  actions: AbstractActions,
  unit: number,
  building: { readonly type: number; readonly x: number; readonly y: number },
  taken: Claims,
): void {
  const { type, x, y } = building
  if (actions.kind[unit] === abstractKinds.build && actions.first[unit] === type) return
  const cell = buildingPlace(state, x, y, taken)
  if (cell < 0) {
    actions.build(unit, type, -1, 0)
    return
  }
  actions.build(unit, type, state.map.xOf[cell], state.map.yOf[cell])
  claimCell(taken, cell)
}
