import { hprl, leaps, llmGs, progPolicies } from '../../sources.ts'
import { repeated } from '../best-return.ts'
import { Collecting } from '../collecting.ts'
import { between } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import { size, switches } from '../task-options.ts'
import { room } from '../world.ts'

const options = { ...size({ default: 8, min: 3 }, { default: 8, min: 5 }), ...switches }

export const harvester = inVersion('dense')
export const harvesterSparse = inVersion('sparse')

function inVersion(rewards: 'dense' | 'sparse') {
  const dense = rewards === 'dense'
  return karelTask({
    name: dense ? 'karel/harvester' : 'karel/harvester-sparse',
    summary: dense
      ? 'pick up the marker on every cell of a room; every marker pays'
      : 'pick up the marker on every cell of a room; only the last one pays',
    options,
    text: {
      description: 'A room with a marker on every cell. The agent has to pick up all of them.',
      start: 'The agent stands in the bottom row, in a column drawn from all but the first and the last, facing East.',
      reward: dense
        ? '1/N for each marker picked, N being the markers at the start; -1 for putting one. The best return is N times ' +
          '1/N.'
        : '1 for the last marker, -1 for putting a marker while none is missing, else 0.',
      termination: dense
        ? 'No marker is left, or one was put.'
        : 'No marker is left, or there are more than at the start. Putting back a marker that was picked is no mistake.',
      differences: [
        'The start of LEAPS is fixed, and LEAPS and HPRL count differently; their versions are not this task.',
      ],
      sources: [progPolicies, llmGs, leaps, hprl],
    },
    start(rng, { height, width }) {
      const world = room(height, width)
      for (let cell = 0; cell < world.walls.length; cell++) world.markers[cell] = 1 - world.walls[cell]
      world.at = (height - 2) * width + between(rng, 2, width - 3)
      return { world, facts: undefined }
    },
    rules: (starts) => new Collecting(starts, rewards),
    // Dense: nothing but picks pays, and every pick pays the same.
    bestReturn({ height, width }) {
      const markers = (height - 2) * (width - 2)
      return dense ? repeated(1 / markers, markers) : 1
    },
  })
}
