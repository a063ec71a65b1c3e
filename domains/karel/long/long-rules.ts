import type { LeapsRules } from '../leaps-interpreter.ts'
import type { Starts } from '../starts.ts'
import type { World } from '../world.ts'
import type { Draws, DrawsOf } from './draws.ts'
import { MarkerBits } from './marker-bits.ts'

/** Markers a cell can hold in the HIPO worlds. */
export const longCap = 1

/** Action indices that these rules ask for. */
export const pick = 3
export const put = 4

/** What all rules of Karel-Long are made of. */
export interface LongSetting<Facts> {
  readonly starts: Starts<Facts>
  readonly draws: DrawsOf
  /** Multiplies the goals and divides the rewards, the cost of an action included. */
  readonly scale: number
  readonly ghosts: boolean
}

/** Rules of Karel-Long, whatever they know of the start. */
export type PlayableRules = Pick<LongRules<unknown>, 'begin' | 'handle' | 'step' | 'bits' | 'progress' | 'done'>

/** What the five tasks share: the cost of an action, progress, and being done, which does not end the episode. */
export abstract class LongRules<Facts> implements LeapsRules {
  readonly scale: number
  /** Of every action. */
  readonly cost: number
  readonly bits: MarkerBits
  progress = 0
  done = false
  readonly #starts: Starts<Facts>
  readonly #drawsOf: DrawsOf
  #draws: Draws | undefined
  #episode = 0

  constructor({ starts, draws, scale, ghosts }: LongSetting<Facts>) {
    this.scale = scale
    this.cost = 0.0001 / scale
    this.bits = new MarkerBits(ghosts)
    this.#starts = starts
    this.#drawsOf = draws
  }

  begin(episode: number): World {
    const { world, facts } = this.#starts.begin(episode)
    this.bits.begin(world)
    this.progress = 0
    this.done = false
    this.#episode = episode
    this.#draws = undefined
    this.reset(world, facts)
    return world
  }

  /** The generator of the episode, made when it is first asked for. */
  protected get draws(): Draws {
    this.#draws ??= this.#drawsOf(this.#episode)
    return this.#draws
  }

  /** The reward of getting from the progress so far to this one. */
  protected advanceTo(progress: number): number {
    const reward = progress - this.progress - this.cost
    this.progress = progress
    return reward
  }

  /** Bookkeeping at the start of an episode. */
  protected abstract reset(world: World, facts: Facts): void
  abstract handle(world: World, action: number): number
  abstract step(world: World, action: number, from: number, change: number): number
}
