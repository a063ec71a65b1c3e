import type { Claims } from '../claims.ts'
import type { GameMap } from '../map.ts'
import { GridSearch } from './grid-search.ts'

/**
 * A* with the Manhattan distance to the target, as `AStarPathFinding` of the reference: of the open cells with the
 * least f = steps + distance, the one opened last is taken up; neighbours are opened up, right, down, left.
 *
 * The reference keeps one sorted list. A step changes the distance by one, so a neighbour's f is that of its parent, or
 * two more: two stacks are the whole list.
 */
export class AStar extends GridSearch {
  #here = new Int32Array(0)
  #later = new Int32Array(0)

  protected override makeRoom(cells: number): void {
    this.#here = new Int32Array(cells)
    this.#later = new Int32Array(cells)
  }

  protected override search(map: GameMap, start: number, blocked: Uint8Array, claims: Claims): number {
    const { neighbours, xOf, yOf } = map
    const { marked, epoch, first, depth, targetX, targetY } = this
    const { mark: claimed, epoch: claim } = claims
    let here = this.#here
    let later = this.#later
    let hereCount = 1
    let laterCount = 0
    here[0] = start
    while (hereCount > 0) {
      const cell = here[--hereCount]!
      if (this.isInRange(cell)) return cell
      const x = xOf[cell]!
      const y = yOf[cell]!
      for (let direction = 0; direction < 4; direction++) {
        const next = neighbours[4 * cell + direction]!
        if (blocked[next] !== 0 || marked[next] === epoch || claimed[next] === claim) continue
        marked[next] = epoch
        depth[next] = depth[cell]! + 1
        first[next] = cell === start ? direction : first[cell]!
        const nearer =
          direction === 0 ? y > targetY : direction === 1 ? x < targetX : direction === 2 ? y < targetY : x > targetX
        if (nearer) here[hereCount++] = next
        else later[laterCount++] = next
      }
      if (hereCount === 0) {
        const emptied = here
        here = later
        later = emptied
        hereCount = laterCount
        laterCount = 0
      }
    }
    return -1
  }
}
