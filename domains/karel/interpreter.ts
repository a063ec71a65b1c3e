import type { ActionListener } from './action-log.ts'
import type { Code } from './code-builder.ts'
import { grown } from './grown.ts'
import { LoopMemory } from './loop-memory.ts'
import { opcodes } from './opcodes.ts'
import type { KarelRules } from './rules.ts'
import { changeMarkers, type Facing, leftOf, rightOf, type World } from './world.ts'

/** The switches in which published Karel results differ. */
export interface InterpreterOptions {
  /** An illegal action ends the episode (after its reward) instead of doing nothing. */
  crashable: boolean
  /** A move that does not displace the agent turns it round; called `leaps_behaviour` in prog_policies. */
  turnOnBlock: boolean
  /** Actions and perceptions an episode may spend: 1 or more. */
  maxCalls: number
}

/** The world of the published searches: prog_policies, LLM-GS. */
export const interpreterDefaults = {
  crashable: false,
  turnOnBlock: true,
  maxCalls: 10_000,
} satisfies InterpreterOptions

/** `illegal` action, call beyond the `limit`, or a WHILE `loop` that met a state again. */
export type CrashCause = 'illegal' | 'limit' | 'loop'

/** How an episode went. The interpreter's own object: the next run overwrites it. */
export interface Execution {
  /** Sum of the step rewards, left to right. */
  return: number
  /** Actions executed. */
  steps: number
  /** Actions executed and perceptions evaluated, the one beyond the limit included. */
  calls: number
  /** The task's own rule ended the episode; may come together with a crash. */
  terminated: boolean
  crash: CrashCause | undefined
}

/**
 * Runs compiled programs by the rules of prog_policies: one budget of calls for the episode, and a crash when a WHILE
 * meets a state again. Keeps its memory between runs, so a run allocates nothing.
 */
export class Interpreter {
  readonly options: InterpreterOptions
  readonly #memory = new LoopMemory()
  #counters: Int32Array<ArrayBuffer> = new Int32Array(16)
  readonly #execution: Execution = { return: 0, steps: 0, calls: 0, terminated: false, crash: undefined }

  constructor(options: Partial<InterpreterOptions> = {}) {
    this.options = { ...interpreterDefaults, ...options }
  }

  /** Runs the program to its end, to a crash, or until the rules end the episode. `world` is what `rules.begin` made. */
  run(code: Code, rules: KarelRules, world: World, heard?: ActionListener): Execution {
    while (this.#counters.length < code.counters) this.#counters = grown(this.#counters)
    const { crashable, turnOnBlock, maxCalls } = this.options
    const { walls, ahead, markers, cap } = world
    const counters = this.#counters
    const memory = this.#memory
    const words = code.words
    memory.forget()

    let pose = world.at * 4 + world.facing
    let total = 0
    let steps = 0
    let calls = 0
    let crash: CrashCause | undefined
    let at = 0
    episode: for (;;) {
      const word = words[at]
      const from = pose >> 2
      let change = 0
      switch (word) {
        case opcodes.move: {
          const front = ahead[pose]
          if (++calls > maxCalls) crash = 'limit'
          else if (crashable && walls[front] === 1) crash = 'illegal'
          if (crash === undefined && walls[front] === 0) {
            pose = front * 4 + (pose & 3)
            world.at = front
          } else if (turnOnBlock) {
            pose ^= 2
            world.facing = (pose & 3) as Facing
          }
          break
        }
        case opcodes.turnLeft:
          if (++calls > maxCalls) crash = 'limit'
          pose = leftOf(pose)
          world.facing = (pose & 3) as Facing
          break
        case opcodes.turnRight:
          if (++calls > maxCalls) crash = 'limit'
          pose = rightOf(pose)
          world.facing = (pose & 3) as Facing
          break
        case opcodes.pickMarker:
          if (markers[from] > 0) change = -1
          if (++calls > maxCalls) crash = 'limit'
          else if (crashable && change === 0) crash = 'illegal'
          if (change !== 0) changeMarkers(world, from, change)
          break
        case opcodes.putMarker:
          if (markers[from] < cap) change = 1
          if (++calls > maxCalls) crash = 'limit'
          else if (crashable && change === 0) crash = 'illegal'
          if (change !== 0) changeMarkers(world, from, change)
          break
        case opcodes.frontClear:
          at = walls[ahead[pose]] === 0 ? at + 2 : words[at + 1]
          if (++calls > maxCalls) break episode
          continue
        case opcodes.frontBlocked:
          at = walls[ahead[pose]] === 1 ? at + 2 : words[at + 1]
          if (++calls > maxCalls) break episode
          continue
        case opcodes.leftClear:
          at = walls[ahead[leftOf(pose)]] === 0 ? at + 2 : words[at + 1]
          if (++calls > maxCalls) break episode
          continue
        case opcodes.leftBlocked:
          at = walls[ahead[leftOf(pose)]] === 1 ? at + 2 : words[at + 1]
          if (++calls > maxCalls) break episode
          continue
        case opcodes.rightClear:
          at = walls[ahead[rightOf(pose)]] === 0 ? at + 2 : words[at + 1]
          if (++calls > maxCalls) break episode
          continue
        case opcodes.rightBlocked:
          at = walls[ahead[rightOf(pose)]] === 1 ? at + 2 : words[at + 1]
          if (++calls > maxCalls) break episode
          continue
        case opcodes.markers:
          at = markers[from] > 0 ? at + 2 : words[at + 1]
          if (++calls > maxCalls) break episode
          continue
        case opcodes.noMarkers:
          at = markers[from] === 0 ? at + 2 : words[at + 1]
          if (++calls > maxCalls) break episode
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
        case opcodes.remember:
          if (memory.seen(words[at + 1], pose, world)) {
            crash = 'loop'
            break episode
          }
          at += 2
          continue
        case opcodes.hang:
          crash = 'loop'
          break episode
        default:
          break episode
      }
      at++
      steps++
      const reward = rules.step(world, word, from, change)
      total += reward
      if (heard !== undefined) heard(word, reward)
      if (rules.terminated || crash !== undefined) break
    }
    if (calls > maxCalls) crash = 'limit'
    const execution = this.#execution
    execution.return = total
    execution.steps = steps
    execution.calls = calls
    execution.terminated = rules.terminated
    execution.crash = crash
    return execution
  }
}
