import { leaps } from '../../sources.ts'
import type { TaskOption } from '../../task.ts'
import type { ActionListener } from '../action-log.ts'
import type { Code } from '../code-builder.ts'
import type { KarelTask } from '../karel-task.ts'
import { LeapsInterpreter, leapsCallBudget, noExecution } from '../leaps-interpreter.ts'
import { size } from '../task-options.ts'
import type { World } from '../world.ts'
import { LeapsCorners, LeapsHarvest, LeapsHouse, LeapsMaze, LeapsStairs, LeapsTopOff, leapsCap } from './leaps-rules.ts'
import { type LeapsScoring, worthOf } from './leaps-score.ts'
import type { PlayableRules, Rewards } from './original-rules.ts'
import { originalTask, type Player } from './original-task.ts'
import { cornersScene, filledScene, houseScene, mazeScene, stairsScene, topOffScene } from './scenes.ts'

const budget = {
  'call-budget': {
    kind: 'integer',
    default: leapsCallBudget,
    min: 1,
    max: 1_000_000,
    about: 'what an execution of the program may spend',
  },
} as const satisfies Record<string, TaskOption>

/** The version that the published searches use is the default. */
function rewards(byDefault: Rewards, about: string) {
  return { rewards: { kind: 'choice', default: byDefault, of: ['dense', 'sparse'], about } } as const
}

const sources = [leaps]

const lastDecides =
  'The reward of the last action is what the episode is worth, as a 32-bit number; an episode of fewer than two actions ' +
  'is worth nothing.'

const bonus =
  'The search of LEAPS adds 0.1 to the mean of every program that can be read and gives 0.01 to a text that cannot; the ' +
  'papers subtract the 0.1 again, and here it is not part of the return.'

const never = 'Never: a program goes on after it has reached the goal, and what it does then counts.'

const lag = 'The markers are counted before the action that is paid, so a change shows one action late.'

export const leapsStairClimber = originalTask({
  name: 'karel/leaps-stair-climber',
  summary: 'the staircase as LEAPS scores it: stop on the marker, the first time you come upon it',
  options: {
    ...size({ default: 12, min: 4 }, { default: 12, min: 4 }),
    ...rewards('sparse', 'whether the first arrival pays, or every step nearer'),
    ...budget,
  },
  text: {
    description:
      'A staircase climbs from the bottom left to the top right. The agent stands on a stair and has to reach the marker, ' +
      'which lies on a stair above it.',
    start:
      'Two different stairs are drawn: the agent stands on the lower one, facing East, the marker lies on the upper.',
    reward:
      `With \`sparse\`: 1 for the action that first reaches the marker's cell, else 0. ${lastDecides} With \`dense\`: ` +
      'd_before - d_after, where d is the Manhattan distance to the cell, or -1 for an action that ends off the stairs and ' +
      'the cells right above them; the episode is worth the mean of its rewards.',
    termination: never,
    differences: [
      bonus,
      'With `dense`, LEAPS takes the mean over all actions of all ten episodes together; here it is taken within each ' +
        'episode, and the episodes are averaged. `cairn verify karel-leaps-tasks` checks the former.',
    ],
    sources,
  },
  misfit: ({ height, width }) =>
    height < width
      ? { field: 'height', expected: `at least the width, ${width}: the stairs need the room` }
      : undefined,
  start: (rng, options) => stairsScene(rng, options, leapsCap),
  player: (starts, { rewards, 'call-budget': calls }) =>
    player(new LeapsStairs(starts, versionOf(rewards)), calls, rewards === 'sparse' ? 'last' : 'mean'),
  bestReturn: ({ rewards }) => (rewards === 'sparse' ? 1 : undefined),
})

export const leapsFourCorners = originalTask({
  name: 'karel/leaps-four-corners',
  summary: 'one marker in each corner as LEAPS scores it: what counts is how the room is left',
  options: {
    ...size({ default: 12, min: 4 }, { default: 12, min: 5 }),
    ...rewards('dense', 'whether every corner pays, or only the action that completes all four'),
    ...budget,
  },
  text: {
    description: 'An empty room. The agent has to put one marker in each of the four corners, and no marker elsewhere.',
    start: 'Always the same: the agent in the third column of the bottom row, facing East.',
    reward:
      'A quarter for each corner with exactly one marker, after every action; 0 while there are more markers in the room ' +
      `than such corners. ${lag} With \`sparse\`: 1 for the action that first makes that 1, else 0. ${lastDecides}`,
    termination: never,
    differences: [bonus],
    sources,
  },
  start: (_rng, options) => cornersScene(options, leapsCap),
  player: (starts, { rewards, 'call-budget': calls }) =>
    player(new LeapsCorners(starts, versionOf(rewards)), calls, 'last'),
  bestReturn: () => 1,
})

export const leapsTopOff = originalTask({
  name: 'karel/leaps-top-off',
  summary: 'a second marker on every marked cell of the bottom row as LEAPS scores it: stop in the last column',
  options: {
    ...size({ default: 12, min: 3 }, { default: 12, min: 5 }),
    ...rewards('dense', 'whether the row pays as far as it is right, or only the action that completes it'),
    'last-cell': {
      kind: 'choice',
      default: 'marked',
      of: ['marked', 'unmarked'],
      about: 'the last cell of the row at the start: marked in every published search',
    },
    ...budget,
  },
  text: {
    description:
      'Some cells of the bottom row carry a marker. The agent has to put a second one on each of them, no marker on the ' +
      'others, and to stop in the last column.',
    start:
      'The agent stands at the left end of the bottom row, facing East. Every cell of the row but the last is marked with ' +
      'a chance of 1/4; `last-cell` says whether the last one is.',
    reward:
      'n / (width - 1) after every action, where n counts cells of the row from its left end up to the agent’s column, ' +
      'whatever row the agent is in, until one is wrong: a marked cell is right with exactly two markers, another with ' +
      'none; n is one more when the whole row is right and the agent stands in its last cell. With `sparse`: 1 for the ' +
      `action that first makes that 1, else 0. ${lastDecides}`,
    termination: never,
    differences: [
      bonus,
      'The environment of LEAPS leaves the last cell unmarked when it is made, and marks it in every reset, which comes ' +
        'before every evaluation of the search. A program that does all but the last cell scores 9/11 at 12x12, about ' +
        'what is published.',
    ],
    sources,
  },
  start: (rng, options) => topOffScene(rng, options, options['last-cell'] === 'marked', leapsCap),
  player: (starts, { rewards, 'call-budget': calls }) =>
    player(new LeapsTopOff(starts, versionOf(rewards)), calls, 'last'),
  bestReturn: () => 1,
})

export const leapsMaze = originalTask({
  name: 'karel/leaps-maze',
  summary: 'the marker in a maze as LEAPS scores it: stop on it',
  options: {
    ...size({ default: 8, min: 5 }, { default: 8, min: 5 }),
    ...rewards('sparse', 'whether the last action decides, or every action on the marker pays'),
    ...budget,
  },
  text: {
    description:
      'A maze without loops, another one in every episode. The agent starts in the bottom left corner, facing East, and ' +
      'has to reach the cell of the marker. Picking it up makes no difference.',
    start:
      'The maze is carved from the bottom left as in `karel/maze`. The marker lies on a free cell drawn uniformly, which ' +
      'may be the agent’s.',
    reward: `1 for an action that ends on the marker's cell, else 0. ${lastDecides} With \`dense\` the rewards are summed.`,
    termination: never,
    differences: [bonus, 'A program that has nothing to do where the marker lies under the agent gets nothing there.'],
    sources,
  },
  start: (rng, options) => mazeScene(rng, options, true, leapsCap),
  player: (starts, { rewards, 'call-budget': calls }) =>
    player(new LeapsMaze(starts), calls, rewards === 'sparse' ? 'last' : 'sum'),
  bestReturn: ({ rewards }) => (rewards === 'sparse' ? 1 : undefined),
})

export const leapsCleanHouse = originalTask({
  name: 'karel/leaps-clean-house',
  summary: 'the markers along the walls of a house as LEAPS scores it: what counts is how the house is left',
  options: { ...rewards('dense', 'whether every marker pays, or only having all'), ...budget },
  text: {
    description: 'The house of `karel/clean-house`. Ten markers lie along the walls of its left part.',
    start:
      'Ten cells are drawn from the 68 along the walls of the left part and marked; two markers lie at row 2, column 12. ' +
      'The agent stands at row 1, column 13, facing South.',
    reward:
      'The share of the ten cells that are empty, after every action; the two markers beside the agent never count. With ' +
      `\`sparse\`: 1 when all are, else 0. ${lastDecides}`,
    termination: never,
    differences: [
      bonus,
      'A budget of 220 ends every program long before it has been everywhere: about half is the most that is known.',
    ],
    sources,
  },
  start: (rng) => houseScene(rng, leapsCap),
  player: (starts, { rewards, 'call-budget': calls }) =>
    player(new LeapsHouse(starts, versionOf(rewards)), calls, 'last'),
  bestReturn: () => 1,
})

export const leapsHarvester = originalTask({
  name: 'karel/leaps-harvester',
  summary: 'the marker on every cell of a room as LEAPS scores it: what counts is how the room is left',
  options: {
    ...size({ default: 8, min: 3 }, { default: 8, min: 3 }),
    ...rewards('dense', 'whether every marker pays, or only having all'),
    ...budget,
  },
  text: {
    description: 'A room with a marker on every cell. The agent has to pick up all of them.',
    start: 'Always the same: the agent in the bottom left corner, facing East.',
    reward:
      `The share of the markers that is gone, after every action. ${lag} With \`sparse\`: 1 when none is left, else 0. ` +
      lastDecides,
    termination: never,
    differences: [bonus, 'A program that ends with the last pick is worth 35/36 at 8x8: the pick is not counted yet.'],
    sources,
  },
  start: (_rng, options) => filledScene(options, 1, leapsCap),
  player: (starts, { rewards, 'call-budget': calls }) =>
    player(new LeapsHarvest(starts, versionOf(rewards)), calls, 'last'),
  bestReturn: () => 1,
})

export const leapsTasks: readonly KarelTask[] = [
  leapsStairClimber,
  leapsFourCorners,
  leapsTopOff,
  leapsMaze,
  leapsCleanHouse,
  leapsHarvester,
]

function versionOf(rewards: string): Rewards {
  return rewards === 'sparse' ? 'sparse' : 'dense'
}

/** One execution an episode. What is heard is by how much each action changes what the episode is worth. */
function player(rules: PlayableRules, callBudget: number, scoring: LeapsScoring): Player {
  const interpreter = new LeapsInterpreter(callBudget)
  let world: World | undefined
  return {
    begin(episode) {
      world = rules.begin(episode)
      return world
    },
    play(code: Code, heard?: ActionListener) {
      if (world === undefined) throw new RangeError('play: no episode has begun')
      const execution = noExecution()
      let last = 0
      let worth = 0
      interpreter.run(code, rules, world, execution, (action, reward) => {
        last = reward
        if (heard === undefined) return
        const now = worthOf({ last, sum: execution.return, actions: execution.steps }, scoring)
        heard(action, now - worth)
        worth = now
      })
      const { steps, completed } = execution
      return {
        return: worthOf({ last, sum: execution.return, actions: steps }, scoring),
        steps,
        ended: completed ? 'completed' : 'out-of-calls',
      }
    },
  }
}
