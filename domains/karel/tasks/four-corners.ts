import { hprl, leaps, llmGs, progPolicies } from '../../sources.ts'
import { between } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import type { KarelRules } from '../rules.ts'
import type { Starts } from '../starts.ts'
import { size, switches } from '../task-options.ts'
import { room, type World } from '../world.ts'

type Rewards = 'dense' | 'sparse'

const options = { ...size({ default: 12, min: 4 }, { default: 12, min: 5 }), ...switches }

export const fourCorners = inVersion('dense')
export const fourCornersSparse = inVersion('sparse')

function inVersion(rewards: Rewards) {
  const dense = rewards === 'dense'
  return karelTask({
    name: dense ? 'karel/four-corners' : 'karel/four-corners-sparse',
    summary: dense
      ? 'put one marker in each corner of an empty room; every corner pays'
      : 'put one marker in each corner of an empty room; only the fourth corner pays',
    options,
    text: {
      description:
        'An empty room. The agent has to put one marker in each of the four corners, and no marker anywhere else.',
      start: 'The agent stands in the bottom row, in a column drawn from all but the first and the last, facing East.',
      reward: dense
        ? '1/4 for each corner that becomes marked, -1/4 for each that is emptied again; -1 for a marker outside the ' +
          'corners or a second one in a corner. The best return is 1.'
        : '1 when all corners are marked; -1 for a marker outside the corners or a second one in a corner; else 0. The ' +
          'best return is 1.',
      termination: 'All corners are marked, or there is a marker too many.',
      differences: [
        'The LEAPS and HPRL versions count differently and do not end at a mistake; they are not this task.',
        dense
          ? 'The papers report this version.'
          : 'prog_policies has this version in its code, its paper reports the dense one.',
      ],
      sources: [progPolicies, llmGs, leaps, hprl],
    },
    start(rng, { height, width }) {
      const world = room(height, width)
      world.at = (height - 2) * width + between(rng, 2, width - 3)
      return { world, facts: undefined }
    },
    rules: (starts) => new CornerMarking(starts, rewards),
    // Quarters add up without rounding.
    bestReturn: () => 1,
  })
}

class CornerMarking implements KarelRules {
  terminated = false
  readonly #starts: Starts<unknown>
  readonly #dense: boolean
  #isCorner: Uint8Array = new Uint8Array(0)
  /** Corners with a marker. */
  #marked = 0

  constructor(starts: Starts<unknown>, rewards: Rewards) {
    this.#starts = starts
    this.#dense = rewards === 'dense'
  }

  begin(episode: number): World {
    const { world } = this.#starts.begin(episode)
    if (this.#isCorner.length !== world.cells) this.#isCorner = cornersOf(world)
    this.terminated = false
    this.#marked = 0
    return world
  }

  step(world: World, _action: number, from: number, change: number): number {
    if (change === 0) return 0
    const before = this.#marked
    if (this.#isCorner[from] === 1) {
      if (change === 1 && world.markers[from] === 1) this.#marked++
      if (change === -1 && world.markers[from] === 0) this.#marked--
    }
    if (world.total > this.#marked) {
      this.terminated = true
      return -1
    }
    if (this.#marked === 4) this.terminated = true
    if (!this.#dense) return this.terminated ? 1 : 0
    return (this.#marked - before) / 4
  }
}

function cornersOf({ cells, height, width }: World): Uint8Array {
  const corners = new Uint8Array(cells)
  for (const row of [1, height - 2]) {
    for (const col of [1, width - 2]) corners[row * width + col] = 1
  }
  return corners
}
