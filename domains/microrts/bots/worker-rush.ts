import type { PathFinder } from '../path-finding/path-finder.ts'
import type { Player, State } from '../state.ts'
import { unitTypes } from '../units.ts'
import { Headquarters } from './headquarters.ts'
import type { Tactics } from './tactics.ts'

/** `WorkerRush`, `WorkerDefense`, `POWorkerRush`: bases train workers without end, one worker gathers, the others fight. */
export class WorkerRush extends Headquarters {
  readonly #tactics: Tactics

  constructor(finder: PathFinder, tactics: Tactics) {
    super(finder, tactics.fight, tactics.makeActions?.())
    this.#tactics = tactics
  }

  protected override command(state: State, player: Player): void {
    if (state.stock[player] >= state.table.cost[unitTypes.worker]) {
      this.train(state, player, unitTypes.base, unitTypes.worker)
    }
    this.sendFighters(state, player)
    this.gatherWorkers(state, player)
    this.rebuildBase(state, player, 0)
    if (this.hasFree) {
      const gatherer = this.free[this.nextFree++]
      const { gather, everybodyFights } = this.#tactics
      const gathers = gather(state, player, gatherer, this.actions)
      if (!gathers && everybodyFights) this.free[this.freeCount++] = gatherer
    }
    while (this.hasFree) this.fight(state, player, this.free[this.nextFree++])
  }
}
