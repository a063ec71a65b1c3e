import type { PathFinder } from '../path-finding/path-finder.ts'
import { countOf, nobody, type Player, type State } from '../state.ts'
import { unitTypes } from '../units.ts'
import { attackNearest } from './fighting.ts'
import { gatherOnly } from './gathering.ts'
import { Headquarters } from './headquarters.ts'

/**
 * `WorkerRushPlusPlus`: as WorkerRush, and the last gatherer fights once there is nothing left to gather or to spend.
 * It never gathers again, not even in a new game (the reference's reset forgets the flag).
 */
export class WorkerRushPlusPlus extends Headquarters {
  #gathers = true

  constructor(finder: PathFinder) {
    super(finder, attackNearest)
  }

  protected override command(state: State, player: Player): void {
    if (state.stock[player] >= state.table.cost[unitTypes.worker]) {
      this.train(state, player, unitTypes.base, unitTypes.worker)
    }
    this.sendFighters(state, player)
    this.gatherWorkers(state, player)
    if (this.#gathers) {
      this.rebuildBase(state, player, 0)
      if (this.hasFree) this.#gather(state, player)
    }
    while (this.hasFree) this.fight(state, player, this.free[this.nextFree++])
  }

  #gather(state: State, player: Player): void {
    const gatherer = this.free[this.nextFree++]
    const isDone = countOf(state, nobody, unitTypes.resource) === 0 && state.stock[player] === 0
    if (isDone && !this.hasFree) {
      this.#gathers = false
      this.free[this.freeCount++] = gatherer
    } else gatherOnly(state, player, gatherer, this.actions)
  }
}
