import type { Program } from '@cairn/language'
import type { ActionListener } from '../action-log.ts'
import type { Code } from '../code-builder.ts'
import { compileForLeaps } from '../leaps-compile.ts'
import { hprlCallBudget, LeapsInterpreter, noExecution } from '../leaps-interpreter.ts'
import type { World } from '../world.ts'
import type { PlayableHprl } from './hprl-rules.ts'

/** An episode of HPRL: programs one after another in one world. Source: HPRL, `max_episode_steps`. */
export const hprlEpisodes = {
  /** Programs in an episode. */
  programs: 5,
  /** What a text pays that is no program: -0.001 as a 32-bit number. It counts as one of the five. */
  invalid: Math.fround(-0.001),
} as const

/** What one program of an episode did. */
export interface MacroStep {
  /** The sum of its rewards; in the dense StairClimber their mean. */
  readonly reward: number
  /** Actions recorded. */
  readonly actions: number
  /** What it spent: budget + 1 when it was stopped. */
  readonly calls: number
  readonly completed: boolean
  /** The episode is over: the task is done, or this was the last program. */
  readonly ended: boolean
}

export interface HprlEpisodeOptions {
  /** What one execution of a program may spend. */
  readonly callBudget?: number
  /** Programs in an episode. */
  readonly programs?: number
  /** Whether a program is paid the mean of its rewards instead of their sum: in the dense StairClimber. */
  readonly mean?: boolean
}

/** What a meta-policy plays: it gives programs, and sees what each one did. */
export class HprlEpisode {
  readonly rules: PlayableHprl
  readonly #interpreter: LeapsInterpreter
  readonly #programs: number
  readonly #mean: boolean
  #world: World | undefined
  #played = 0

  constructor(rules: PlayableHprl, options: HprlEpisodeOptions = {}) {
    const { callBudget = hprlCallBudget, programs = hprlEpisodes.programs, mean = false } = options
    this.rules = rules
    this.#interpreter = new LeapsInterpreter(callBudget)
    this.#programs = programs
    this.#mean = mean
  }

  /** Puts the world at the start of that episode. It is this object's, and stays where the last program left it. */
  begin(episode: number): World {
    this.#played = 0
    this.#world = this.rules.begin(episode)
    return this.#world
  }

  /** Runs a program, `undefined` for a text that is none, where the one before it ended. */
  play(program: Program | undefined, heard?: ActionListener): MacroStep {
    return this.playCode(program === undefined ? undefined : compileForLeaps(program), heard)
  }

  /**
   * The same for a program that was compiled before.
   *
   * @throws RangeError if the episode has not begun or is over
   */
  playCode(code: Code | undefined, heard?: ActionListener): MacroStep {
    const { rules } = this
    if (this.#world === undefined || this.#ended) throw new RangeError('play: the episode has not begun, or is over')
    this.#played++
    if (code === undefined) {
      return { reward: hprlEpisodes.invalid, actions: 0, calls: 0, completed: true, ended: this.#ended }
    }
    const execution = noExecution()
    let actions = 0
    this.#interpreter.run(code, rules, this.#world, execution, (action, reward) => {
      if (rules.unrecorded) return
      actions++
      heard?.(action, reward)
    })
    const { return: sum, calls, completed } = execution
    const reward = this.#mean ? sum / Math.max(1, actions) : sum
    return { reward, actions, calls, completed, ended: this.#ended }
  }

  get #ended(): boolean {
    return this.rules.done || this.#played >= this.#programs
  }
}
