import type { JavaRandom } from '../java-random.ts'
import type { PathFinder } from '../path-finding/path-finder.ts'
import { countOf, type Player, type State } from '../state.ts'
import { unitTypes } from '../units.ts'
import { farResource } from './far-resource.ts'
import { attackNearest } from './fighting.ts'
import { gatherOnly } from './gathering.ts'
import { Headquarters } from './headquarters.ts'

/** What the economy bots differ in. */
export interface EconomyPlan {
  /** Bases train workers while there are fewer than this. */
  workerLimit(bases: number, barracks: number): number
  /**
   * What a barracks trains.
   *
   * - `missing`: a light, a ranged, a heavy, whichever neither player has (the reference asks for the wrong unit's
   *   owner); once all three are there, one at random.
   * - `turns`: by the size of the own army, modulo three.
   */
  readonly training: 'missing' | 'turns'
  /**
   * Counts what the tick's orders and the productions in progress cost, and asks for that much more in stock. Random
   * fighters need `reserve` more. Otherwise only buildings of this tick count, and only for buildings.
   */
  readonly keepsAccounts: boolean
  /** Builds more barracks once it has an army. */
  readonly moreBarracks: boolean
  /** Builds a base this far down and to the right of a resource that is far from all own bases. */
  readonly farBaseOffset: number | undefined
}

/** `EconomyRush` leaves this much in stock when it trains a random fighter. */
const reserve = 10

/** More barracks are built for an army larger than this (`EconomyMilitaryRush`). */
const armyBeforeMoreBarracks = 2

/** In the order in which missing ones are trained, by the number drawn, and by the size of the army. */
const fighters = [unitTypes.light, unitTypes.ranged, unitTypes.heavy] as const

export const simpleEconomyRush: EconomyPlan = {
  workerLimit: (bases) => 3 * bases,
  training: 'missing',
  keepsAccounts: false,
  moreBarracks: false,
  farBaseOffset: undefined,
}

export const economyRush: EconomyPlan = {
  ...simpleEconomyRush,
  workerLimit: (bases) => 4 + bases,
  keepsAccounts: true,
  farBaseOffset: -1,
}

export const economyRushBurster: EconomyPlan = {
  ...simpleEconomyRush,
  workerLimit: (bases) => 6 * bases,
  farBaseOffset: -2,
}

export const economyMilitaryRush: EconomyPlan = {
  ...simpleEconomyRush,
  workerLimit: (bases, barracks) => (barracks === 0 ? 4 : 8 * bases),
  moreBarracks: true,
  farBaseOffset: 1,
}

export const emrDeterministico: EconomyPlan = {
  ...economyMilitaryRush,
  workerLimit: (bases, barracks) => (barracks === 0 ? 4 : 6 * bases),
  training: 'turns',
}

/** `SimpleEconomyRush`, `EconomyRush`, `EconomyRushBurster`, `EconomyMilitaryRush`, `EMRDeterministico`. */
export class Economy extends Headquarters {
  readonly #plan: EconomyPlan
  readonly #draws: JavaRandom
  /** What this tick's decisions cost so far. */
  #used = 0

  /** @param draws of this bot: the reference does not seed them */
  constructor(finder: PathFinder, plan: EconomyPlan, draws: JavaRandom) {
    super(finder, attackNearest)
    this.#plan = plan
    this.#draws = draws
  }

  protected override command(state: State, player: Player): void {
    this.#used = this.#plan.keepsAccounts ? state.pledged[player] : 0
    this.#runBases(state, player)
    this.#runBarracks(state, player)
    this.#runWorkers(state, player)
    this.sendFighters(state, player)
  }

  #runBases(state: State, player: Player): void {
    const bases = countOf(state, player, unitTypes.base)
    const limit = this.#plan.workerLimit(bases, countOf(state, player, unitTypes.barracks))
    if (countOf(state, player, unitTypes.worker) >= limit) return
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      if (state.type[unit] !== unitTypes.base || state.busy[unit] === 1) continue
      if (this.#affords(state, player, unitTypes.worker)) this.#trainUnit(state, unit, unitTypes.worker)
    }
  }

  #runBarracks(state: State, player: Player): void {
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      if (state.type[unit] !== unitTypes.barracks || state.busy[unit] === 1) continue
      const type = this.#plan.training === 'turns' ? this.#nextInTurn(state, player) : this.#missing(state, player)
      if (type >= 0) this.#trainUnit(state, unit, type)
    }
  }

  #nextInTurn(state: State, player: Player): number {
    const type = fighters[armyOf(state, player) % fighters.length]
    return this.#affords(state, player, type) ? type : -1
  }

  #missing(state: State, player: Player): number {
    let isComplete = true
    for (const type of fighters) {
      if (countOf(state, 0, type) + countOf(state, 1, type) > 0) continue
      isComplete = false
      if (this.#affords(state, player, type)) return type
    }
    const { keepsAccounts } = this.#plan
    if (!isComplete || (keepsAccounts && state.stock[player] < reserve)) return -1
    const type = fighters[this.#draws.nextInt(fighters.length)]
    const needed = state.table.cost[type] + (keepsAccounts ? reserve : 0)
    return state.stock[player] >= needed ? type : -1
  }

  #affords(state: State, player: Player, type: number): boolean {
    return state.stock[player] >= state.table.cost[type] + this.#used
  }

  #trainUnit(state: State, unit: number, type: number): void {
    this.actions.train(unit, type)
    if (this.#plan.keepsAccounts) this.#used += state.table.cost[type]
  }

  #runWorkers(state: State, player: Player): void {
    this.gatherWorkers(state, player)
    if (!this.hasFree) return
    if (countOf(state, player, unitTypes.base) === 0) this.#build(state, player, unitTypes.base)
    const barracks = countOf(state, player, unitTypes.barracks)
    const wantsMore = this.#plan.moreBarracks && armyOf(state, player) > armyBeforeMoreBarracks
    if (barracks === 0 || wantsMore) this.#build(state, player, unitTypes.barracks)
    if (barracks > 0 && this.#plan.farBaseOffset !== undefined) {
      this.#buildFarBase(state, player, this.#plan.farBaseOffset)
    }
    while (this.hasFree) gatherOnly(state, player, this.free[this.nextFree++], this.actions)
  }

  #build(state: State, player: Player, type: number): void {
    if (!this.hasFree || !this.#affords(state, player, type)) return
    this.buildWithFirst(state, type)
    this.#used += state.table.cost[type]
  }

  #buildFarBase(state: State, player: Player, offset: number): void {
    if (!this.hasFree || !this.#affords(state, player, unitTypes.base)) return
    const resource = farResource(state, player, { nearest: this.#plan.keepsAccounts })
    if (resource < 0) return
    this.buildWithFirst(state, unitTypes.base, state.x[resource] + offset, state.y[resource] + offset)
    this.#used += state.table.cost[unitTypes.base]
  }
}

function armyOf(state: State, player: Player): number {
  const { light, heavy, ranged } = unitTypes
  return countOf(state, player, light) + countOf(state, player, heavy) + countOf(state, player, ranged)
}
