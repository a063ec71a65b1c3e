import { codeOf, colourOf, doors, empty, enterable, portable, stateOf, typeOf, types } from './objects.ts'
import { type Direction, frontOf, setCell, type World } from './world.ts'

/** Minigrid's actions; programs never use the last. Also the action indices of traces. */
export const actions = { left: 0, right: 1, forward: 2, pickup: 3, drop: 4, toggle: 5, done: 6 } as const

/** Names by action index. */
export const actionNames = ['left', 'right', 'forward', 'pickup', 'drop', 'toggle', 'done'] as const

/** What the agent came upon with its last step. */
export const arrivals = { nothing: 0, goal: 1, lava: 2 } as const

/**
 * One step of Minigrid (`MiniGridEnv.step`), without reward and truncation. Allocates nothing.
 *
 * @returns one of `arrivals`
 */
export function act(world: World, action: number): number {
  world.steps++
  world.changed = false
  const front = frontOf(world)
  const code = world.cells[front]!
  switch (action) {
    case actions.left:
      turn(world, 3)
      break
    case actions.right:
      turn(world, 1)
      break
    case actions.forward:
      if (enterable[code] === 0) break
      world.at = front
      world.moved = true
      world.changed = true
      if (typeOf[code] === types.goal) return arrivals.goal
      if (typeOf[code] === types.lava) return arrivals.lava
      break
    case actions.pickup:
      if (portable[code] === 0 || world.carrying !== 0) break
      world.carrying = code
      setCell(world, front, empty)
      break
    case actions.drop:
      if (world.carrying === 0 || code !== empty) break
      setCell(world, front, world.carrying)
      world.carrying = 0
      break
    case actions.toggle:
      toggle(world, front, code)
      break
  }
  return arrivals.nothing
}

function turn(world: World, quarters: number): void {
  world.facing = ((world.facing + quarters) & 3) as Direction
  world.changed = true
}

function toggle(world: World, front: number, code: number): void {
  const colour = colourOf[code]!
  if (typeOf[code] === types.box) setCell(world, front, empty)
  if (typeOf[code] !== types.door) return
  const locked = stateOf[code] === doors.locked
  if (locked && world.carrying !== codeOf(types.key, colour)) return
  setCell(world, front, codeOf(types.door, colour, stateOf[code] === doors.open ? doors.closed : doors.open))
}

/** Minigrid's reward for reaching a goal; it goes on falling, below 0 too, after `maxSteps`. */
export function goalReward(steps: number, maxSteps: number): number {
  return 1 - 0.9 * (steps / maxSteps)
}
