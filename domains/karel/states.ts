import { innateCoder } from '../sources.ts'
import type { Probe } from '../task.ts'
import { between } from './draws.ts'
import { karelTask } from './karel-task.ts'
import { switches } from './task-options.ts'
import { type Facing, room } from './world.ts'

const percent = (about: string) => ({ kind: 'integer', default: 10, min: 0, max: 90, about }) as const

const options = {
  smallest: { kind: 'integer', default: 6, min: 3, max: 90, about: 'least rows and columns, border included' },
  largest: { kind: 'integer', default: 12, min: 3, max: 90, about: 'most rows and columns, border included' },
  walls: percent('chance in 100 of a wall on an inner cell'),
  markers: percent('chance in 100 of a marker on a cell without a wall'),
  ...switches,
  'max-calls': { ...switches['max-calls'], default: 100 },
} as const

/**
 * States in which the behaviour of options is compared: square rooms with walls and markers strewn about. They pay
 * nothing and end nothing.
 *
 * Source: InnateCoder, the 32 worlds of its behavioural filter (`get_random_env`); there the sizes come from an unseeded
 * generator, here everything comes from the episode number.
 */
export const states = karelTask({
  name: 'karel/states',
  summary: 'rooms with walls and markers strewn about, in which behaviour is compared',
  options,
  text: {
    description: 'A square room with walls and markers strewn about. There is nothing to achieve.',
    start: 'Size, walls, markers, cell and facing of the agent are drawn uniformly.',
    reward: 'None.',
    termination: 'None.',
    differences: [],
    sources: [innateCoder],
  },
  misfit: ({ smallest, largest }) =>
    smallest > largest ? { field: 'largest', expected: `at least smallest, which is ${smallest}` } : undefined,
  start(rng, { smallest, largest, walls, markers }) {
    const side = between(rng, smallest, largest)
    const world = room(side, side)
    const free: number[] = []
    for (let cell = 0; cell < world.walls.length; cell++) {
      if (world.walls[cell] === 1) continue
      if (rng.below(100) < walls) world.walls[cell] = 1
      else free.push(cell)
    }
    if (free.length === 0) world.walls[world.at] = 0
    else world.at = free[rng.below(free.length)]
    for (const cell of free) world.markers[cell] = rng.below(100) < markers ? 1 : 0
    world.facing = rng.below(4) as Facing
    return { world, facts: undefined }
  },
  rules: (starts) => ({
    terminated: false,
    begin: (episode) => starts.begin(episode).world,
    step: () => 0,
  }),
  bestReturn: () => 0,
})

/** A condition shows in whether the agent turns, a count in how often. */
export const probe: Probe = {
  task: states.name,
  frames: {
    stmt: 'DEF run m( <stmt> m)',
    cond: 'DEF run m( IF c( <cond> c) i( turnLeft i) m)',
    count: 'DEF run m( REPEAT <count> r( turnLeft r) m)',
  },
}
