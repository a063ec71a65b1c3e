import { actions, arrivals, goalReward } from '../engine.ts'
import type { MinigridRules } from '../interpreter.ts'
import { codeOf, colours, doors, empty, goal, types } from '../objects.ts'
import { Pcg64 } from '../pcg64.ts'
import { chebyshev, place, placeAgent } from '../place.ts'
import { createWorld, frontOf, type RoomStart, restart, room, type World } from '../world.ts'

/** What Minigrid's own rooms know of an episode, besides the room. */
export interface RoomFacts {
  readonly maxSteps: number
  /** Cells of the object to move and of the one it goes to; PutNear alone has them. */
  readonly move?: number
  readonly target?: number
}

/** One of Minigrid's own rooms: it pays less the later the goal is reached, and nothing else. */
export interface EngineRoom {
  /** What the seed makes; absent where only recorded rooms are played. */
  readonly start?: (seed: number) => RoomStart
  /** The reward of a step that ends the episode; undefined: it goes on. */
  step(world: World, taken: Taken, facts: RoomFacts): number | undefined
}

/** A step, and what was so before it. */
export interface Taken {
  readonly action: number
  readonly arrival: number
  readonly carried: number
  /** A red door was open. */
  readonly redOpen: boolean
  /** The object to move, by its code at the start. */
  readonly moving: number
}

const redOpen = codeOf(types.door, colours.red, doors.open)
const blueOpen = codeOf(types.door, colours.blue, doors.open)

/**
 * The room of a name such as `DoorKey-6`; undefined if there is none.
 * @param name its kind, and its size (PutNear: and its number of objects)
 */
export function engineRoom(name: string): EngineRoom | undefined {
  const [kind, size] = name.split('-')
  const n = Number(size)
  switch (kind) {
    case 'Empty':
      return { start: () => cornered(n), step: toGoal }
    case 'EmptyRandom':
      return { start: (seed) => anywhere(n, seed), step: toGoal }
    case 'DoorKey':
      return { start: (seed) => doorKey(n, seed), step: toGoal }
    case 'StockLavaGap':
      return { step: toGoal }
    case 'StockPutNear':
      return { step: putNear }
    case 'StockRedBlueDoor':
      return { step: throughDoors }
    default:
      return undefined
  }
}

/** The rules of such a room, from a recorded start. */
export function rulesOf({ step }: EngineRoom, start: RoomStart, facts: RoomFacts): MinigridRules {
  const world = createWorld(start)
  const moving = facts.move === undefined ? empty : start.cells[facts.move]!
  const red = () => world.cells.includes(redOpen)
  let wasOpen = red()
  return {
    terminated: false,
    movingCounts: false,
    begin() {
      this.terminated = false
      restart(world)
      wasOpen = red()
      return world
    },
    step(_, action, arrival, carried) {
      const reward = step(world, { action, arrival, carried, redOpen: wasOpen, moving }, facts)
      wasOpen = red()
      this.terminated = reward !== undefined
      return reward ?? 0
    },
  }
}

function toGoal({ steps }: World, { arrival }: Taken, { maxSteps }: RoomFacts): number | undefined {
  if (arrival === arrivals.nothing) return undefined
  return arrival === arrivals.goal ? goalReward(steps, maxSteps) : 0
}

function putNear(world: World, taken: Taken, { maxSteps, target = -1 }: RoomFacts): number | undefined {
  const { action, carried, moving } = taken
  const { steps, width, carrying } = world
  if (action === actions.pickup && carrying !== 0 && carrying !== moving) return 0
  if (action !== actions.drop || carried === 0) return undefined
  const near = carrying === 0 && chebyshev(width, frontOf(world), target) <= 1
  return near ? goalReward(steps, maxSteps) : 0
}

function throughDoors({ cells, steps }: World, taken: Taken, { maxSteps }: RoomFacts): number | undefined {
  if (!cells.includes(blueOpen)) return undefined
  return taken.redOpen ? goalReward(steps, maxSteps) : 0
}

/** A goal square in the lower right corner, the agent in the upper left one, facing right. */
function cornered(size: number): RoomStart {
  const start = room(size, size)
  start.cells[(size - 2) * size + size - 2] = goal
  start.at = size + 1
  return start
}

function anywhere(size: number, seed: number): RoomStart {
  const start = cornered(size)
  placeAgent(new Pcg64(seed), start)
  return start
}

function doorKey(size: number, seed: number): RoomStart {
  const rng = new Pcg64(seed)
  const start = cornered(size)
  const split = rng.integers(2, size - 2)
  for (let y = 1; y < size - 1; y++) start.cells[y * size + split] = start.cells[0]!
  const left = { x: 0, y: 0, width: split, height: size }
  placeAgent(rng, start, left)
  const door = rng.integers(1, size - 2)
  start.cells[door * size + split] = codeOf(types.door, colours.yellow, doors.locked)
  place(rng, start, codeOf(types.key, colours.yellow), left)
  return start
}
