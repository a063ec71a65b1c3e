import { hprl, leaps, llmGs, progPolicies } from '../../sources.ts'
import { repeated } from '../best-return.ts'
import { Collecting } from '../collecting.ts'
import { between } from '../draws.ts'
import { karelTask } from '../karel-task.ts'
import { switches } from '../task-options.ts'
import { room } from '../world.ts'

/** The one house: 14 rows, 22 columns. */
const plan = [
  '######################',
  '#..##########.#......#',
  '#..#..........#####.##',
  '##.#................##',
  '##........#.........##',
  '###.#.###.#..###.#.###',
  '#...#...#....#...#..##',
  '#...#...#....#...#...#',
  '#...#...#....#...##..#',
  '#...#...##..##...##.##',
  '#...#...##..##...#..##',
  '#...#...##..##...#..##',
  '#...#...##..##...#..##',
  '######################',
]
const height = plan.length
const width = plan[0].length
const walls = Uint8Array.from(plan.join(''), (cell) => (cell === '#' ? 1 : 0))

/** Markers drawn; one more always lies beside the agent. */
const drawn = 10
const agent = 1 * width + 13
const beside = 2 * width + 12

/** Cells along a wall, less the agent's, the one that is always marked and four in doorways. */
const candidates = cellsAlongWalls([agent, beside, 3 * width + 10, 4 * width + 11, 5 * width + 11, 6 * width + 10])

/** The house and its cells, for other versions of the task. */
export const house = { height, width, walls, agent, beside, candidates } as const

export const cleanHouse = inVersion('dense')
export const cleanHouseSparse = inVersion('sparse')

function inVersion(rewards: 'dense' | 'sparse') {
  const dense = rewards === 'dense'
  return karelTask({
    name: dense ? 'karel/clean-house' : 'karel/clean-house-sparse',
    summary: dense
      ? 'pick up the markers along the walls of a house; every marker pays'
      : 'pick up the markers along the walls of a house; only the last one pays',
    options: switches,
    text: {
      description:
        'A house of several rooms, always the same, 14 rows by 22 columns. Eleven markers lie along its walls; the agent ' +
        'has to pick up all of them.',
      start:
        `Ten of the ${candidates.length} cells along the walls, drawn without repetition, get a marker; one more always ` +
        'lies at row 2, column 12. The agent stands at row 1, column 13, facing South.',
      reward: dense
        ? '1/11 for each marker picked, -1 for putting one. The best return is eleven times 1/11.'
        : '1 for the last marker, -1 for putting a twelfth marker into the house, else 0.',
      termination: dense
        ? 'No marker is left, or one was put.'
        : 'No marker is left, or there are more than at the start. Putting back a marker that was picked is no mistake.',
      differences: [
        'The order in which prog_policies lists the candidate cells is not known here, so episode n has other markers ' +
          'than its configuration n; their distribution is the same.',
        'LEAPS and HPRL count differently; their versions are not this task.',
      ],
      sources: [progPolicies, llmGs, leaps, hprl],
    },
    start(rng) {
      const world = { ...room(height, width), walls, at: agent, facing: 2 as const }
      const cells = [...candidates]
      for (let i = 0; i < drawn; i++) {
        const j = between(rng, i, cells.length - 1)
        world.markers[cells[j]] = 1
        cells[j] = cells[i]
      }
      world.markers[beside] = 1
      return { world, facts: undefined }
    },
    rules: (starts) => new Collecting(starts, rewards),
    // Dense: nothing but picks pays, and every pick pays the same.
    bestReturn: () => (dense ? repeated(1 / (drawn + 1), drawn + 1) : 1),
  })
}

function cellsAlongWalls(except: readonly number[]): readonly number[] {
  const cells: number[] = []
  for (let cell = 0; cell < walls.length; cell++) {
    if (walls[cell] === 1 || except.includes(cell)) continue
    const around = [cell - width, cell + 1, cell + width, cell - 1]
    if (around.some((neighbour) => walls[neighbour] === 1)) cells.push(cell)
  }
  return cells
}
