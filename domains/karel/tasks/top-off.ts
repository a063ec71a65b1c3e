import { hprl, leaps, llmGs, progPolicies } from '../../sources.ts'
import { telescoped } from '../best-return.ts'
import { between, shuffle } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import type { KarelRules } from '../rules.ts'
import type { Starts } from '../starts.ts'
import { size, switches } from '../task-options.ts'
import { room, type World } from '../world.ts'

type Rewards = 'dense' | 'sparse'

const options = { ...size({ default: 12, min: 3 }, { default: 12, min: 5 }), ...switches }

export const topOff = inVersion('dense')
export const topOffSparse = inVersion('sparse')

function inVersion(rewards: Rewards) {
  const dense = rewards === 'dense'
  return karelTask({
    name: dense ? 'karel/top-off' : 'karel/top-off-sparse',
    summary: dense
      ? 'put a second marker on every marked cell of the bottom row; every cell pays'
      : 'put a second marker on every marked cell of the bottom row; only the last cell pays',
    options,
    text: {
      description:
        'Some cells of the bottom row carry a marker. The agent has to put a second marker on each of them, and no ' +
        'marker anywhere else.',
      start:
        'The agent stands at the left end of the bottom row, facing East. The cells to its right are shuffled, a number ' +
        'from 1 to all but one of them is drawn, and so many of them, in that order, get a marker.',
      reward: dense
        ? '(n_after - n_before) / m, where n counts the marked cells that have exactly two markers and m all marked ' +
          'cells; -1 for a mistake. The best return is 1.'
        : '1 when every marked cell has exactly two markers, -1 for a mistake, else 0. The best return is 1.',
      termination:
        'All m cells have two markers; or a mistake: a marked cell is emptied, a third marker is put on one, or a marker ' +
        'is put anywhere else.',
      differences: [
        'LEAPS also asks the agent to stop in the last column; prog_policies and LLM-GS do not, and neither does this task.',
        'The smaller worlds of HPRL (8x8) are had with the size options; its other rules are not this task.',
      ],
      sources: [progPolicies, llmGs, leaps, hprl],
    },
    start(rng, { height, width }) {
      const world = room(height, width)
      const row = (height - 2) * width
      const cells = Array.from({ length: width - 3 }, (_, i) => row + 2 + i)
      shuffle(rng, cells)
      const marked = between(rng, 1, width - 4)
      for (const cell of cells.slice(0, marked)) world.markers[cell] = 1
      world.at = row + 1
      return { world, facts: undefined }
    },
    rules: (starts) => new ToppingOff(starts, rewards),
    // Sparse: one reward of 1. Dense: a second marker can be put and picked again and again; the sum stays in 0..1.
    bestReturn: ({ 'max-calls': calls }) => (dense ? telescoped(calls, 1) : 1),
  })
}

class ToppingOff implements KarelRules {
  terminated = false
  readonly #starts: Starts<unknown>
  readonly #dense: boolean
  /** Cells marked at the start. */
  #targets = 0
  /** Those of them that have two markers. */
  #done = 0

  constructor(starts: Starts<unknown>, rewards: Rewards) {
    this.#starts = starts
    this.#dense = rewards === 'dense'
  }

  begin(episode: number): World {
    const { world } = this.#starts.begin(episode)
    this.terminated = false
    this.#targets = world.total
    this.#done = 0
    return world
  }

  step(world: World, _action: number, from: number, change: number): number {
    if (change === 0) return 0
    const before = this.#done
    const count = world.markers[from]
    if (world.start.markers[from] === 1) {
      if (count === 2) this.#done++
      else if (count - change === 2) this.#done--
      if (count === 0) return this.#mistake()
    }
    if (world.total > this.#done + this.#targets) return this.#mistake()
    if (this.#done === this.#targets) this.terminated = true
    if (!this.#dense) return this.terminated ? 1 : 0
    return (this.#done - before) / this.#targets
  }

  #mistake(): number {
    this.terminated = true
    return -1
  }
}
