import type { Probe } from '../task.ts'
import type { MinigridRules } from './interpreter.ts'
import { minigridTask } from './minigrid-task.ts'
import { codeOf, colours, empty, types } from './objects.ts'
import { Pcg64 } from './pcg64.ts'
import { oneOf, placeAgent } from './place.ts'
import { minigridTasks } from './tasks/index.ts'
import type { RoomStart } from './world.ts'

/** Carried in one state of four. */
const carried = [0, 0, 0, codeOf(types.ball, colours.red), 0, 0, 0, codeOf(types.box, colours.blue)]

/**
 * States in which the behaviour of options is compared: the rooms of the three tasks in turn, the agent anywhere in
 * them. They pay nothing and end nothing. Ours: no published code compares behaviour on Minigrid.
 */
export const states = minigridTask<undefined>({
  name: 'minigrid/states',
  summary: 'rooms of the tasks with the agent anywhere, in which behaviour is compared',
  text: {
    description: 'A room of one of the tasks, the agent anywhere in it. There is nothing to achieve.',
    start: 'Rooms of the three tasks in turn; cell and direction of the agent, and what it carries, are drawn.',
    reward: 'None.',
    termination: 'None.',
    differences: [],
  },
  maxCalls: 100,
  start(seed) {
    const { definition } = minigridTasks[seed % minigridTasks.length]!
    const { room } = definition.start(seed)
    const rng = new Pcg64(seed + 2 ** 32)
    placeAgent(rng, room)
    room.carrying = oneOf(rng, carried)
    return { room: awayFrom(room), facts: undefined }
  },
  rules: (starts): MinigridRules => ({
    terminated: false,
    movingCounts: false,
    begin: (episode) => starts.begin(episode).world,
    step: () => 0,
  }),
  bestReturn: 0,
})

/** A goal square ends nothing here and looks like any free cell. */
function awayFrom(room: RoomStart): RoomStart {
  for (let cell = 0; cell < room.cells.length; cell++) {
    if (room.cells[cell] === codeOf(types.goal, colours.green)) room.cells[cell] = empty
  }
  return room
}

/** A condition shows in whether the agent turns, a count in how often. */
export const probe: Probe = {
  task: states.name,
  frames: {
    stmt: 'DEF run m( <stmt> m)',
    cond: 'DEF run m( IF c( <cond> c) i( left i) m)',
    count: 'DEF run m( REPEAT <count> r( left r) m)',
  },
}
