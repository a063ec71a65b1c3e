import { hprl, llmGs, progPolicies } from '../../sources.ts'
import { repeated } from '../best-return.ts'
import { between } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import type { KarelRules } from '../rules.ts'
import type { Starts } from '../starts.ts'
import { size, switches } from '../task-options.ts'
import { room, setWall, type World } from '../world.ts'

const options = {
  ...size({ default: 8, min: 4 }, { default: 8, min: 4 }),
  variant: {
    kind: 'choice',
    default: 'llm-gs',
    of: ['llm-gs', 'prog-policies'],
    about: 'what the visited cells are divided by: those that can be entered, or all',
  },
  ...switches,
} as const

export const oneStroke = karelTask({
  name: 'karel/one-stroke',
  summary: 'visit every cell of an empty room once; a cell that is left becomes a wall',
  options,
  text: {
    description:
      'An empty room. Every cell the agent leaves becomes a wall; the agent has to visit as many cells as it can before it ' +
      'is walled in.',
    start: 'The agent stands on a cell drawn uniformly (column first, then row), facing East.',
    reward:
      '1/M for every move to another cell. M is the number of cells less one (`llm-gs`): a perfect stroke returns M times ' +
      '1/M; or the number of cells (`prog-policies`): at most one less than M cells can be entered, so the best return is ' +
      '35/36 in a room of 36 cells.',
    termination:
      'M cells have been entered, which cannot happen in the `prog-policies` variant. Running into a wall ends nothing ' +
      '(with `crashable` it does).',
    differences: [
      'The papers say that hitting a wall ends the episode; the released codes do so only when crashable, and the ' +
        'published runs are not.',
      'HPRL ends the episode at a bump or a revisit; its version is not this task.',
    ],
    sources: [llmGs, progPolicies, hprl],
  },
  start(rng, { height, width }) {
    const world = room(height, width)
    const col = between(rng, 1, width - 2)
    world.at = between(rng, 1, height - 2) * width + col
    return { world, facts: undefined }
  },
  rules: (starts, given) => new Stroke(starts, strokeLength(given)),
  bestReturn(given) {
    return repeated(1 / strokeLength(given), (given.height - 2) * (given.width - 2) - 1)
  },
})

/** M: what the number of moves is divided by. */
function strokeLength({ height, width, variant }: { height: number; width: number; variant: string }): number {
  return (height - 2) * (width - 2) - (variant === 'llm-gs' ? 1 : 0)
}

class Stroke implements KarelRules {
  terminated = false
  readonly #starts: Starts<unknown>
  readonly #length: number
  #moves = 0

  constructor(starts: Starts<unknown>, length: number) {
    this.#starts = starts
    this.#length = length
  }

  begin(episode: number): World {
    const { world } = this.#starts.begin(episode)
    this.terminated = false
    this.#moves = 0
    return world
  }

  step(world: World, _action: number, from: number): number {
    if (world.at === from) return 0
    setWall(world, from, 1)
    if (++this.#moves === this.#length) this.terminated = true
    return 1 / this.#length
  }
}
