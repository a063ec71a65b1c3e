import type { Program } from '@cairn/language'
import { endsOf, kindOf, nodes, repeats } from '../outline.ts'
import type { ProgramDataSettings } from './settings.ts'
import type { TrialStart } from './trial-world.ts'

/** How a trial ended: the program came to its end, did something impossible, or spent more than it may. */
export type TrialEnd = 'completed' | 'crashed' | 'spent'

export interface TrialSettings extends Pick<ProgramDataSettings, 'callBudget' | 'cap' | 'side'> {
  /** An impossible action ends nothing: a blocked move turns the agent round, an impossible pick or put does nothing. */
  readonly lenient?: boolean
}

/**
 * Runs one program in many worlds, as the generator of LEAPS does: an impossible action ends the trial as a failure, and
 * so does a node that is entered when more than the budget is spent (`compileForLeaps` says what costs). It also sees
 * which branches have been taken, over all trials, failed ones too.
 */
export class Trials {
  readonly #settings: TrialSettings
  #program: Program = new Uint8Array(0)
  #ends: Int32Array = new Int32Array(0)
  /** By node of a condition: 1 when it was false once, 2 when it was true once. */
  #seen: Uint8Array = new Uint8Array(0)
  #taken = 0
  #branches = 0
  #calls = 0
  #walls: Uint8Array = new Uint8Array(0)
  readonly #markers: Uint8Array
  #at = 0
  #facing = 0
  #start: TrialStart | undefined
  readonly #ahead: readonly number[]
  readonly #actions: Uint8Array
  readonly #effects: Uint32Array
  /** Actions of the last trial. */
  length = 0

  constructor(settings: TrialSettings) {
    const { callBudget, side } = settings
    this.#settings = settings
    this.#ahead = [-side, 1, side, -1]
    this.#markers = new Uint8Array(side * side)
    this.#actions = new Uint8Array(callBudget + 2) // every action has spent one of its own
    this.#effects = new Uint32Array(callBudget + 2)
  }

  /** Another program; no branch of it has been taken yet. */
  begin(program: Program): void {
    this.#program = program
    this.#ends = endsOf(program).slice(0, program.length)
    this.#seen = new Uint8Array(program.length)
    this.#taken = 0
    this.#branches = 0
    for (const production of program) {
      const kind = kindOf[production]
      if (kind === nodes.while || kind === nodes.if || kind === nodes.ifelse) this.#branches += 2
    }
  }

  run(start: TrialStart): TrialEnd {
    this.#start = start
    this.#walls = start.walls
    this.#markers.set(start.markers)
    this.#at = start.at
    this.#facing = start.facing
    this.#calls = 1
    this.length = 0
    if (this.#block(1)) return 'completed'
    return this.#calls > this.#settings.callBudget ? 'spent' : 'crashed'
  }

  /** Share of branches taken so far; undefined for a program without conditions. */
  get coverage(): number | undefined {
    return this.#branches === 0 ? undefined : this.#taken / this.#branches
  }

  /** Actions of the last trial, copied. */
  get actions(): Uint8Array {
    return this.#actions.slice(0, this.length)
  }

  /**
   * What each action of the last trial did, as a number: where the agent was after it, and what became of the markers
   * there. Two trials from the same start go through the same states for as long as these are the same. Valid until the
   * next trial.
   */
  get effects(): Uint32Array {
    return this.#effects.subarray(0, this.length)
  }

  /** Whether the last trial left the world as it found it. */
  get cameBack(): boolean {
    const { at, facing, markers } = this.#start ?? {}
    if (at !== this.#at || facing !== this.#facing || markers === undefined) return false
    return this.#markers.every((count, cell) => count === markers[cell])
  }

  /** False when the trial is over; the same for all below. */
  #block(node: number): boolean {
    const program = this.#program
    const ends = this.#ends
    let statements = 1
    let last = node
    for (; kindOf[program[last]] === nodes.sequence; last = ends[last + 1]) statements++
    this.#calls += 2 * statements - 2
    for (let at = node; at !== last; at = ends[at + 1]) {
      this.#calls++
      if (!this.#statement(at + 1)) return false
    }
    this.#calls++
    return this.#statement(last)
  }

  #statement(node: number): boolean {
    const budget = this.#settings.callBudget
    const program = this.#program
    const ends = this.#ends
    const kind = kindOf[program[node]]
    if (this.#calls > budget) return false
    if (kind >= nodes.move) return this.#act(kind - nodes.move)
    this.#calls++
    const condition = node + 1
    const body = ends[condition]
    switch (kind) {
      case nodes.repeat:
        for (let left = repeats[program[condition]]; left > 0; left--) {
          if (this.#calls > budget || !this.#block(body)) return false
        }
        return true
      case nodes.while:
        for (;;) {
          if (this.#calls > budget) return false
          if (!this.#holds(condition)) return true
          if (!this.#block(body)) return false
        }
      default: {
        if (this.#calls > budget) return false
        if (this.#holds(condition)) return this.#block(body)
        return kind === nodes.if ? true : this.#block(ends[body])
      }
    }
  }

  #act(action: number): boolean {
    const at = this.#at
    let change = 0
    switch (action) {
      case 0: {
        const ahead = at + this.#ahead[this.#facing]
        if (this.#walls[ahead] === 0) this.#at = ahead
        else if (this.#settings.lenient) this.#facing ^= 2
        else return false
        break
      }
      case 1:
        this.#facing = (this.#facing + 3) & 3
        break
      case 2:
        this.#facing = (this.#facing + 1) & 3
        break
      default:
        if (action === 3 ? this.#markers[at] > 0 : this.#markers[at] < this.#settings.cap)
          change = action === 3 ? -1 : 1
        else if (!this.#settings.lenient) return false
        this.#markers[at] += change
    }
    this.#effects[this.length] = (this.#at * 4 + this.#facing) * 3 + change + 1
    this.#actions[this.length++] = action
    return true
  }

  #holds(condition: number): boolean {
    let node = condition
    let wanted = true
    for (; kindOf[this.#program[node]] === nodes.not; node++) wanted = !wanted
    const value = this.#perceives(kindOf[this.#program[node]]) === wanted
    const branch = value ? 2 : 1
    if ((this.#seen[condition] & branch) === 0) {
      this.#seen[condition] |= branch
      this.#taken++
    }
    return value
  }

  #perceives(kind: number): boolean {
    const at = this.#at
    switch (kind) {
      case nodes.frontIsClear:
        return this.#walls[at + this.#ahead[this.#facing]] === 0
      case nodes.leftIsClear:
        return this.#walls[at + this.#ahead[(this.#facing + 3) & 3]] === 0
      case nodes.rightIsClear:
        return this.#walls[at + this.#ahead[(this.#facing + 1) & 3]] === 0
      case nodes.markersPresent:
        return this.#markers[at] > 0
      default:
        return this.#markers[at] === 0
    }
  }
}
