import type { Program, Rng } from '@cairn/language'
import type { ProgramDataSettings } from './settings.ts'
import { Trials } from './trial.ts'
import { drawStart, type TrialStart } from './trial-world.ts'

/** In which worlds the behaviour of two programs is compared. In brackets LEAPS's names. */
export interface BehaviourSettings {
  /** Chance in 100 of a wall on an inner cell (`wall_prob`). */
  readonly wallPercent: number
  /** Worlds wanted (`num_demo_per_program`). */
  readonly worlds: number
  /** Worlds in which the program is tried at most to get them (`max_demo_generation_trial`). */
  readonly trials: number
  /** States that it may go through in one, the first included (`max_demo_length`). */
  readonly maxStates: number
}

/** Those that LEAPS trains with. Source: LEAPS, `pretrain/cfg.py` and `prl_gym/exec_env.py`. */
export const leapsBehaviour: BehaviourSettings = { wallPercent: 25, worlds: 10, trials: 1000, maxStates: 100 }

/**
 * What a program does in worlds drawn for it, and how far others do the same. Nothing that a program does is impossible
 * here: a blocked move turns the agent round. Source: LEAPS, `ExecEnv1` with `dense_subsequence_match`.
 */
export class Behaviour {
  readonly #trials: Trials
  readonly #worlds: readonly { readonly start: TrialStart; readonly effects: Uint32Array }[]

  /**
   * Runs the program to its end in worlds as they come, until there are enough: such in which it takes a branch that it
   * has not taken yet, and any once it has taken all. There are fewer where trials run out.
   *
   * @param data of whose data set the program is
   */
  constructor(program: Program, data: ProgramDataSettings, rng: Rng, settings: BehaviourSettings = leapsBehaviour) {
    const trials = new Trials({ callBudget: data.callBudget, cap: data.cap, side: data.side, lenient: true })
    const worlds: { start: TrialStart; effects: Uint32Array }[] = []
    const size = { side: data.side, wallPercent: settings.wallPercent, markerPercent: data.markerPercent }
    trials.begin(program)
    let covered = 0
    for (let trial = 0; trial < settings.trials && worlds.length < settings.worlds; trial++) {
      const start = drawStart(rng, size)
      if (trials.run(start) !== 'completed' || trials.length >= settings.maxStates) continue
      const { coverage = 1 } = trials
      if (coverage < 1 && coverage <= covered) continue
      covered = coverage
      worlds.push({ start, effects: trials.effects.slice() })
    }
    this.#trials = trials
    this.#worlds = worlds
  }

  /** Worlds that were found. */
  get worlds(): number {
    return this.#worlds.length
  }

  /**
   * How far another program goes through the same states: the share of the longer one's actions up to the first state that
   * differs, as a mean over the worlds, 0 without any. A program that spends more than it may is compared until then.
   */
  likeness(other: Program): number {
    const trials = this.#trials
    trials.begin(other)
    let sum = 0
    for (const { start, effects } of this.#worlds) {
      trials.run(start)
      const ours = trials.effects
      const longest = Math.max(ours.length, effects.length)
      let same = 0
      while (same < ours.length && same < effects.length && ours[same] === effects[same]) same++
      sum += longest === 0 ? 1 : same / longest
    }
    return sum / Math.max(1, this.#worlds.length)
  }
}
