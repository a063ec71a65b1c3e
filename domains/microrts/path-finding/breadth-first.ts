import type { Claims } from '../claims.ts'
import type { GameMap } from '../map.ts'
import { GridSearch } from './grid-search.ts'

/** `BFSPathFinding` of the reference: neighbours up, right, down, left. */
export class BreadthFirst extends GridSearch {
  #queue = new Int32Array(0)

  protected override makeRoom(cells: number): void {
    this.#queue = new Int32Array(cells)
  }

  protected override search(map: GameMap, start: number, blocked: Uint8Array, claims: Claims): number {
    const { neighbours } = map
    const { marked, epoch, first, depth } = this
    const { mark: claimed, epoch: claim } = claims
    const queue = this.#queue
    let count = 1
    queue[0] = start
    for (let taken = 0; taken < count; taken++) {
      const cell = queue[taken]!
      if (this.isInRange(cell)) return cell
      for (let direction = 0; direction < 4; direction++) {
        const next = neighbours[4 * cell + direction]!
        if (blocked[next] !== 0 || marked[next] === epoch || claimed[next] === claim) continue
        marked[next] = epoch
        depth[next] = depth[cell]! + 1
        first[next] = cell === start ? direction : first[cell]!
        queue[count++] = next
      }
    }
    return -1
  }
}
