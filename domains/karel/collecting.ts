import type { KarelRules } from './rules.ts'
import type { Starts } from './starts.ts'
import type { World } from './world.ts'

/** Collect every marker, put none: the rewards of CleanHouse and Harvester. */
export class Collecting implements KarelRules {
  terminated = false
  readonly #starts: Starts<unknown>
  readonly #dense: boolean
  #atStart = 0

  constructor(starts: Starts<unknown>, rewards: 'dense' | 'sparse') {
    this.#starts = starts
    this.#dense = rewards === 'dense'
  }

  begin(episode: number): World {
    const { world } = this.#starts.begin(episode)
    this.terminated = false
    this.#atStart = world.total
    return world
  }

  step(world: World, _action: number, _from: number, change: number): number {
    if (change === 0) return 0
    // The sparse classes of prog_policies never update the count they compare with: a marker that was picked may be put
    // back without harm.
    if (this.#dense ? change === 1 : world.total > this.#atStart) {
      this.terminated = true
      return -1
    }
    if (world.total === 0) this.terminated = true
    if (this.#dense) return 1 / this.#atStart
    return this.terminated ? 1 : 0
  }
}
