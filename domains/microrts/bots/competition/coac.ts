import { countOf, nobody, type Player, type State } from '../../state.ts'
import { unitTypes } from '../../units.ts'
import { noUnit } from '../abstraction/abstract-actions.ts'
import { distanceFrom, nearestUnit } from '../nearest.ts'
import { armyCost, isFighter, keepDistance } from './combat.ts'
import { Competitor } from './competitor.ts'
import { usualTicks } from './surroundings.ts'

/** The own army is ahead when it costs more than the enemy's by this much. */
const lead = 4
/** A worker this near to a base builds the barracks. An enemy this near keeps a worker from gathering. */
const nearBase = 2
/** Funds above which bases train more workers than gather. */
const plenty = 15
/** Heavies up to this number, then ranged. */
const heavies = 3
/** An enemy this near is chased. */
const chase = 5
/** From the middle of the army, one this near sets out alone. */
const vanguard = 3

/**
 * After CoacAI, which won the competition of 2020, as it is described: heavies and ranged that gather until they are
 * ahead, blows that are not wasted. It is not a port of its code, and does not decide as it does, action by action.
 */
export class Coac extends Competitor {
  protected override command(state: State, player: Player): void {
    const nothingLeft = state.stock[player] === 0 && countOf(state, nobody, unitTypes.resource) === 0
    this.strikeAround(state, player)
    this.#buildBarracks(state, player)
    this.trainFighters(state, player, this.#nextFighter(state, player))
    this.#trainWorkers(state, player)
    this.rebuildBase(state, player)
    if (!nothingLeft) this.gather(state, player, 2, nearBase)
    this.#fight(state, player)
  }

  #buildBarracks(state: State, player: Player): void {
    const cost = state.table.cost[unitTypes.barracks]
    if (this.hasOrBuilds(state, player, unitTypes.barracks) || this.post.funds(state, player) < cost + 1) return
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const base = own[i]
      if (state.type[base] !== unitTypes.base || !this.hasTimeForBarracks(state, player, base)) continue
      const builder = this.#builderNear(state, player, base)
      if (builder >= 0 && this.build(state, player, builder, unitTypes.barracks)) return
    }
  }

  #builderNear(state: State, player: Player, base: number): number {
    let [nearest, least] = [noUnit, nearBase + 1]
    this.eachFree(state, player, unitTypes.worker, (worker) => {
      const distance = distanceFrom(state, worker, state.x[base], state.y[base])
      if (distance >= least) return
      nearest = worker
      least = distance
    })
    return nearest
  }

  #nextFighter(state: State, player: Player): number {
    if (this.walledOff) return unitTypes.ranged
    // On this map the original trains ranged after the first heavy; it knows the map by a hash.
    const limit = state.map.name === 'basesWorkers16x16A' ? 0 : heavies
    return countOf(state, player, unitTypes.heavy) > limit ? unitTypes.ranged : unitTypes.heavy
  }

  #trainWorkers(state: State, player: Player): void {
    const isSmall = state.map.width <= 8
    if ((isSmall && !this.walledOff) || this.post.funds(state, player) >= plenty) {
      this.trainWorkers(state, player, Number.POSITIVE_INFINITY)
    } else this.trainWorkers(state, player, 2 * countOf(state, player, unitTypes.base))
  }

  #fight(state: State, player: Player): void {
    const enemy = player === 0 ? 1 : 0
    const isAhead = armyCost(state, player) - lead > armyCost(state, enemy)
    const isLate = 2 * state.time > usualTicks(state.map.width)
    const middle = this.#middleOfArmy(state, player)
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      const type = state.type[unit]
      if (state.table.canAttack[type] === 0 || !this.post.isFree(state, unit)) continue
      if (state.table.attackRange[type] > 1 && keepDistance(state, this.post, unit)) continue
      const target = nearestUnit(state, enemy, state.x[unit], state.y[unit])
      if (target < 0) continue
      const distance = distanceFrom(state, target, state.x[unit], state.y[unit])
      const fromMiddle = middle < 0 ? 0 : distanceFrom(state, unit, state.map.xOf[middle], state.map.yOf[middle])
      const attacks = isAhead || isLate || !isFighter(type) || distance <= chase || fromMiddle <= vanguard
      const [cell, range] = attacks ? [state.cell[target], state.table.attackRange[type]] : [middle, 1]
      if (!this.post.approach(state, unit, cell, range) && attacks && distance > range) this.post.stray(state, unit)
    }
  }

  /** The cell in the middle of the own fighters; -1: there are none. */
  #middleOfArmy(state: State, player: Player): number {
    const own = state.unitsOf[player]
    let [x, y, fighters] = [0, 0, 0]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      if (!isFighter(state.type[own[i]])) continue
      x += state.x[own[i]]
      y += state.y[own[i]]
      fighters++
    }
    return fighters === 0 ? -1 : Math.round(x / fighters) + Math.round(y / fighters) * state.map.width
  }
}
