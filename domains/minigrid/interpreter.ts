import type { Code } from './compile.ts'
import { act } from './engine.ts'
import { colourOf, empty, enterable, typeOf } from './objects.ts'
import { opcodes } from './opcodes.ts'
import { SeenStates } from './seen-states.ts'
import { frontOf, type World } from './world.ts'

/** What one task adds to the engine. It keeps the bookkeeping of the one episode in progress. */
export interface MinigridRules {
  /** The task has ended the episode. Set by `step`, cleared by `begin`. */
  terminated: boolean
  /** Whether a state in which the agent has moved differs from the same state before it did: a quirk of one task. */
  readonly movingCounts: boolean
  /** Puts the world and the bookkeeping at the start of that episode. */
  begin(episode: number): World
  /**
   * Called after every action. `arrival` is what the engine said of it, `carried` what was carried before.
   *
   * @returns the step reward
   */
  step(world: World, action: number, arrival: number, carried: number): number
}

export interface InterpreterOptions {
  /** Actions and perceptions an episode may spend: 1 or more. */
  readonly maxCalls: number
  /** Added to the reward of an action that changes nothing; 0 in all that is published. */
  readonly crashPenalty: number
  /** Goes on counting calls after the program has been stopped, as the reference does, without any effect. */
  readonly countsOn: boolean
}

/** The drivers of LLM-GS. */
export const interpreterDefaults = { maxCalls: 1000, crashPenalty: 0, countsOn: false } satisfies InterpreterOptions

/** How an episode went. The interpreter's own object: the next run overwrites it. */
export interface Execution {
  /** Sum of the step rewards, left to right. */
  return: number
  steps: number
  calls: number
  terminated: boolean
  /** What stopped the program before its end, if it was not the task. */
  stopped: 'limit' | 'loop' | undefined
}

/** Told of every action, after its reward. */
export type ActionListener = (action: number, reward: number) => void

/** Runs compiled programs by the rules of LLM-GS (`minigrid_base`): a program is stopped by its calls or by a WHILE that meets a state again. */
export class Interpreter {
  readonly options: InterpreterOptions
  readonly #states = new SeenStates()
  #counters = new Int32Array(16)
  readonly #execution: Execution = { return: 0, steps: 0, calls: 0, terminated: false, stopped: undefined }

  constructor(options: Partial<InterpreterOptions> = {}) {
    this.options = { ...interpreterDefaults, ...options }
  }

  /** `world` is what `rules.begin` made. */
  run({ words, counters: wanted }: Code, rules: MinigridRules, world: World, heard?: ActionListener): Execution {
    const { maxCalls, crashPenalty, countsOn } = this.options
    if (this.#counters.length < wanted) this.#counters = new Int32Array(2 * wanted)
    const counters = this.#counters
    const states = this.#states
    const { cells } = world
    const { movingCounts } = rules
    states.forget()

    let [total, steps, calls, at] = [0, 0, 0, 0]
    let stopped: Execution['stopped']
    episode: for (;;) {
      const word = words[at]!
      if (word < opcodes.end) {
        at++
        if (stopped !== undefined) continue
        calls++
        steps++
        const carried = world.carrying
        const arrival = act(world, word)
        let reward = rules.step(world, word, arrival, carried)
        if (!world.changed) reward += crashPenalty
        total += reward
        if (heard !== undefined) heard(word, reward)
        if (rules.terminated) break
        if (calls < maxCalls) continue
        stopped = 'limit'
        if (countsOn) continue
        break
      }
      let holds: boolean
      const code = cells[frontOf(world)]!
      const operand = words[at + 1]!
      switch (word) {
        case opcodes.clear:
          holds = enterable[code] === 1
          break
        case opcodes.carrying:
          holds = world.carrying !== 0
          break
        case opcodes.type:
          holds = typeOf[code] === operand >> 1
          break
        case opcodes.colour:
          holds = code !== empty && colourOf[code] === operand >> 1
          break
        case opcodes.jump:
          at = operand
          continue
        case opcodes.repeat:
          counters[operand] = words[at + 2]!
          at += 3
          continue
        case opcodes.again:
          counters[operand]!--
          at = counters[operand]! > 0 ? words[at + 2]! : at + 3
          continue
        case opcodes.remember:
          if (states.seen(operand, world, movingCounts && world.moved)) stopped ??= 'loop'
          at = stopped === undefined ? at + 3 : words[at + 2]!
          if (stopped === undefined || countsOn) continue
          break episode
        default:
          break episode
      }
      at = holds === ((operand & 1) === 1) ? at + 3 : words[at + 2]!
      calls++
      if (calls < maxCalls || stopped !== undefined) continue
      stopped = 'limit'
      if (!countsOn) break
    }
    const execution = this.#execution
    execution.return = total
    execution.steps = steps
    execution.calls = calls
    execution.terminated = rules.terminated
    execution.stopped = stopped
    return execution
  }
}
