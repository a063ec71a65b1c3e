import type { TaskOptions } from '../../task.ts'
import { byName } from '../../task-names.ts'
import type { KarelTask } from '../karel-task.ts'
import { size } from '../task-options.ts'
import type { HprlEpisode } from './hprl-episode.ts'
import { best, episode, player, textOf, version, versionOf } from './hprl-playing.ts'
import {
  HprlCorners,
  HprlDoorKey,
  HprlHarvest,
  HprlHouse,
  HprlMaze,
  HprlOneStroke,
  HprlSeeder,
  HprlStairs,
  HprlTopOff,
  hprlCaps,
} from './hprl-rules.ts'
import { HprlSnake, snakeStart } from './hprl-snake.ts'
import { originalTask } from './original-task.ts'
import {
  anyCornerScene,
  anywhereScene,
  chambersScene,
  filledScene,
  houseScene,
  mazeScene,
  stairsScene,
  topOffScene,
} from './scenes.ts'

const { single, stacks } = hprlCaps

const eight = size({ default: 8, min: 5 }, { default: 8, min: 6 })

const tasks = [
  originalTask({
    name: 'karel/hprl-stair-climber',
    summary: 'the staircase as HPRL scores it, in up to five programs',
    options: { ...size({ default: 8, min: 4 }, { default: 8, min: 4 }), ...version, ...episode },
    text: textOf({
      description:
        'A staircase climbs from the bottom left to the top right. The agent stands on a stair and has to reach the ' +
        'marker, which lies on a stair above it.',
      start:
        'Two different stairs are drawn: the agent stands on the lower one, facing East, the marker lies on the upper.',
      reward:
        'With `dense`: (d_before - d_after) / d_start, where d is the Manhattan distance to the marker’s cell, or ' +
        '-1 / d_start for an action that ends off the stairs and the cells right above them; a program is paid the mean ' +
        'of its rewards. With `sparse`: 1 on the cell.',
      termination: 'The agent is on the marker’s cell.',
    }),
    misfit: ({ height, width }) =>
      height < width
        ? { field: 'height', expected: `at least the width, ${width}: the stairs need the room` }
        : undefined,
    start: (rng, options) => stairsScene(rng, options, single),
    player: (starts, options) =>
      player(new HprlStairs(starts, versionOf(options.rewards)), options, options.rewards === 'dense'),
    bestReturn: ({ rewards }) => (rewards === 'sparse' ? 1 : undefined),
  }),
  originalTask({
    name: 'karel/hprl-four-corners',
    summary: 'one marker in each corner as HPRL scores it, in up to five programs',
    options: { ...size({ default: 8, min: 5 }, { default: 8, min: 5 }), ...version, ...episode },
    text: textOf({
      description:
        'An empty room. The agent has to put one marker in each of the four corners, and no marker elsewhere.',
      start:
        'The agent stands in one of four cells, each a cell away from a corner along the wall, facing along that wall one ' +
        'way or the other; both are drawn uniformly.',
      reward:
        'A quarter for each corner that comes to have exactly one marker, minus a quarter for each that loses it; nothing ' +
        'is gained by an action after which a marker lies elsewhere. With `sparse` only the action that ends the task pays, ' +
        'and it pays that difference.',
      termination: 'All four corners are marked, or a marker lies elsewhere.',
    }),
    start: (rng, options) => anyCornerScene(rng, options, single),
    player: (starts, options) => player(new HprlCorners(starts, versionOf(options.rewards)), options),
    bestReturn: best,
  }),
  originalTask({
    name: 'karel/hprl-top-off',
    summary: 'a second marker on every marked cell of the bottom row as HPRL scores it, in up to five programs',
    options: { ...eight, ...version, ...episode },
    text: textOf({
      description:
        'Some cells of the bottom row carry a marker. The agent has to put a second one on each of them, no marker on the ' +
        'others, and to stop in the last column.',
      start:
        'The agent stands at the left end of the bottom row, facing East. Every cell of the row but the last is marked ' +
        'with a chance of 1/4.',
      reward:
        'The change of n / (width - 1), where n counts cells of the row from its left end up to the agent’s column, ' +
        'whatever row the agent is in, until one is wrong: a marked cell is right with exactly two markers, another with ' +
        'none; n is one more when the whole row is right and the agent stands in its last cell. With `sparse`: 1 when ' +
        'that is complete.',
      termination: 'n / (width - 1) is 1.',
    }),
    start: (rng, options) => topOffScene(rng, options, false, stacks),
    player: (starts, options) => player(new HprlTopOff(starts, versionOf(options.rewards)), options),
    bestReturn: best,
  }),
  originalTask({
    name: 'karel/hprl-maze',
    summary: 'the marker in a maze as HPRL scores it, in up to five programs',
    options: { ...size({ default: 8, min: 5 }, { default: 8, min: 5 }), ...episode },
    text: textOf({
      description: 'A maze without loops, another one in every episode. The agent has to reach the cell of the marker.',
      start: 'As in `karel/maze`: the agent in the bottom left corner facing East, the marker on another free cell.',
      reward: '1 on the marker’s cell.',
      termination: 'The agent is on the marker’s cell.',
    }),
    start: (rng, options) => mazeScene(rng, options, false, single),
    player: (starts, options) => player(new HprlMaze(starts), options),
    bestReturn: () => 1,
  }),
  originalTask({
    name: 'karel/hprl-clean-house',
    summary: 'the markers along the walls of a house as HPRL scores it, in up to five programs',
    options: episode,
    text: textOf({
      description: 'The house of `karel/clean-house`. Ten markers lie along the walls of its left part.',
      start:
        'Ten cells are drawn from the 68 along the walls of the left part and marked; two markers lie at row 2, column ' +
        '12. The agent stands at row 1, column 13, facing South.',
      reward: '1/10 for each of the ten cells that is emptied, -1/10 for each that is marked again.',
      termination: 'All ten are empty.',
      differences: ['A cell holds one marker: of the two beside the agent a pick leaves one, and so does a put.'],
    }),
    start: (rng) => houseScene(rng, single),
    player: (starts, options) => player(new HprlHouse(starts), options),
    bestReturn: best,
  }),
  originalTask({
    name: 'karel/hprl-harvester',
    summary: 'the marker on every cell of a room as HPRL scores it, in up to five programs',
    options: { ...size({ default: 8, min: 3 }, { default: 8, min: 3 }), ...episode },
    text: textOf({
      description: 'A room with a marker on every cell. The agent has to pick up all of them.',
      start: 'Always the same: the agent in the bottom left corner, facing East.',
      reward:
        'The change of the share of markers that is gone, counted before the action that is paid: a pick pays with the ' +
        'action after it.',
      termination: 'No marker is left, one action later.',
    }),
    start: (_rng, options) => filledScene(options, 1, single),
    player: (starts, options) => player(new HprlHarvest(starts), options),
    bestReturn: best,
  }),
  originalTask({
    name: 'karel/hprl-door-key',
    summary: 'key, door and target as HPRL scores them, in up to five programs',
    options: { ...size({ default: 8, min: 5 }, { default: 8, min: 6 }), ...episode },
    text: textOf({
      description:
        'A wall divides the room. One marker, the key, lies in the left chamber with the agent; one, the target, in the ' +
        'right one. Picking up the key opens a door two cells high for good; then the agent has to put a second marker on ' +
        'the target.',
      start:
        'Agent and key are drawn from the left chamber, where they may coincide, the target from the right one. The agent ' +
        'faces East. The door is rows 2 and 3 of the wall.',
      reward:
        'The change of: 0.5 while the key’s cell is empty, 0.5 more while the target has two markers as well, minus ' +
        '0.0001 for every marked cell above two.',
      termination: 'That sum is 1.',
    }),
    start: (rng, options) => chambersScene(rng, options, stacks),
    player: (starts, options) => player(new HprlDoorKey(starts), options),
    bestReturn: best,
  }),
  originalTask({
    name: 'karel/hprl-one-stroke',
    summary: 'every cell of a room in one stroke as HPRL scores it, in up to five programs',
    options: { ...size({ default: 8, min: 3 }, { default: 8, min: 3 }), ...episode },
    text: textOf({
      description: 'An empty room. A cell becomes wall when the agent leaves it. The agent has to visit every cell.',
      start: 'The agent stands on a cell drawn uniformly, facing East.',
      reward:
        '1 / cells for each cell visited, the first one included, counted before the action that is paid: a cell pays ' +
        'with the action after the one that reached it.',
      termination: 'A move is blocked, or every cell has been visited.',
    }),
    start: (rng, options) => anywhereScene(rng, options, single),
    player: (starts, options) => player(new HprlOneStroke(starts), options),
    bestReturn: best,
  }),
  originalTask({
    name: 'karel/hprl-seeder',
    summary: 'a marker on every cell of a room as HPRL scores it, in up to five programs',
    options: { ...size({ default: 8, min: 3 }, { default: 8, min: 3 }), ...episode },
    text: textOf({
      description: 'An empty room. The agent has to put one marker on every cell.',
      start: 'Always the same: the agent in the bottom left corner, facing East.',
      reward: 'The change of the share of cells with exactly one marker.',
      termination: 'Every cell has one marker, or one has two.',
    }),
    start: (_rng, options) => filledScene(options, 0, stacks),
    player: (starts, options) => player(new HprlSeeder(starts), options),
    bestReturn: best,
  }),
  originalTask({
    name: 'karel/hprl-snake',
    summary: 'the snake as HPRL scores it, in up to five programs: food appears in a fixed order',
    options: episode,
    text: textOf({
      description:
        'A room of 6x6 cells. The agent is the head of a snake whose body follows it; it grows by one cell whenever the ' +
        'head comes upon food, and new food appears. It has to grow from 2 to 22 cells without running into itself. ' +
        'Perceptions take the body and the food for markers.',
      start:
        'Always the same: the agent at row 1, column 3, facing East, its body behind it, food at row 1, column 6. Food ' +
        'appears in the order of a fixed list, cells that are taken passed over.',
      reward: '1/20 for each piece of food.',
      termination: 'The snake is 22 cells long, or has run into itself; that last action is not among those recorded.',
    }),
    start: () => ({ world: snakeStart(), facts: undefined }),
    player: (starts, options) => player(new HprlSnake(starts), options),
    bestReturn: best,
  }),
]

export const hprlTasks: readonly KarelTask[] = tasks

/**
 * Episodes of a task of HPRL, for a policy that chooses every program anew.
 *
 * @param name `karel/hprl-maze`, say
 * @throws UnknownTask, BadTask
 */
export function hprlEpisode(name: string, options?: TaskOptions): HprlEpisode {
  return byName(name, tasks).player(options).episode
}
