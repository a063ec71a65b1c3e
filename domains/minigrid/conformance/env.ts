import { act } from '../engine.ts'
import { type Cell, cellOf, codeOf } from '../objects.ts'
import { describe } from '../picture.ts'
import { partialView, viewSize } from '../view.ts'
import { createWorld, type RoomStart, type World } from '../world.ts'
import { checkInitialRecord, taskOf } from './initial.ts'
import { type Difference, differentState, roomOf, rulesFrom, type StateRecord } from './programs.ts'
import { engineRoom, type RoomFacts, rulesOf } from './rooms.ts'

interface CountedState extends StateRecord {
  readonly step_count: number
}

/** What the agent sees, `[column][row]`. */
type ViewRecord = readonly (readonly Cell[])[]

/** The same as Minigrid hands it out: with the agent's direction and the words of its mission. */
interface ObservationRecord {
  readonly image: ViewRecord
  readonly direction: number
  readonly mission: string
}

interface StepRecord {
  readonly pos: readonly [x: number, y: number]
  readonly dir: number
  readonly carrying: Cell | null
  readonly reward: number
  readonly terminated: boolean
  readonly truncated: boolean
  /** The cells that differ from the step before. */
  readonly changed?: readonly (readonly [x: number, y: number, ...cell: Cell])[]
  readonly obs?: ViewRecord
}

/** An episode of the engine: actions, and the world after each of them. */
export interface EpisodeRecord {
  readonly env: string
  readonly seed: number
  readonly width: number
  readonly height: number
  readonly max_steps: number
  readonly see_through_walls: boolean
  readonly mission: string
  readonly init: CountedState
  readonly init_obs?: ObservationRecord
  /** PutNear: the object to move, and the one it goes to. */
  readonly move_pos?: readonly [x: number, y: number]
  readonly target_pos?: readonly [x: number, y: number]
  readonly actions: readonly number[]
  readonly steps: readonly StepRecord[]
  readonly final: CountedState
}

/** Takes the same actions. The first difference in words, or undefined when all is as recorded. */
export function checkEpisodeRecord(record: EpisodeRecord): Difference {
  const { env, init, width, height, max_steps: maxSteps, actions, steps } = record
  const start = roomOf(init, width)
  if (start.height !== height) return `height: expected ${height}, found ${start.height}`
  if (actions.length !== steps.length) return `steps: expected one per action, ${actions.length}, got ${steps.length}`
  const facts = factsOf(record)
  const rules = taskOf(env) === undefined ? engineRules(env, start, facts) : rulesFrom(env, start)
  const mission = missionOf(start, env, facts)
  if (mission !== record.mission) return `mission: expected ${record.mission}, found ${mission}`
  const made = differentStart(record)
  if (made !== undefined) return `start: ${made}`

  const world = rules.begin(0)
  const seen = (expected: ViewRecord | undefined) => differentView(expected, record.see_through_walls, world)
  const begun = differentObservation(record, world) ?? seen(record.init_obs?.image)
  if (begun !== undefined) return `start: ${begun}`
  for (const [at, action] of actions.entries()) {
    const expected = steps[at]!
    const cells = world.cells.slice()
    const carried = world.carrying
    const arrival = act(world, action)
    const reward = rules.step(world, action, arrival, carried)
    const found = { reward, terminated: rules.terminated, truncated: world.steps >= maxSteps }
    const difference = differentResult(expected, found) ?? differentStep(expected, cells, world) ?? seen(expected.obs)
    if (difference !== undefined) return `step ${at}: ${difference}`
  }
  const { final } = record
  if (final.step_count !== world.steps) return `final: step_count: expected ${final.step_count}, found ${world.steps}`
  const difference = differentState(final, world)
  return difference === undefined ? undefined : `final: ${difference}`
}

function factsOf({ width, max_steps: maxSteps, move_pos, target_pos }: EpisodeRecord): RoomFacts {
  const cell = ([x, y]: readonly [number, number]) => y * width + x
  return {
    maxSteps,
    ...(move_pos === undefined ? {} : { move: cell(move_pos) }),
    ...(target_pos === undefined ? {} : { target: cell(target_pos) }),
  }
}

function engineRules(env: string, start: RoomStart, facts: RoomFacts) {
  const room = engineRoom(env)
  if (room === undefined) throw new Error(`env: ${JSON.stringify(env)} is none of the rooms that are known`)
  return rulesOf(room, start, facts)
}

/** The room of the seed, where it can be made; the count of steps at the start. */
function differentStart({ env, seed, init }: EpisodeRecord): Difference {
  if (init.step_count !== 0) return `step_count: expected ${init.step_count}, found 0`
  if (taskOf(env) !== undefined) return checkInitialRecord({ task: env, seed, ...init })
  const made = engineRoom(env)?.start?.(seed)
  return made === undefined ? undefined : differentState(init, createWorld(made))
}

type Result = Pick<StepRecord, 'reward' | 'terminated' | 'truncated'>

function differentResult(expected: Result, found: Result): Difference {
  for (const field of ['reward', 'terminated', 'truncated'] as const) {
    if (expected[field] !== found[field]) return `${field}: expected ${expected[field]}, found ${found[field]}`
  }
  return undefined
}

/** Where the agent is, what it carries and the cells that the step has changed. */
function differentStep({ pos, dir, carrying, changed = [] }: StepRecord, before: Uint8Array, world: World): Difference {
  const cells = before.slice()
  for (const [x, y, ...cell] of changed) cells[y * world.width + x] = codeOf(...cell)
  return differentState({ cells: Array.from(cells, cellOf), agent_pos: pos, agent_dir: dir, carrying }, world)
}

function differentObservation({ init_obs: expected, mission }: EpisodeRecord, world: World): Difference {
  if (expected === undefined) return undefined
  const { direction, mission: told } = expected
  if (direction !== world.facing) return `obs: direction: expected ${direction}, found ${world.facing}`
  return told === mission ? undefined : `obs: mission: expected ${told}, found ${mission}`
}

function differentView(expected: ViewRecord | undefined, seeThroughWalls: boolean, world: World): Difference {
  if (expected === undefined) return undefined
  const view = partialView(world, seeThroughWalls)
  const recorded = expected.flat()
  const at = recorded.findIndex((cell, i) => codeOf(...cell) !== view[i])
  if (recorded.length === view.length && at < 0) return undefined
  if (at < 0) return `obs: expected ${recorded.length} cells, found ${view.length}`
  const [column, row] = [Math.floor(at / viewSize), at % viewSize]
  return `obs: column ${column}, row ${row}: expected ${recorded[at]}, found ${view[at] === undefined ? 'none' : cellOf(view[at])}`
}

/** What the agent is told to do, in Minigrid's words. */
function missionOf({ cells }: RoomStart, env: string, { move, target }: RoomFacts): string {
  const kind = env.replace('Stock', '').split('-')[0]
  switch (kind) {
    case 'LavaGap':
      return 'avoid the lava and get to the green goal square'
    case 'PutNear':
      return `put the ${describe(cells[move ?? 0]!)} near the ${describe(cells[target ?? 0]!)}`
    case 'RedBlueDoor':
      return 'open the red door then the blue door'
    case 'DoorKey':
      return 'use the key to open the door and then get to the goal'
    default:
      return 'get to the green goal square'
  }
}
