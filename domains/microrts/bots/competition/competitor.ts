import { actionCodes, codeOf, productOf } from '../../actions.ts'
import type { Bot } from '../../bot.ts'
import type { JavaRandom } from '../../java-random.ts'
import type { Orders } from '../../orders.ts'
import type { PathFinder } from '../../path-finding/path-finder.ts'
import { countOf, hasIdle, nobody, type Player, type State } from '../../state.ts'
import { unitTypes } from '../../units.ts'
import { noUnit } from '../abstraction/abstract-actions.ts'
import { distanceFrom, distanceToNearest, nearestResource, nearestStockpile, nearestUnit } from '../nearest.ts'
import { Combat } from './combat.ts'
import { CommandPost } from './command-post.ts'
import { isBesideResource, isWalledOff } from './surroundings.ts'

/** Stock above which a barracks is built in the face of the enemy. */
const rich = 10
/** An enemy this near to the base keeps everybody from building one. */
const tooNear = 2

/** What the bots written after winners of the competitions do in the same way. They remember next to nothing. */
export abstract class Competitor implements Bot {
  protected readonly post: CommandPost
  protected readonly combat = new Combat()
  /** Was a base ever found to have no way to the enemy? */
  protected walledOff = false
  #isNewGame = true
  /** Per unit: 1 for the gatherers of this tick. */
  #gathers = new Uint8Array(0)

  /** @param finder used by this bot alone */
  constructor(finder: PathFinder, draws: JavaRandom) {
    this.post = new CommandPost(finder, draws)
  }

  reset(): void {
    this.walledOff = false
    this.#isNewGame = true
  }

  decide(state: State, player: Player, orders: Orders): void {
    if (this.#isNewGame) {
      this.walledOff = isWalledOff(state, player)
      this.#isNewGame = false
    }
    if (!hasIdle(state, player)) return
    this.post.begin(state, orders)
    this.combat.begin(state, player)
    this.command(state, player)
    this.post.end(state, player)
  }

  protected abstract command(state: State, player: Player): void

  /** Calls `use` for every unit of the player that has a type and no order. */
  protected eachFree(state: State, player: Player, type: number, use: (unit: number) => void): void {
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      if (state.type[own[i]] === type && this.post.isFree(state, own[i])) use(own[i])
    }
  }

  /** Idle units strike who is in range. */
  protected strikeAround(state: State, player: Player): void {
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      if (state.table.canAttack[state.type[unit]] === 1 && this.post.isFree(state, unit)) {
        this.combat.strike(state, this.post, unit)
      }
    }
  }

  /** Bases train workers up to a number, each on the side that is nearest to the resources. */
  protected trainWorkers(state: State, player: Player, limit: number): void {
    let workers = countOf(state, player, unitTypes.worker)
    this.eachFree(state, player, unitTypes.base, (base) => {
      if (workers >= limit) return
      if (this.post.produce(state, base, unitTypes.worker, (cell) => -this.#toResource(state, cell))) workers++
    })
  }

  #toResource(state: State, cell: number): number {
    const [x, y] = [state.map.xOf[cell], state.map.yOf[cell]]
    const resource = nearestResource(state, x, y)
    return resource < 0 ? 0 : distanceFrom(state, resource, x, y)
  }

  /** Each barracks trains a fighter on the side that is nearest to the enemy. */
  protected trainFighters(state: State, player: Player, type: number): void {
    const enemy = player === 0 ? 1 : 0
    this.eachFree(state, player, unitTypes.barracks, (barracks) => {
      this.post.produce(state, barracks, type, (cell) => {
        return -distanceToNearest(state, enemy, state.map.xOf[cell], state.map.yOf[cell])
      })
    })
  }

  /**
   * A worker builds beside itself: not where a resource is near, and far from the enemy; near to it when the player is
   * walled off.
   */
  protected build(state: State, player: Player, worker: number, type: number): boolean {
    const enemy = player === 0 ? 1 : 0
    const sign = this.walledOff ? -1 : 1
    return this.post.produce(state, worker, type, (cell) => {
      if (isBesideResource(state, cell)) return Number.NEGATIVE_INFINITY
      return sign * distanceToNearest(state, enemy, state.map.xOf[cell], state.map.yOf[cell])
    })
  }

  /** Does the player have a building of a type, or one under construction? */
  protected hasOrBuilds(state: State, player: Player, type: number): boolean {
    if (countOf(state, player, type) > 0) return true
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const action = state.action[own[i]]
      if (state.busy[own[i]] === 0 || codeOf(action) !== actionCodes.produce) continue
      if (productOf(action) === type) return true
    }
    return false
  }

  /** Will a barracks at the base stand before the enemy comes, or is there enough for it all the same? */
  protected hasTimeForBarracks(state: State, player: Player, base: number): boolean {
    const enemy = player === 0 ? 1 : 0
    const [x, y] = [state.x[base], state.y[base]]
    const threat = nearestUnit(state, enemy, x, y)
    if (threat < 0) return true
    const distance = distanceFrom(state, threat, x, y)
    if (distance <= tooNear) return false
    const { moveTime, produceTime } = state.table
    if (distance * moveTime[unitTypes.worker] > produceTime[unitTypes.barracks]) return true
    return state.stock[player] > rich && state.stock[player] >= state.stock[enemy]
  }

  /** Without a base: the worker nearest to a resource builds one. */
  protected rebuildBase(state: State, player: Player): void {
    if (this.hasOrBuilds(state, player, unitTypes.base) || countOf(state, nobody, unitTypes.resource) === 0) return
    let [builder, least] = [noUnit, 0]
    this.eachFree(state, player, unitTypes.worker, (worker) => {
      const distance = this.#toResource(state, state.cell[worker])
      if (builder >= 0 && distance >= least) return
      builder = worker
      least = distance
    })
    if (builder >= 0) this.build(state, player, builder, unitTypes.base)
  }

  /** The workers nearest to each base gather, busy or not; those with an enemy within `caution` fight instead. */
  protected gather(state: State, player: Player, perBase: number, caution: number): void {
    this.#chooseGatherers(state, player, perBase)
    const enemy = player === 0 ? 1 : 0
    this.eachFree(state, player, unitTypes.worker, (worker) => {
      if (this.#gathers[worker] === 0) return
      const [x, y] = [state.x[worker], state.y[worker]]
      const threat = nearestUnit(state, enemy, x, y)
      if (threat >= 0 && distanceFrom(state, threat, x, y) <= caution) return
      const to = state.carried[worker] > 0 ? nearestStockpile(state, player, x, y) : nearestResource(state, x, y)
      if (to < 0) return
      if (state.carried[worker] > 0) this.post.deliver(state, worker, to)
      else this.post.harvest(state, worker, to)
    })
  }

  /** Is the worker one of this tick's gatherers? */
  protected isGatherer(worker: number): boolean {
    return this.#gathers[worker] === 1
  }

  #chooseGatherers(state: State, player: Player, perBase: number): void {
    if (this.#gathers.length < state.id.length) this.#gathers = new Uint8Array(state.id.length)
    else this.#gathers.fill(0)
    if (countOf(state, nobody, unitTypes.resource) === 0) this.#chooseLoaded(state, player)
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const base = own[i]
      if (state.type[base] !== unitTypes.base) continue
      for (let n = 0; n < perBase; n++) {
        const worker = this.#nearestWorker(state, player, base)
        if (worker >= 0) this.#gathers[worker] = 1
      }
    }
  }

  /** Nothing is left to harvest: those who carry something still bring it. */
  #chooseLoaded(state: State, player: Player): void {
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      if (state.carried[own[i]] > 0) this.#gathers[own[i]] = 1
    }
  }

  /** The nearest to a base of those that do not gather yet, if there is something for it to do. */
  #nearestWorker(state: State, player: Player, base: number): number {
    const own = state.unitsOf[player]
    const canHarvest = countOf(state, nobody, unitTypes.resource) > 0
    let [nearest, least] = [noUnit, 0]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      const unit = own[i]
      if (state.type[unit] !== unitTypes.worker || this.#gathers[unit] === 1 || !canHarvest) continue
      const distance = distanceFrom(state, unit, state.x[base], state.y[base])
      if (nearest >= 0 && distance >= least) continue
      nearest = unit
      least = distance
    }
    return nearest
  }
}
