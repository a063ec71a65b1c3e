import type { ActionListener } from './action-log.ts'
import type { Code } from './code-builder.ts'
import { grown } from './grown.ts'
import { opcodes } from './opcodes.ts'
import { changeMarkers, type Facing, leftOf, rightOf, type World } from './world.ts'

/** Budget of one program execution in LEAPS and HIPO. */
export const leapsCallBudget = 220

/** Budget of one program execution in HPRL. */
export const hprlCallBudget = 500

/** What one task adds to the world when the LEAPS interpreter plays it. Being done never stops a program. */
export interface LeapsRules {
  /** Puts the world and the bookkeeping at the start of that episode. */
  begin(episode: number): World
  /**
   * Carries out pickMarker (3) or putMarker (4) on the agent's cell and returns what it did to the count: -1, 0 or +1.
   * `handleMarkers` is the ordinary way.
   */
  handle(world: World, action: number): number
  /** Called after every action with the agent's cell before it and what `handle` returned; returns the step reward. */
  step(world: World, action: number, from: number, change: number): number
}

/** Ordinary marker arithmetic: a pick from nothing and a put on a full cell do nothing. */
export function handleMarkers(world: World, action: number): number {
  const { at, cap, markers } = world
  const change = action === 3 ? (markers[at] > 0 ? -1 : 0) : markers[at] < cap ? 1 : 0
  if (change !== 0) changeMarkers(world, at, change)
  return change
}

/** Sums over the programs of one episode, run one after another. */
export interface LeapsExecution {
  /** Sum of the step rewards, left to right. */
  return: number
  /** Actions executed. */
  steps: number
  /** What the last program spent: budget + 1 when it was stopped, or spent everything with its last statement. */
  calls: number
  /** The last program ran to its end. */
  completed: boolean
}

export function noExecution(): LeapsExecution {
  return { return: 0, steps: 0, calls: 0, completed: true }
}

/**
 * Runs programs by the rules of LEAPS, HPRL and HIPO: a budget for every execution that the structure of the program
 * spends (`compileForLeaps` says how), no crashes, no loop detection; a blocked move turns the agent round.
 */
export class LeapsInterpreter {
  readonly callBudget: number
  #counters: Int32Array<ArrayBuffer> = new Int32Array(16)

  constructor(callBudget = leapsCallBudget) {
    this.callBudget = callBudget
  }

  /** Runs the program with a fresh budget and adds to `execution`. `world` is what `rules.begin` made. */
  run(code: Code, rules: LeapsRules, world: World, execution: LeapsExecution, heard?: ActionListener): void {
    while (this.#counters.length < code.counters) this.#counters = grown(this.#counters)
    const budget = this.callBudget
    const { walls, ahead, markers } = world
    const counters = this.#counters
    const words = code.words
    let pose = world.at * 4 + world.facing
    let calls = 0
    let completed = false
    let at = 0
    program: for (;;) {
      const word = words[at]
      const from = pose >> 2
      let change = 0
      switch (word) {
        case opcodes.move: {
          if (calls > budget) break program
          const front = ahead[pose]
          if (walls[front] === 0) {
            pose = front * 4 + (pose & 3)
            world.at = front
          } else {
            pose ^= 2
            world.facing = (pose & 3) as Facing
          }
          break
        }
        case opcodes.turnLeft:
        case opcodes.turnRight:
          if (calls > budget) break program
          pose = word === opcodes.turnLeft ? leftOf(pose) : rightOf(pose)
          world.facing = (pose & 3) as Facing
          break
        case opcodes.pickMarker:
        case opcodes.putMarker:
          if (calls > budget) break program
          change = rules.handle(world, word)
          break
        case opcodes.frontClear:
          at = walls[ahead[pose]] === 0 ? at + 2 : words[at + 1]
          continue
        case opcodes.frontBlocked:
          at = walls[ahead[pose]] === 1 ? at + 2 : words[at + 1]
          continue
        case opcodes.leftClear:
          at = walls[ahead[leftOf(pose)]] === 0 ? at + 2 : words[at + 1]
          continue
        case opcodes.leftBlocked:
          at = walls[ahead[leftOf(pose)]] === 1 ? at + 2 : words[at + 1]
          continue
        case opcodes.rightClear:
          at = walls[ahead[rightOf(pose)]] === 0 ? at + 2 : words[at + 1]
          continue
        case opcodes.rightBlocked:
          at = walls[ahead[rightOf(pose)]] === 1 ? at + 2 : words[at + 1]
          continue
        case opcodes.markers:
          at = markers[from] > 0 ? at + 2 : words[at + 1]
          continue
        case opcodes.noMarkers:
          at = markers[from] === 0 ? at + 2 : words[at + 1]
          continue
        case opcodes.jump:
          at = words[at + 1]
          continue
        case opcodes.repeat:
          counters[words[at + 1]] = words[at + 2]
          at += 3
          continue
        case opcodes.again:
          at = --counters[words[at + 1]] > 0 ? words[at + 2] : at + 3
          continue
        case opcodes.spend:
          calls += words[at + 1]
          if (calls > budget + 1) {
            calls = budget + 1
            break program
          }
          at += 2
          continue
        case opcodes.check:
          if (calls > budget) break program
          at += 1
          continue
        default:
          completed = true
          break program
      }
      at++
      execution.steps++
      const reward = rules.step(world, word, from, change)
      execution.return += reward
      if (heard !== undefined) heard(word, reward)
    }
    execution.calls = calls
    execution.completed = completed
  }
}
