import { llmGs } from '../../sources.ts'
import { repeated } from '../best-return.ts'
import { karelTask } from '../karel-task.ts'
import type { KarelRules } from '../rules.ts'
import type { Starts } from '../starts.ts'
import { size, switches } from '../task-options.ts'
import { type Facing, room, type World } from '../world.ts'

const options = {
  ...size({ default: 8, min: 5 }, { default: 5, min: 5 }),
  'start-offset': {
    kind: 'integer',
    default: 0,
    min: 0,
    max: 1,
    about: 'first row and column of the start cells: 0 as in LLM-GS, inside the border wall; 1 inside the room',
  },
  ...switches,
} as const

export const wallAvoider = karelTask({
  name: 'karel/wall-avoider',
  summary: 'put one marker on every cell that touches no wall',
  options,
  text: {
    description:
      'An empty room. The agent has to put exactly one marker on every cell of the room that does not touch the border, ' +
      'and none on the ring of cells that does.',
    start:
      'Position and facing are one uniform draw. With `start-offset` 0, as in LLM-GS, rows and columns count from the ' +
      'border: the agent may start inside the top or left wall (44 % of the starts of an 8x5 world). From the corner, one ' +
      'start in 18, it can never leave.',
    reward:
      '1/N for each marker put, N being the cells that do not touch the border; -1 for a mistake. The best return of an ' +
      'episode is N times 1/N, but with `start-offset` 0 the best possible mean over all starts is 17/18 + 1/72, about ' +
      '0.958. Markers put on a start cell inside the wall count.',
    termination:
      'N markers are put; or a mistake: a marker on the ring, a second marker on a cell, or a marker picked up.',
    differences: ['`start-offset` 1 is ours: it starts the agent inside the room. Use 0 to compare with LLM-GS.'],
    sources: [llmGs],
  },
  start(rng, { height, width, 'start-offset': offset }) {
    const world = room(height, width)
    const cols = width - 2
    const rows = height - 2
    const drawn = rng.below(4 * rows * cols)
    const row = (Math.floor(drawn / cols) % rows) + offset
    world.at = row * width + (drawn % cols) + offset
    world.facing = Math.floor(drawn / (rows * cols)) as Facing
    return { world, facts: undefined }
  },
  rules: (starts, { height, width }) => new WallAvoiding(starts, (height - 4) * (width - 4)),
  // Nothing but puts pays, and every put pays the same.
  bestReturn({ height, width }) {
    const cells = (height - 4) * (width - 4)
    return repeated(1 / cells, cells)
  },
})

class WallAvoiding implements KarelRules {
  terminated = false
  readonly #starts: Starts<unknown>
  readonly #cells: number
  #isRing: Uint8Array = new Uint8Array(0)

  constructor(starts: Starts<unknown>, cells: number) {
    this.#starts = starts
    this.#cells = cells
  }

  begin(episode: number): World {
    const { world } = this.#starts.begin(episode)
    if (this.#isRing.length !== world.cells) this.#isRing = ringOf(world)
    this.terminated = false
    return world
  }

  step(world: World, _action: number, from: number, change: number): number {
    if (change === 0) return 0
    if (change === -1 || this.#isRing[from] === 1 || world.markers[from] > 1) {
      this.terminated = true
      return -1
    }
    if (world.total === this.#cells) this.terminated = true
    return 1 / this.#cells
  }
}

/** 1 on the cells of the room that touch the border. */
function ringOf({ cells, height, width }: World): Uint8Array {
  const ring = new Uint8Array(cells)
  for (let row = 1; row < height - 1; row++) {
    for (let col = 1; col < width - 1; col++) {
      if (row === 1 || row === height - 2 || col === 1 || col === width - 2) ring[row * width + col] = 1
    }
  }
  return ring
}
