import { hprl, leaps, llmGs, progPolicies } from '../../sources.ts'
import { telescoped } from '../best-return.ts'
import { between } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import { size, switches, tooManyCalls } from '../task-options.ts'
import { room, type World, type WorldStart } from '../world.ts'
import { GoalWalk, type Rewards } from './goal-walk.ts'

const options = { ...size({ default: 12, min: 4 }, { default: 12, min: 4 }), ...switches }

export const stairClimber = inVersion('dense')
export const stairClimberSparse = inVersion('sparse')

function inVersion(rewards: Rewards) {
  const dense = rewards === 'dense'
  return karelTask({
    name: dense ? 'karel/stair-climber' : 'karel/stair-climber-sparse',
    summary: dense
      ? 'climb a staircase to the marker; every step nearer pays'
      : 'climb a staircase to the marker; only the marker pays',
    options,
    text: {
      description:
        'A staircase climbs from the bottom left to the top right. The agent stands on a stair and has to reach the ' +
        'marker, which lies on a stair above it, without leaving the stairs: only stair cells and the cells right above ' +
        'them may be entered.',
      start:
        'The agent stands on a stair drawn from all but the last two, facing East; the marker lies on a stair drawn from ' +
        'those above the agent.',
      reward: dense
        ? '(d_before - d_after) / d_start, where d is the Manhattan distance to the marker; -1 for an action that ends ' +
          'off the stairs. The best return is 1.'
        : '1 on the marker, -1 for an action that ends off the stairs, else 0. The best return is 1.',
      termination: 'The agent is on the marker, or off the stairs.',
      differences: [
        'LLM-GS and the published prog_policies runs use 12x12 for both versions; the newer prog_policies script would ' +
          'run the sparse one at 8x8. Here both default to 12x12.',
        'LEAPS and HPRL score the distance differently and go on after a mistake; their versions are not this task.',
      ],
      sources: [progPolicies, llmGs, leaps, hprl],
    },
    misfit({ height, width, ...others }) {
      if (height < width) return { field: 'height', expected: `at least the width, ${width}: the stairs need the room` }
      return dense ? tooManyCalls(others, height + width) : undefined
    },
    start(rng, { height, width }) {
      const from = between(rng, 0, width - 4)
      const to = between(rng, from + 1, width - 3)
      const world = stairwell(height, width)
      const goal = stair(world, to)
      world.at = stair(world, from)
      world.markers[goal] = 1
      return { world, facts: { goal } }
    },
    rules: (starts) => new StairClimbing(starts, rewards),
    // Sparse: one reward of 1. Dense: the distance covered, which can be walked back and forth.
    bestReturn: ({ height, width, 'max-calls': calls }) => (dense ? telescoped(calls, height + width) : 1),
  })
}

class StairClimbing extends GoalWalk {
  #onStairs: Uint8Array = new Uint8Array(0)

  override begin(episode: number): World {
    const world = super.begin(episode)
    if (this.#onStairs.length !== world.cells) this.#onStairs = cellsOnStairs(world)
    return world
  }

  override step(world: World, action: number, from: number): number {
    if (world.at === from || this.#onStairs[world.at] === 1) return super.step(world, action, from)
    this.terminated = true
    return -1
  }
}

/** An empty room with the walls of the staircase, the agent facing East. */
export function stairwell(height: number, width: number): WorldStart {
  const world = room(height, width)
  for (let i = 1; i <= width - 3; i++) {
    world.walls.fill(1, (height - 1 - i) * width + i + 1, (height - 1 - i) * width + i + 3)
  }
  return world
}

/** Cell of a stair: 0 at the bottom left, width - 3 at the top right. */
export function stair({ height, width }: { height: number; width: number }, number: number): number {
  return (height - 2 - number) * width + number + 1
}

/** 1 on every stair and on the cell above every stair but the last. */
export function cellsOnStairs(world: World): Uint8Array {
  const onStairs = new Uint8Array(world.cells)
  for (let number = 0; number <= world.width - 3; number++) {
    onStairs[stair(world, number)] = 1
    if (number < world.width - 3) onStairs[stair(world, number) - world.width] = 1
  }
  return onStairs
}
