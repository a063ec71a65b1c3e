import type { PathFinder } from '../path-finding/path-finder.ts'
import { countOf, type Player, type State } from '../state.ts'
import { type UnitType, unitTypes } from '../units.ts'
import { Headquarters } from './headquarters.ts'
import type { Tactics } from './tactics.ts'

/**
 * `LightRush`, `HeavyRush`, `RangedRush`, and their defence and fog-of-war variants: one worker builds a barracks, which
 * trains one type of fighter without end.
 */
export class BarracksRush extends Headquarters {
  readonly #tactics: Tactics
  readonly #fighter: UnitType

  constructor(finder: PathFinder, tactics: Tactics, fighter: UnitType) {
    super(finder, tactics.fight, tactics.makeActions?.())
    this.#tactics = tactics
    this.#fighter = fighter
  }

  protected override command(state: State, player: Player): void {
    const stock = state.stock[player]
    const { cost } = state.table
    if (countOf(state, player, unitTypes.worker) < 1 && stock >= cost[unitTypes.worker]) {
      this.train(state, player, unitTypes.base, unitTypes.worker)
    }
    if (stock >= cost[this.#fighter]) this.train(state, player, unitTypes.barracks, this.#fighter)
    this.sendFighters(state, player)
    this.gatherWorkers(state, player)
    const used = this.rebuildBase(state, player, 0) ? cost[unitTypes.base] : 0
    if (countOf(state, player, unitTypes.barracks) === 0 && this.hasFree && stock >= cost[unitTypes.barracks] + used) {
      this.buildWithFirst(state, unitTypes.barracks)
    }
    this.#employ(state, player)
  }

  /** All free workers gather; those that cannot fight, after the others were assigned. */
  #employ(state: State, player: Player): void {
    const { gather, everybodyFights } = this.#tactics
    const { free, freeCount } = this
    let left = this.nextFree
    for (let i = this.nextFree; i < freeCount; i++) {
      if (!gather(state, player, free[i], this.actions)) free[left++] = free[i]
    }
    if (!everybodyFights) return
    for (let i = this.nextFree; i < left; i++) this.fight(state, player, free[i])
  }
}
