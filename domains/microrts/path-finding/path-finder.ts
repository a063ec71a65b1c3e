import type { Claims } from '../claims.ts'
import type { State } from '../state.ts'

/**
 * Finds ways on free cells (no wall, no unit, not the destination of an action in progress) that are not claimed. The
 * cell that the unit stands on is never asked. Keeps its buffers, and is used by one bot at a time.
 */
export interface PathFinder {
  /**
   * The direction of the first step towards cells within `range` of the target.
   *
   * @param target `x + y * width`; it may lie beyond the map's edge, as the reference's bots have it
   * @param range Euclidean; 1: beside the target or on it, 0: on it
   * @param claims cells that count as blocked
   * @returns -1 when the unit is in range already, and when there is no way
   */
  step(state: State, unit: number, target: number, range: number, claims?: Claims): number
}

/** No cell is claimed here: `mark` is never equal to `epoch`. */
export function nothingClaimed(cells: number): Claims {
  return { mark: new Int32Array(cells + 1), epoch: 1, amount: new Int32Array(3) }
}
