import type { Claims } from '../claims.ts'
import type { State } from '../state.ts'
import type { PathFinder } from './path-finder.ts'

/**
 * `GreedyPathFinding` of the reference: one step to the walkable neighbour nearest to the target as the crow flies. It
 * may lead away: the first walkable neighbour is always better than none. The range is compared with the squared
 * distance (the reference's slip).
 */
export class Greedy implements PathFinder {
  step(state: State, unit: number, target: number, range: number, claims?: Claims): number {
    const { map, blocked } = state
    const targetX = target % map.width
    const targetY = Math.trunc(target / map.width)
    const x = state.x[unit]! - targetX
    const y = state.y[unit]! - targetY
    let least = x * x + y * y
    if (least <= range) return -1
    let best = -1
    for (let direction = 0; direction < 4; direction++) {
      const next = map.neighbours[4 * state.cell[unit]! + direction]!
      if (blocked[next] !== 0 || (claims !== undefined && claims.mark[next] === claims.epoch)) continue
      const dx = map.xOf[next]! - targetX
      const dy = map.yOf[next]! - targetY
      const square = dx * dx + dy * dy
      if (best >= 0 && square >= least) continue
      least = square
      best = direction
    }
    return best
  }
}
