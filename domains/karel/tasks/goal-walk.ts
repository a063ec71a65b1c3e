import { distance } from '../geometry.ts'
import type { KarelRules } from '../rules.ts'
import type { Starts } from '../starts.ts'
import type { World } from '../world.ts'

/** Cell to reach. */
export interface Goal {
  readonly goal: number
}

export type Rewards = 'dense' | 'sparse'

/** Walking to a goal: every step nearer pays its share of the way, or only the last one does. */
export class GoalWalk implements KarelRules {
  terminated = false
  readonly #starts: Starts<Goal>
  readonly #dense: boolean
  #goal = 0
  #distance = 0
  #distanceAtStart = 0

  constructor(starts: Starts<Goal>, rewards: Rewards) {
    this.#starts = starts
    this.#dense = rewards === 'dense'
  }

  begin(episode: number): World {
    const { world, facts } = this.#starts.begin(episode)
    this.terminated = false
    this.#goal = facts.goal
    this.#distance = this.#distanceAtStart = distance(world.width, world.at, facts.goal)
    return world
  }

  step(world: World, _action: number, from: number): number {
    const { at } = world
    if (at === from) return 0
    if (at === this.#goal) this.terminated = true
    if (!this.#dense) return this.terminated ? 1 : 0
    const before = this.#distance
    this.#distance = distance(world.width, at, this.#goal)
    return (before - this.#distance) / this.#distanceAtStart
  }
}
