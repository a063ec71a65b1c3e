import type { Rng } from '@cairn/language'
import { hipo } from '../../sources.ts'
import { between } from '../draws.ts'
import type { Start } from '../starts.ts'
import { room, setWall, type World } from '../world.ts'
import { LongRules, longCap, pick, put } from './long-rules.ts'
import { longTask } from './long-task.ts'

const side = 8
const goals = 100
const middle = 4

/** The cells of the four goals, in the order in which they are visited: key, target, key, target. */
export type Goals = readonly [number, number, number, number]

/** Doors by stage: the goal of a stage opens its door and closes the one before. */
const doors = [2 * side + middle, middle * side + 6, 6 * side + middle, middle * side + 2]

/** Round and round through four rooms: a key opens the door to its target, the target the door to the next key. */
export class InfDoorKeyRules extends LongRules<Goals> {
  #goals: Goals = [0, 0, 0, 0]
  #reached = 0

  protected reset(_world: World, facts: Goals): void {
    this.#goals = facts
    this.#reached = 0
  }

  /** putMarker never adds a marker, but it rewrites the cell with the count it has: that lays a ghost there. */
  handle(world: World, action: number): number {
    return this.bits.set(world.at, action === pick ? 0 : this.bits.count(world.at))
  }

  /** Only place and action count, not whether a marker was there. */
  step(world: World, action: number): number {
    if (this.done) return -this.cost
    const stage = this.#reached % 4
    const advances = world.at === this.#goals[stage] && action === (stage % 2 === 0 ? pick : put)
    const next = this.#goals[(stage + 1) % 4]
    if (advances) {
      this.#reached++
      setWall(world, doors[stage], 0)
      if (stage % 2 === 1) this.bits.setBit(world.at, 0)
      setWall(world, doors[(stage + 3) % 4], 1)
      this.bits.setBit(next, 1)
    }
    const reward = this.advanceTo(this.#reached / (goals * this.scale))
    this.done = this.progress >= 0.99
    if (advances && this.done) this.bits.setBit(next, 0)
    return reward
  }
}

/** The draws of the reference, in its order. */
function start(rng: Rng): Start<Goals> {
  const cell = (top: number, bottom: number, left: number, right: number) => {
    const row = between(rng, top, bottom)
    return row * side + between(rng, left, right)
  }
  const world = { ...room(side, side), at: cell(1, 2, 1, 2), cap: longCap }
  const facts: Goals = [cell(1, 3, 1, 3), cell(1, 3, 5, 6), cell(5, 6, 5, 6), cell(5, 6, 1, 3)]
  for (let i = 0; i < side; i++) world.walls[middle * side + i] = world.walls[i * side + middle] = 1
  for (const goal of facts) world.markers[goal] = 1
  return { world, facts }
}

export const infDoorKey = longTask<Goals>({
  name: 'karel/inf-door-key',
  summary: 'Walk through four rooms in a circle, each door opened by a key or a target in the room before',
  text: {
    description:
      'Four rooms, four closed doors. Picking the key in the first room opens the second, putting it on the target there ' +
      'opens the third with the second key, whose target is in the fourth, which opens the first again. The door behind ' +
      'the agent closes.',
    start:
      'Agent, keys and targets uniform in their rooms (the agent in the top left corner of its room, facing East); a ' +
      'marker on each of the four, and the agent may stand on one.',
    reward:
      'Each goal pays 1/100, every action costs 0.0001; both divided by `scale`. pickMarker on a key, putMarker on a ' +
      'target; it does not matter whether the marker is there.',
    termination: 'Never by itself: once progress reaches 0.99 nothing pays any more and every action still costs.',
    differences: [
      'Keys and targets may be ghosts: a put on an empty cell makes the marker that later appears there one. It shows ' +
        'only away from the goals.',
    ],
    sources: [hipo],
  },
  gain: 1 / goals,
  paysBeyondDone: false,
  drawsStart: true,
  start,
  rules: (setting) => new InfDoorKeyRules(setting),
})
