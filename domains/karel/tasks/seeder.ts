import { hprl, llmGs, progPolicies } from '../../sources.ts'
import { repeated } from '../best-return.ts'
import { between } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import type { KarelRules } from '../rules.ts'
import type { Starts } from '../starts.ts'
import { size, switches } from '../task-options.ts'
import { room, type World } from '../world.ts'

const options = { ...size({ default: 8, min: 3 }, { default: 8, min: 5 }), ...switches }

export const seeder = karelTask({
  name: 'karel/seeder',
  summary: 'put one marker on every cell of an empty room',
  options,
  text: {
    description: 'An empty room. The agent has to put exactly one marker on every cell.',
    start:
      'The agent stands in a column drawn from all but the first and the last (drawn first) and any row, facing East.',
    reward:
      '1/N for each marker put on an empty cell, N being the cells of the room; -1 for a second marker on a cell or for ' +
      'picking one up. The best return is N times 1/N.',
    termination: 'Every cell has its marker, or a mistake was made.',
    differences: ['The start of HPRL is fixed and it scores differently; its version is not this task.'],
    sources: [progPolicies, llmGs, hprl],
  },
  start(rng, { height, width }) {
    const world = room(height, width)
    const col = between(rng, 2, width - 3)
    world.at = between(rng, 1, height - 2) * width + col
    return { world, facts: undefined }
  },
  rules: (starts, { height, width }) => new Seeding(starts, (height - 2) * (width - 2)),
  // Nothing but puts pays, and every put pays the same.
  bestReturn({ height, width }) {
    const cells = (height - 2) * (width - 2)
    return repeated(1 / cells, cells)
  },
})

class Seeding implements KarelRules {
  terminated = false
  readonly #starts: Starts<unknown>
  readonly #cells: number

  constructor(starts: Starts<unknown>, cells: number) {
    this.#starts = starts
    this.#cells = cells
  }

  begin(episode: number): World {
    this.terminated = false
    return this.#starts.begin(episode).world
  }

  step(world: World, _action: number, from: number, change: number): number {
    if (change === 0) return 0
    if (change === -1 || world.markers[from] > 1) {
      this.terminated = true
      return -1
    }
    if (world.total === this.#cells) this.terminated = true
    return 1 / this.#cells
  }
}
