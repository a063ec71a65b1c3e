import type { Rng } from '@cairn/language'
import { hprl, leaps, llmGs, progPolicies } from '../../sources.ts'
import { telescoped } from '../best-return.ts'
import { between, shuffle } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import { size, switches, tooManyCalls } from '../task-options.ts'
import { room, type WorldStart } from '../world.ts'
import { GoalWalk, type Rewards } from './goal-walk.ts'

const options = { ...size({ default: 8, min: 5 }, { default: 8, min: 5 }), ...switches }

export const maze = inVersion('dense')
export const mazeSparse = inVersion('sparse')

function inVersion(rewards: Rewards) {
  const dense = rewards === 'dense'
  return karelTask({
    name: dense ? 'karel/maze' : 'karel/maze-sparse',
    summary: dense ? 'find the marker in a maze; every step nearer pays' : 'find the marker in a maze',
    options,
    text: {
      description:
        'A maze without loops, another one in every episode. The agent starts in the bottom left corner and has to reach ' +
        'the marker. Picking it up makes no difference: only the position counts.',
      start:
        'The maze is carved from the bottom left with a stack of cells two apart: take the last one, shuffle its ' +
        'neighbours, and connect all those not yet visited (the cell itself is not put back, so mazes are bushy). The ' +
        'marker lies on a free cell drawn uniformly, not the agent’s. The agent faces East.',
      reward: dense
        ? '(d_before - d_after) / d_start, where d is the Manhattan distance to the marker, walls aside. The best return ' +
          'is 1; nothing is punished.'
        : '1 on the marker, else 0.',
      termination: 'The agent is on the marker.',
      differences: [
        'The parameter files and result files of prog_policies have MazeSparse at 12x12; its newer script, LLM-GS, LEAPS ' +
          'and HPRL have 8x8. The default is 8x8: give `height` and `width` to compare with the published files.',
        'LEAPS also puts the popped cell back on the stack: same shape, other order of draws.',
      ],
      sources: [progPolicies, llmGs, leaps, hprl],
    },
    misfit: (given) => (dense ? tooManyCalls(given, given.height + given.width) : undefined),
    start(rng, { height, width }) {
      const world = carved(rng, height, width)
      let goal: number
      do goal = between(rng, 1, height - 2) * width + between(rng, 1, width - 2)
      while (world.walls[goal] === 1 || goal === world.at)
      world.markers[goal] = 1
      return { world, facts: { goal } }
    },
    rules: (starts) => new GoalWalk(starts, rewards),
    // Sparse: one reward of 1. Dense: the distance covered, which can be walked back and forth.
    bestReturn: ({ height, width, 'max-calls': calls }) => (dense ? telescoped(calls, height + width) : 1),
  })
}

/** A maze in solid wall, the agent at its root facing East. */
export function carved(rng: Rng, height: number, width: number): WorldStart {
  const world = room(height, width)
  const { walls } = world
  walls.fill(1)
  const root = (height - 2) * width + 1
  const stack = [root]
  walls[root] = 0
  for (let cell = stack.pop(); cell !== undefined; cell = stack.pop()) {
    for (const neighbour of shuffle(rng, twoApart(cell, height, width))) {
      if (walls[neighbour] === 0) continue
      walls[neighbour] = 0
      walls[(cell + neighbour) / 2] = 0
      stack.push(neighbour)
    }
  }
  world.at = root
  return world
}

/** Interior cells two steps up, down, left and right. */
function twoApart(cell: number, height: number, width: number): number[] {
  const row = Math.floor(cell / width)
  const col = cell % width
  const cells: number[] = []
  if (row - 2 > 0) cells.push(cell - 2 * width)
  if (row + 2 < height - 1) cells.push(cell + 2 * width)
  if (col - 2 > 0) cells.push(cell - 2)
  if (col + 2 < width - 1) cells.push(cell + 2)
  return cells
}
