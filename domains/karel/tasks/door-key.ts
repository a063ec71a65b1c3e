import { hprl, llmGs, progPolicies } from '../../sources.ts'
import { between } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import type { KarelRules } from '../rules.ts'
import type { Starts } from '../starts.ts'
import { size, switches } from '../task-options.ts'
import { room, setWall, type World } from '../world.ts'

/** Cells that matter. */
export interface Chambers {
  readonly key: number
  readonly target: number
  readonly doors: readonly number[]
}

const options = { ...size({ default: 8, min: 5 }, { default: 8, min: 6 }), ...switches }

export const doorKey = karelTask({
  name: 'karel/door-key',
  summary: 'pick up the key marker, go through the door it opens, put it on the target',
  options,
  text: {
    description:
      'A wall divides the room. One marker, the key, lies in the left chamber with the agent; one, the target, lies in ' +
      'the right one. Picking up the key opens a door two cells high in the wall; then the agent has to put a second ' +
      'marker on the target.',
    start:
      'The wall stands in column ceil(width / 2). The key lies on a cell drawn from the left chamber, the target on one ' +
      'from the right chamber, the agent stands on a cell without marker drawn from the left chamber, facing East. The ' +
      'door is rows 2 and 3 of the wall.',
    reward:
      '0.5 for picking up the key, 0.5 for a second marker on the target, -1 for a mistake. The best return is 1.',
    termination:
      'The target has two markers; or a mistake: a marker put while the door is closed, a marker put elsewhere after ' +
      'that, or the target picked up.',
    differences: ['The HPRL version scores and ends differently; it is not this task.'],
    sources: [progPolicies, llmGs, hprl],
  },
  start(rng, { height, width }) {
    const world = room(height, width)
    const wall = Math.ceil(width / 2)
    for (let row = 1; row < height - 1; row++) world.walls[row * width + wall] = 1
    const draw = (left: number, right: number) => between(rng, 1, height - 2) * width + between(rng, left, right)
    const key = draw(1, wall - 1)
    const target = draw(wall + 1, width - 2)
    world.markers[key] = world.markers[target] = 1
    do world.at = draw(1, wall - 1)
    while (world.markers[world.at] > 0)
    return { world, facts: { key, target, doors: [2 * width + wall, 3 * width + wall] } }
  },
  rules: (starts) => new Unlocking(starts),
  // Two halves, and at most one of each.
  bestReturn: () => 1,
})

class Unlocking implements KarelRules {
  terminated = false
  readonly #starts: Starts<Chambers>
  #chambers: Chambers = { key: 0, target: 0, doors: [] }
  #locked = true

  constructor(starts: Starts<Chambers>) {
    this.#starts = starts
  }

  begin(episode: number): World {
    const { world, facts } = this.#starts.begin(episode)
    this.terminated = false
    this.#chambers = facts
    this.#locked = true
    return world
  }

  step(world: World, _action: number, _from: number, change: number): number {
    if (change === 0) return 0
    const { key, target, doors } = this.#chambers
    if (this.#locked) {
      if (world.total > 2) return this.#end(-1)
      if (world.markers[key] > 0) return 0
      this.#locked = false
      for (const door of doors) setWall(world, door, 0)
      return 0.5
    }
    if (world.total > 1) return this.#end(world.markers[target] === 2 ? 0.5 : -1)
    return world.total === 0 ? this.#end(-1) : 0
  }

  #end(reward: number): number {
    this.terminated = true
    return reward
  }
}
