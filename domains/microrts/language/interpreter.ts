import { seededRng } from '@cairn/language'
import { type AbstractActions, abstractKinds } from '../bots/abstraction/abstract-actions.ts'
import type { GridSearch } from '../path-finding/grid-search.ts'
import type { Player, State } from '../state.ts'
import { type Code, jump, node, operations, stride } from './compile.ts'
import type { Usage } from './dead-code.ts'
import { Decision } from './decision.ts'
import { productions } from './productions.ts'

export interface InterpreterOptions {
  /** Of the operator Random. */
  readonly seed: number
  /** Where it is noted what is used, for `withoutDeadCode`. */
  readonly usage?: Usage | undefined
}

export const interpreterDefaults = { seed: 0 } satisfies InterpreterOptions

/**
 * Runs a program for one decision: which abstract action each unit of a player gets. Nothing is remembered from tick to
 * tick but the stream of random numbers, and nothing is allocated.
 *
 * A loop that has assigned nothing is passed over until something is assigned: it would ask the same questions and get
 * the same answers, for actions are never taken away and what a command needs only becomes less. So loops in loops do
 * not take time without end, and there is no limit of time; the reference has a clock, 150 ms for a decision.
 */
export class Interpreter {
  readonly #code: Code
  readonly #options: InterpreterOptions
  readonly #decision: Decision

  // Of the loops around an instruction, the outermost first: the unit outside of the loop, and how far the loop is.
  readonly #outer: Int32Array
  readonly #position: Int32Array

  // By loop: how much was assigned when it began, and when it last came to its end without assigning anything (or -1).
  readonly #began: Int32Array
  readonly #idle: Int32Array

  /** @param finder used by nobody else while the program runs */
  constructor(code: Code, finder: GridSearch, options: Partial<InterpreterOptions> = {}) {
    this.#code = code
    this.#options = { ...interpreterDefaults, ...options }
    this.#outer = new Int32Array(code.depth)
    this.#position = new Int32Array(code.depth)
    this.#began = new Int32Array(code.loops)
    this.#idle = new Int32Array(code.loops)
    this.#decision = new Decision(code, finder, seededRng(this.#options.seed))
  }

  /** What the last run assigned, in order. */
  get actions(): AbstractActions {
    return this.#decision.actions
  }

  /** What the last run left of the player's resources. */
  get resources(): number {
    return this.#decision.resources
  }

  /** Begins the stream of random numbers anew. */
  reset(): void {
    this.#decision.draws = seededRng(this.#options.seed)
  }

  /** @throws ProgramError */
  run(state: State, player: Player): void {
    const decision = this.#decision
    const { actions } = decision
    decision.begin(state, player)
    const { instructions } = this.#code
    const { usage } = this.#options
    const own = state.unitsOf[player]
    const count = state.unitCount[player]
    const outer = this.#outer
    const position = this.#position
    const began = this.#began
    const idle = this.#idle.fill(-1)
    let at = 0
    for (;;) {
      switch (instructions[at]) {
        case operations.stop:
          return
        case operations.loop: {
          const depth = instructions[at + 1]
          const loop = instructions[at + 2]
          if (count === 0 || idle[loop] === actions.count) {
            at = instructions[at + jump]
            continue
          }
          began[loop] = actions.count
          outer[depth] = decision.unit
          position[depth] = 0
          decision.unit = own[0]
          break
        }
        case operations.next: {
          const depth = instructions[at + 1]
          const next = ++position[depth]
          if (next < count) {
            decision.unit = own[next]
            at = instructions[at + jump]
            continue
          }
          decision.unit = outer[depth]
          const loop = instructions[at + 2]
          if (began[loop] === actions.count) idle[loop] = actions.count
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
          if (decision.unit < 0) throw decision.failed('null-unit', at)
          // The first command that assigns an action to a unit decides.
          if (actions.kind[decision.unit] !== abstractKinds.none) break
          if (decision.command(at) && usage !== undefined) usage.assigned[instructions[at + node]] = 1
          break
        }
        default: {
          const isTrue = decision.condition(at)
          if (usage !== undefined) (isTrue ? usage.wasTrue : usage.wasFalse)[instructions[at + node]] = 1
          if (isTrue) break
          at = instructions[at + jump]
          continue
        }
      }
      at += stride
    }
  }
}
