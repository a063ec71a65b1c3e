import { type Rng, seededRng } from '@cairn/language'
import type { Direction } from '../actions.ts'
import { AbstractActions, abstractKinds } from '../bots/abstraction/abstract-actions.ts'
import { buildingPlace } from '../bots/abstraction/building-place.ts'
import { nearestResource, nearestStockpile } from '../bots/nearest.ts'
import type { GridSearch } from '../path-finding/grid-search.ts'
import { countOf, nobody, type Player, type State } from '../state.ts'
import { typeCount, type UnitTable, unitTypes } from '../units.ts'
import { type Code, functionAt, jump, node, operations, randomOperator, stride, towardsEnemy } from './compile.ts'
import type { Usage } from './dead-code.ts'
import { enemyDirection, fixedDirection, indexError, stepX, stepY } from './directions.ts'
import { hasAnyWithAtMost, hitsForAtLeast, isAnyWithin, isWithinRangeOfAny } from './enemies.ts'
import { productions } from './productions.ts'
import { ProgramError, type ProgramErrorKind } from './program-error.ts'
import { farthestBase, operatorKeys, select } from './targets.ts'

export interface InterpreterOptions {
  /**
   * Most instructions of one decision. The reference has a clock: a decision slower than 150 ms loses the game. One
   * loop over 60 units with 20 commands and conditions takes 1,300.
   */
  readonly mostSteps: number
  /** Of the operator Random. */
  readonly seed: number
  /** Where it is noted what is used, for `withoutDeadCode`. */
  readonly usage?: Usage | undefined
}

export const interpreterDefaults = { mostSteps: 200_000, seed: 0 } satisfies InterpreterOptions

const noUnit = -1

/**
 * Runs a program for one decision: which abstract action each unit of a player gets. Nothing is remembered from tick to
 * tick but the stream of random numbers, and nothing is allocated.
 */
export class Interpreter {
  /** What the last run assigned, in order. */
  readonly actions = new AbstractActions()
  /** What the last run left of the player's resources. */
  resources = 0

  readonly #code: Code
  readonly #finder: GridSearch
  readonly #options: InterpreterOptions
  #draws: Rng
  #keys: Int32Array = new Int32Array(0)
  #table: UnitTable | undefined

  // Of the loops around an instruction, the outermost first: the unit outside of the loop, and how far the loop is.
  readonly #outer: Int32Array
  readonly #position: Int32Array

  // Of the decision.
  #state!: State
  #player: Player = 0
  #enemy: Player = 1
  /** The unit of the innermost loop. */
  #unit = noUnit
  /** Units assigned to train, and to build, a type. */
  readonly #training = new Int32Array(typeCount)
  readonly #building = new Int32Array(typeCount)
  #harvesting = 0
  #attacking = 0

  /** @param finder used by nobody else while the program runs */
  constructor(code: Code, finder: GridSearch, options: Partial<InterpreterOptions> = {}) {
    this.#code = code
    this.#finder = finder
    this.#options = { ...interpreterDefaults, ...options }
    this.#outer = new Int32Array(code.depth)
    this.#position = new Int32Array(code.depth)
    this.#draws = seededRng(this.#options.seed)
  }

  /** Begins the stream of random numbers anew. */
  reset(): void {
    this.#draws = seededRng(this.#options.seed)
  }

  /** @throws ProgramError */
  run(state: State, player: Player): void {
    this.#begin(state, player)
    const { instructions } = this.#code
    const { mostSteps, usage } = this.#options
    const own = state.unitsOf[player]
    const count = state.unitCount[player]
    const outer = this.#outer
    const position = this.#position
    let at = 0
    for (let steps = 0; ; steps++) {
      if (steps > mostSteps) throw this.#failed('work', instructions[at + node])
      const operation = instructions[at]
      switch (operation) {
        case operations.stop:
          return
        case operations.loop: {
          if (count === 0) {
            at = instructions[at + jump]
            continue
          }
          const depth = instructions[at + 1]
          outer[depth] = this.#unit
          position[depth] = 0
          this.#unit = own[0]
          break
        }
        case operations.next: {
          const depth = instructions[at + 1]
          const next = ++position[depth]
          if (next < count) {
            this.#unit = own[next]
            at = instructions[at + jump]
            continue
          }
          this.#unit = outer[depth]
          break
        }
        case operations.go:
          at = instructions[at + jump]
          continue
        case productions.Train:
        case productions.Build:
        case productions.Harvest:
        case productions.Attack:
        case productions.MoveToUnit:
        case productions.MoveAway:
        case productions.Idle: {
          if (this.#unit < 0) throw this.#failed('null-unit', instructions[at + node])
          // The first command that assigns an action to a unit decides.
          if (this.actions.kind[this.#unit] !== abstractKinds.none) break
          if (this.#command(operation, at) && usage !== undefined) usage.assigned[instructions[at + node]] = 1
          break
        }
        default: {
          const isTrue = this.#condition(operation, at)
          if (usage !== undefined) (isTrue ? usage.wasTrue : usage.wasFalse)[instructions[at + node]] = 1
          if (isTrue) break
          at = instructions[at + jump]
          continue
        }
      }
      at += stride
    }
  }

  #begin(state: State, player: Player): void {
    if (this.#table !== state.table) {
      this.#table = state.table
      this.#keys = operatorKeys(state.table)
    }
    this.#state = state
    this.#player = player
    this.#enemy = player === 0 ? 1 : 0
    this.#unit = noUnit
    this.#training.fill(0)
    this.#building.fill(0)
    this.#harvesting = 0
    this.#attacking = 0
    this.resources = state.stock[player]
    this.actions.fit(state.id.length)
    this.actions.clear()
  }

  /** @returns whether the unit, which has no action yet, got one */
  #command(command: number, at: number): boolean {
    const { instructions } = this.#code
    const first = instructions[at + 1]
    switch (command) {
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
    const type = state.type[this.#unit]
    const isPossible =
      type === unitTypes.base
        ? product === unitTypes.worker
        : type === unitTypes.barracks && product >= unitTypes.light && product <= unitTypes.ranged
    if (!isPossible || this.resources < state.table.cost[product]) return false
    if (countOf(state, this.#player, product) + this.#training[product] >= most) return false
    this.actions.train(this.#unit, product, this.#direction(at, direction))
    this.resources -= state.table.cost[product]
    this.#training[product]++
    return true
  }

  #build(at: number, product: number, direction: number, most: number): boolean {
    const state = this.#state
    const unit = this.#unit
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
    if (direction === towardsEnemy) return enemyDirection(this.#state, this.#unit, this.#enemy)
    const found = fixedDirection(this.#state, this.#unit, direction as Direction)
    if (found === indexError) throw this.#failed('index', this.#code.instructions[at + node])
    return found
  }

  #harvest(most: number): boolean {
    const state = this.#state
    const unit = this.#unit
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
    if (this.#state.table.canAttack[this.#state.type[this.#unit]] === 0) return false
    this.actions.attack(this.#unit, this.#select(this.#enemy, operator))
    this.#attacking++
    return true
  }

  #moveToUnit(ofEnemy: number, operator: number): boolean {
    if (this.#state.table.canMove[this.#state.type[this.#unit]] === 0) return false
    return this.#moveTowards(this.#select(ofEnemy === 1 ? this.#enemy : this.#player, operator))
  }

  /** It is called so, and goes home. */
  #moveAway(): boolean {
    if (this.#state.table.canMove[this.#state.type[this.#unit]] === 0) return false
    return this.#moveTowards(farthestBase(this.#state, this.#unit, this.#player))
  }

  /** To the end of the way to the target's side, if there is a way to go. */
  #moveTowards(target: number): boolean {
    if (target < 0) return false
    const state = this.#state
    const finder = this.#finder
    if (finder.step(state, this.#unit, state.cell[target], 1) < 0) return false
    this.actions.move(this.#unit, state.map.xOf[finder.reached], state.map.yOf[finder.reached])
    return true
  }

  #idle(): boolean {
    const { type, table } = this.#state
    if (
      table.canAttack[type[this.#unit]] === 0 ||
      !isAnyWithin(this.#state, this.#enemy, this.#unit, table.attackRange[type[this.#unit]])
    ) {
      return false
    }
    this.actions.idle(this.#unit)
    return true
  }

  #select(side: Player, operator: number): number {
    const chosen = operator === randomOperator ? this.#draws.below(randomOperator) : operator
    return select(this.#state, this.#unit, side, chosen, this.#keys)
  }

  #condition(condition: number, at: number): boolean {
    const { instructions } = this.#code
    const state = this.#state
    const first = instructions[at + 1]
    switch (condition) {
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
    if (this.#unit < 0) throw this.#failed('null-unit', instructions[at + node])
    const { table } = state
    const type = state.type[this.#unit]
    switch (condition) {
      case productions.HasUnitWithinDistanceFromOpponent:
        return isAnyWithin(state, this.#enemy, this.#unit, first)
      case productions.HasUnitInOpponentRange:
        return isWithinRangeOfAny(state, this.#enemy, this.#unit)
      case productions.OpponentHasUnitInPlayerRange:
        return isAnyWithin(state, this.#enemy, this.#unit, table.attackRange[type])
      case productions.HasUnitThatKillsInOneAttack:
        return hasAnyWithAtMost(state, this.#enemy, table.maxDamage[type])
      case productions.OpponentHasUnitThatKillsUnitInOneAttack:
        return hitsForAtLeast(state, this.#enemy, state.hp[this.#unit])
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

  #failed(kind: ProgramErrorKind, from: number): ProgramError {
    return new ProgramError(kind, this.#player, this.#state.time, functionAt(this.#code.program, from))
  }
}
