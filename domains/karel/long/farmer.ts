import { hipo } from '../../sources.ts'
import type { Start } from '../starts.ts'
import { room, type World } from '../world.ts'
import { LongRules, longCap, pick, put } from './long-rules.ts'
import { longTask } from './long-task.ts'

const side = 8
const cells = (side - 2) ** 2
/** Markers put in a row before a pick begins the harvest. */
const ripe = (1 - 1 / 6) * cells
const rounds = 10
/** Where the marker of a new round appears. */
const seed = 1 * side + 6

/** Fill the field with markers, then take them all, ten times over. */
export class FarmerRules extends LongRules<null> {
  #harvesting = false
  /** Markers put, or picked, since the mode began. */
  #inARow = 1
  /** Picks and puts that counted. */
  #counted = 0
  #round = 0

  protected reset(): void {
    this.#harvesting = false
    this.#inARow = 1
    this.#counted = 0
    this.#round = 0
  }

  /** Every pick and put rewrites the agent's cell, if only with the count it has: that lays a ghost there. */
  handle(world: World, action: number): number {
    const count = this.bits.count(world.at)
    const change = this.bits.set(world.at, this.#countAfter(action, count))
    if (change === 0 || this.done) return change
    this.#inARow++
    this.#counted++
    return change
  }

  step(world: World): number {
    if (this.done) return -this.cost
    const reward = this.advanceTo(this.#counted / (cells * 2 * rounds * this.scale))
    if (world.total === 0) this.#nextRound()
    return reward
  }

  /** The count that the action leaves; switches between planting and harvesting. */
  #countAfter(action: number, count: 0 | 1): 0 | 1 {
    if (this.done) return count
    if (action === put && this.#harvesting) {
      if (this.#inARow < cells) return count
      this.#harvesting = false
      this.#inARow = 1
    } else if (action === pick && !this.#harvesting) {
      if (this.#inARow < ripe) return count
      this.#harvesting = true
      this.#inARow = 0
    }
    return action === pick ? 0 : 1
  }

  #nextRound(): void {
    this.#round++
    if (this.#round < rounds * this.scale) {
      this.bits.setBit(seed, 1)
      this.#harvesting = false
      this.#inARow = 1
    } else {
      this.done = true
    }
  }
}

function start(): Start<null> {
  const world = { ...room(side, side), at: 6 * side + 1, cap: longCap }
  world.markers[seed] = 1
  return { world, facts: null }
}

export const farmer = longTask<null>({
  name: 'karel/farmer',
  summary: 'Plant the whole field, harvest it, and begin again',
  text: {
    description:
      'An empty field. While planting, markers can only be put; once 30 have been (the one that lies there counts), the ' +
      'first pick begins the harvest, and then they can only be picked, until none is left and a new round begins.',
    start: 'Always the same: the agent in the bottom left corner facing East, one marker in the top right corner.',
    reward: 'Each marker put or picked pays 1/720, every action costs 0.0001; both divided by `scale`.',
    termination: 'Never by itself: after 10 (times `scale`) rounds nothing has an effect and every action still costs.',
    differences: [
      'The marker of a new round is a ghost: it can be seen, but a pick of it does not count and, before the harvest, ' +
        'begins yet another round if no other marker is left. With `ghosts` off it is an ordinary marker.',
    ],
    sources: [hipo],
  },
  gain: 1 / (cells * 2 * rounds),
  paysBeyondDone: false,
  drawsStart: false,
  start,
  rules: (setting) => new FarmerRules(setting),
})
