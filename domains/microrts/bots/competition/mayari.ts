import { countOf, nobody, type Player, type State } from '../../state.ts'
import { unitTypes } from '../../units.ts'
import { nearestStockpile, nearestUnit } from '../nearest.ts'
import { keepDistance } from './combat.ts'
import { Competitor } from './competitor.ts'

/** Workers per base: up to this many on maps narrower than 9. */
const crowd = 15
/** Gatherers per base; one where units are crowded. */
const gatherers = 2
/** An enemy this near keeps a worker from gathering. */
const caution = 1
/** A map up to this width is crowded when half of its open cells are taken. */
const narrow = 12

/**
 * After Mayari, which won the competition of 2021, as it is described: blows first, then buildings, production and
 * gathering, then workers, heavies, ranged and lights move. It is not a port of its code, and does not decide as it
 * does, action by action.
 */
export class Mayari extends Competitor {
  protected override command(state: State, player: Player): void {
    this.strikeAround(state, player)
    this.#buildBarracks(state, player)
    this.rebuildBase(state, player)
    this.trainFighters(state, player, this.#nextFighter(state, player))
    this.trainWorkers(state, player, this.#workerLimit(state, player))
    this.gather(state, player, isCrowded(state) ? 1 : gatherers, caution)
    if (this.#workersMarch(state, player)) this.#march(state, player, unitTypes.worker)
    for (const type of [unitTypes.heavy, unitTypes.ranged, unitTypes.light]) this.#march(state, player, type)
  }

  #buildBarracks(state: State, player: Player): void {
    const bases = countOf(state, player, unitTypes.base)
    const isReady = bases > 0 && countOf(state, player, unitTypes.worker) >= gatherers * bases
    if (this.hasOrBuilds(state, player, unitTypes.barracks) || !isReady) return
    let isOrdered = false
    this.eachFree(state, player, unitTypes.worker, (worker) => {
      const base = nearestStockpile(state, player, state.x[worker], state.y[worker])
      if (isOrdered || state.carried[worker] > 0 || !this.hasTimeForBarracks(state, player, base)) return
      isOrdered = this.build(state, player, worker, unitTypes.barracks)
    })
  }

  /** Heavies; ranged when the enemy's heavies are weak or there is no way to them. */
  #nextFighter(state: State, player: Player): number {
    const enemy = player === 0 ? 1 : 0
    const { maxDamage, hp } = state.table
    const isWeak = countOf(state, enemy, unitTypes.heavy) > 0 && maxDamage[unitTypes.heavy] < hp[unitTypes.light]
    return isWeak || this.walledOff ? unitTypes.ranged : unitTypes.heavy
  }

  #workerLimit(state: State, player: Player): number {
    const bases = countOf(state, player, unitTypes.base)
    if (state.map.width < 9) return crowd * bases
    if (state.map.width > 16) return gatherers * bases
    const enemy = player === 0 ? 1 : 0
    const theirs = countOf(state, enemy, unitTypes.worker) / Math.max(countOf(state, enemy, unitTypes.base), 1)
    return Math.max(gatherers, theirs) * bases
  }

  #workersMarch(state: State, player: Player): boolean {
    const enemy = player === 0 ? 1 : 0
    const { ranged, heavy } = unitTypes
    return state.map.width <= narrow || countOf(state, enemy, ranged) + countOf(state, enemy, heavy) === 0
  }

  /** Goes to the nearest enemy; workers that gather stay. */
  #march(state: State, player: Player, type: number): void {
    const enemy = player === 0 ? 1 : 0
    const range = state.table.attackRange[type]
    this.eachFree(state, player, type, (unit) => {
      if (type === unitTypes.worker && this.isGatherer(unit)) return
      if (range > 1 && keepDistance(state, this.post, unit)) return
      const target = nearestUnit(state, enemy, state.x[unit], state.y[unit])
      if (target < 0 || this.post.approach(state, unit, state.cell[target], range)) return
      const [dx, dy] = [state.x[target] - state.x[unit], state.y[target] - state.y[unit]]
      if (dx * dx + dy * dy > range * range) this.post.stray(state, unit)
    })
  }
}

function isCrowded(state: State): boolean {
  const { map } = state
  if (map.width > narrow) return false
  let taken = 0
  for (let cell = 0; cell < map.cells; cell++) taken += state.blocked[cell] > 0 ? 1 : 0
  return 2 * taken > map.cells - countOf(state, nobody, unitTypes.resource)
}
