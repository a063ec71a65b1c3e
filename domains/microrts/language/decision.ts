import type { Rng } from '@cairn/language'
import type { Direction } from '../actions.ts'
import { AbstractActions } from '../bots/abstraction/abstract-actions.ts'
import { buildingPlace } from '../bots/abstraction/building-place.ts'
import { nearestResource, nearestStockpile } from '../bots/nearest.ts'
import type { GridSearch } from '../path-finding/grid-search.ts'
import { countOf, nobody, type Player, type State } from '../state.ts'
import { typeCount, type UnitTable, unitTypes } from '../units.ts'
import { type Code, functionAt, node, randomOperator, towardsEnemy } from './compile.ts'
import { enemyDirection, fixedDirection, indexError, stepX, stepY } from './directions.ts'
import { hasAnyWithAtMost, hitsForAtLeast, isAnyWithin, isWithinRangeOfAny } from './enemies.ts'
import { productions } from './productions.ts'
import { ProgramError, type ProgramErrorKind } from './program-error.ts'
import { farthestBase, operatorKeys, select } from './targets.ts'

/** In place of a unit: none. */
export const noUnit = -1

/** What the commands and conditions of a program do and ask during one decision. Keeps its buffers. */
export class Decision {
  /** What is assigned so far, in order. */
  readonly actions = new AbstractActions()
  /** What is left of the player's resources. */
  resources = 0
  /** The unit of the innermost loop. */
  unit = noUnit
  /** Of the operator Random. */
  draws: Rng

  readonly #code: Code
  readonly #finder: GridSearch
  #keys: Int32Array = new Int32Array(0)
  #table: UnitTable | undefined
  #state!: State
  #player: Player = 0
  #enemy: Player = 1
  /** Units assigned to train, and to build, a type. */
  readonly #training = new Int32Array(typeCount)
  readonly #building = new Int32Array(typeCount)
  #harvesting = 0
  #attacking = 0
  /** By unit: bits of the moves for which there was no way. Looking once more would find none either. */
  #waylaid = new Int32Array(0)

  constructor(code: Code, finder: GridSearch, draws: Rng) {
    this.#code = code
    this.#finder = finder
    this.draws = draws
  }

  /** A new decision: nothing is assigned yet. */
  begin(state: State, player: Player): void {
    if (this.#table !== state.table) {
      this.#table = state.table
      this.#keys = operatorKeys(state.table)
    }
    this.#state = state
    this.#player = player
    this.#enemy = player === 0 ? 1 : 0
    this.unit = noUnit
    this.#training.fill(0)
    this.#building.fill(0)
    this.#harvesting = 0
    this.#attacking = 0
    this.resources = state.stock[player]
    this.actions.fit(state.id.length)
    if (this.#waylaid.length < state.id.length) this.#waylaid = new Int32Array(state.id.length)
    for (let i = 0, count = state.unitCount[player]; i < count; i++) this.#waylaid[state.unitsOf[player][i]] = 0
    this.actions.clear()
  }

  /**
   * The command of an instruction.
   *
   * @returns whether the unit, which has no action yet, got one
   * @throws ProgramError
   */
  command(at: number): boolean {
    const { instructions } = this.#code
    const first = instructions[at + 1]
    switch (instructions[at]) {
      case productions.Train:
        return this.#train(at, first, instructions[at + 2], instructions[at + 3])
      case productions.Build:
        return this.#build(at, first, instructions[at + 2], instructions[at + 3])
      case productions.Harvest:
        return this.#harvest(first)
      case productions.Attack:
        return this.#attack(first)
      case productions.MoveToUnit:
        return this.#moveToUnit(first, instructions[at + 2])
      case productions.MoveAway:
        return this.#moveAway()
      default:
        return this.#idle()
    }
  }

  #train(at: number, product: number, direction: number, most: number): boolean {
    const state = this.#state
    const type = state.type[this.unit]
    const isPossible =
      type === unitTypes.base
        ? product === unitTypes.worker
        : type === unitTypes.barracks && product >= unitTypes.light && product <= unitTypes.ranged
    if (!isPossible || this.resources < state.table.cost[product]) return false
    if (countOf(state, this.#player, product) + this.#training[product] >= most) return false
    this.actions.train(this.unit, product, this.#direction(at, direction))
    this.resources -= state.table.cost[product]
    this.#training[product]++
    return true
  }

  #build(at: number, product: number, direction: number, most: number): boolean {
    const state = this.#state
    const unit = this.unit
    if (state.type[unit] !== unitTypes.worker) return false
    if (product !== unitTypes.base && product !== unitTypes.barracks) return false
    if (this.resources < state.table.cost[product]) return false
    if (countOf(state, this.#player, product) + this.#building[product] >= most) return false
    const x = state.x[unit]
    const y = state.y[unit]
    const towards = this.#direction(at, direction)
    if (towards >= 0) this.actions.build(unit, product, x + stepX[towards], y + stepY[towards])
    else {
      const cell = buildingPlace(state, x, y)
      // Where there is no place the reference takes the index -1 apart: the cell (-1, 0).
      if (cell < 0) this.actions.build(unit, product, -1, 0)
      else this.actions.build(unit, product, state.map.xOf[cell], state.map.yOf[cell])
    }
    this.resources -= state.table.cost[product]
    this.#building[product]++
    return true
  }

  #direction(at: number, direction: number): Direction {
    if (direction === towardsEnemy) return enemyDirection(this.#state, this.unit, this.#enemy)
    const found = fixedDirection(this.#state, this.unit, direction as Direction)
    if (found === indexError) throw this.failed('index', at)
    return found
  }

  #harvest(most: number): boolean {
    const state = this.#state
    const unit = this.unit
    if (state.table.canHarvest[state.type[unit]] === 0 || this.#harvesting >= most) return false
    const resource = nearestResource(state, state.x[unit], state.y[unit])
    if (resource < 0) return false
    const base = nearestStockpile(state, this.#player, state.x[unit], state.y[unit])
    if (base < 0) return false
    this.actions.harvest(unit, resource, base)
    this.#harvesting++
    return true
  }

  #attack(operator: number): boolean {
    if (this.#state.table.canAttack[this.#state.type[this.unit]] === 0) return false
    this.actions.attack(this.unit, this.#select(this.#enemy, operator))
    this.#attacking++
    return true
  }

  #moveToUnit(ofEnemy: number, operator: number): boolean {
    if (this.#state.table.canMove[this.#state.type[this.unit]] === 0) return false
    const move = operator === randomOperator ? 0 : 1 << (1 + operator + ofEnemy * randomOperator)
    if ((this.#waylaid[this.unit] & move) !== 0) return false
    return this.#moveTowards(this.#select(ofEnemy === 1 ? this.#enemy : this.#player, operator), move)
  }

  /** It is called so, and goes home. */
  #moveAway(): boolean {
    const move = 1
    if (this.#state.table.canMove[this.#state.type[this.unit]] === 0) return false
    if ((this.#waylaid[this.unit] & move) !== 0) return false
    return this.#moveTowards(farthestBase(this.#state, this.unit, this.#player), move)
  }

  /** To the end of the way to the target's side, if there is a way to go. */
  #moveTowards(target: number, move: number): boolean {
    const state = this.#state
    const finder = this.#finder
    if (target < 0 || finder.step(state, this.unit, state.cell[target], 1) < 0) {
      this.#waylaid[this.unit] |= move
      return false
    }
    this.actions.move(this.unit, state.map.xOf[finder.reached], state.map.yOf[finder.reached])
    return true
  }

  #idle(): boolean {
    const { type, table } = this.#state
    if (
      table.canAttack[type[this.unit]] === 0 ||
      !isAnyWithin(this.#state, this.#enemy, this.unit, table.attackRange[type[this.unit]])
    ) {
      return false
    }
    this.actions.idle(this.unit)
    return true
  }

  #select(side: Player, operator: number): number {
    const chosen = operator === randomOperator ? this.draws.below(randomOperator) : operator
    return select(this.#state, this.unit, side, chosen, this.#keys)
  }

  /**
   * The condition of an instruction.
   *
   * @throws ProgramError
   */
  condition(at: number): boolean {
    const { instructions } = this.#code
    const state = this.#state
    const first = instructions[at + 1]
    switch (instructions[at]) {
      case productions.HasNumberOfUnits:
        return this.#countWithPlanned(first) >= instructions[at + 2]
      case productions.HasLessNumberOfUnits:
        return this.#countWithPlanned(first) < instructions[at + 2]
      case productions.OpponentHasNumberOfUnits:
        return countOf(state, this.#enemy, first) + countOf(state, nobody, first) >= instructions[at + 2]
      case productions.HasNumberOfWorkersHarvesting:
        return this.#harvesting >= first
      case productions.HaveQtdUnitsAttacking:
        return this.#attacking >= first
    }
    if (this.unit < 0) throw this.failed('null-unit', at)
    const { table } = state
    const type = state.type[this.unit]
    switch (instructions[at]) {
      case productions.HasUnitWithinDistanceFromOpponent:
        return isAnyWithin(state, this.#enemy, this.unit, first)
      case productions.HasUnitInOpponentRange:
        return isWithinRangeOfAny(state, this.#enemy, this.unit)
      case productions.OpponentHasUnitInPlayerRange:
        return isAnyWithin(state, this.#enemy, this.unit, table.attackRange[type])
      case productions.HasUnitThatKillsInOneAttack:
        return hasAnyWithAtMost(state, this.#enemy, table.maxDamage[type])
      case productions.OpponentHasUnitThatKillsUnitInOneAttack:
        return hitsForAtLeast(state, this.#enemy, state.hp[this.unit])
      case productions.is_Type:
        return type === first
      case productions.IsBuilder:
        return type === unitTypes.worker
      case productions.CanAttack:
        return table.canAttack[type] === 1
      default:
        return table.canHarvest[type] === 1
    }
  }

  #countWithPlanned(type: number): number {
    return countOf(this.#state, this.#player, type) + this.#training[type] + this.#building[type]
  }

  failed(kind: ProgramErrorKind, at: number): ProgramError {
    const { program, instructions } = this.#code
    return new ProgramError(kind, this.#player, this.#state.time, functionAt(program, instructions[at + node]))
  }
}
