import { parse } from '@cairn/language'
import type { TaskOption, TaskOptions } from '../../task.ts'
import { ActionLog } from '../action-log.ts'
import { compile } from '../compile.ts'
import { Interpreter } from '../interpreter.ts'
import type { Definition, StandardTask } from '../karel-task.ts'
import { karel } from '../language.ts'
import type { KarelRules } from '../rules.ts'
import { givenStart } from '../starts.ts'
import { interpreterOptions, type switches } from '../task-options.ts'
import { cleanHouse, cleanHouseSparse } from '../tasks/clean-house.ts'
import { doorKey } from '../tasks/door-key.ts'
import { fourCorners, fourCornersSparse } from '../tasks/four-corners.ts'
import { harvester, harvesterSparse } from '../tasks/harvester.ts'
import { maze, mazeSparse } from '../tasks/maze.ts'
import { oneStroke } from '../tasks/one-stroke.ts'
import { legalAlong, pathFollow } from '../tasks/path-follow.ts'
import { seeder } from '../tasks/seeder.ts'
import { SnakeRules, snake } from '../tasks/snake.ts'
import { stairClimber, stairClimberSparse } from '../tasks/stair-climber.ts'
import { topOff, topOffSparse } from '../tasks/top-off.ts'
import { wallAvoider } from '../tasks/wall-avoider.ts'
import { standardCap } from '../world.ts'
import {
  type Difference,
  differentActions,
  differentRun,
  differentValue,
  differentWorld,
  type FinalRecord,
  lettersOf,
  type WorldRecord,
  worldOf,
} from './records.ts'

type Place = readonly [row: number, col: number]

/** One episode of a standard task, as recorded with prog_policies or LLM-GS. */
export interface TaskRecord {
  /** Class name of the reference implementation: `StairClimberSparse`. */
  readonly task: string
  readonly variant: 'prog_policies' | 'llm_gs'
  readonly tokens: string
  readonly crashable: boolean
  readonly turn_on_block: boolean
  readonly max_calls: number
  readonly world: WorldRecord
  readonly meta: {
    readonly goal?: Place
    readonly key?: Place
    readonly target?: Place
    readonly doors?: readonly Place[]
  }
  readonly expect: {
    readonly actions: string
    readonly rewards: readonly (readonly [number, number])[]
    readonly return: number
    readonly terminated: boolean
    readonly crashed: boolean
    readonly cause: 'illegal' | 'limit' | 'loop' | null
    readonly final: FinalRecord
    readonly body?: readonly Place[]
    readonly food?: Place
  }
  /** Snake: at which action food was eaten, and the cells drawn until one was free. */
  readonly spawns?: readonly (readonly [number, readonly Place[]])[]
}

/** Plays the recorded episode. The first difference in words, or undefined when everything is as recorded. */
export function checkTaskRecord(record: TaskRecord): Difference {
  const prepare = recorded[record.task]
  if (prepare === undefined)
    return `task: ${JSON.stringify(record.task)} is none of ${Object.keys(recorded).join(', ')}`
  const { rules, options } = prepare(record)
  const log = new ActionLog()
  const rewards: number[] = []
  const world = rules.begin(0)
  const code = compile(parse(karel, record.tokens))
  const execution = new Interpreter(interpreterOptions(options)).run(code, rules, world, (action, reward) => {
    log.push(action)
    rewards.push(reward)
  })
  const { expect } = record
  const refused = rules instanceof SnakeRules && rules.crashed
  const crash = execution.crash ?? (refused ? 'illegal' : undefined)
  return (
    differentActions(expect.actions, lettersOf(log.bytes)) ??
    differentRun('reward', expect.rewards, rewards) ??
    differentValue('return', expect.return, execution.return) ??
    differentValue('terminated', expect.terminated, execution.terminated && !refused) ??
    differentValue('crashed', expect.crashed, crash !== undefined) ??
    differentValue('cause of the crash', expect.cause ?? undefined, crash) ??
    differentWorld(expect.final, world) ??
    (rules instanceof SnakeRules ? differentSnake(record, rules) : undefined)
  )
}

/** Bookkeeping that starts where the record does. */
interface Prepared {
  readonly rules: KarelRules
  readonly options: Parameters<typeof interpreterOptions>[0]
}

const recorded: Readonly<Record<string, (record: TaskRecord) => Prepared>> = {
  StairClimber: (record) => prepared(stairClimber, record, goalOf(record)),
  StairClimberSparse: (record) => prepared(stairClimberSparse, record, goalOf(record)),
  FourCorners: (record) => prepared(fourCorners, record, undefined),
  FourCornersSparse: (record) => prepared(fourCornersSparse, record, undefined),
  TopOff: (record) => prepared(topOff, record, undefined),
  TopOffSparse: (record) => prepared(topOffSparse, record, undefined),
  Maze: (record) => prepared(maze, record, goalOf(record)),
  MazeSparse: (record) => prepared(mazeSparse, record, goalOf(record)),
  CleanHouse: (record) => prepared(cleanHouse, record, undefined),
  CleanHouseSparse: (record) => prepared(cleanHouseSparse, record, undefined),
  Harvester: (record) => prepared(harvester, record, undefined),
  HarvesterSparse: (record) => prepared(harvesterSparse, record, undefined),
  DoorKey: (record) =>
    prepared(doorKey, record, {
      key: cellOf(record, record.meta.key),
      target: cellOf(record, record.meta.target),
      doors: (record.meta.doors ?? []).map((door) => cellOf(record, door)),
    }),
  OneStroke: (record) => prepared(oneStroke, record, undefined),
  Seeder: (record) => prepared(seeder, record, undefined),
  Snake: (record) => {
    const candidates = (record.spawns ?? []).flatMap(([, places]) => places.map((place) => cellOf(record, place)))
    return prepared(snake, record, {
      food: cellOf(record, record.meta.goal),
      candidate(n: number) {
        if (n < candidates.length) return candidates[n]
        throw new RangeError(`more food was drawn than the ${candidates.length} recorded cells`)
      },
    })
  },
  PathFollow: (record) => {
    const { markers } = worldOf(record.world, standardCap)
    return prepared(pathFollow, record, { legal: legalAlong(markers, record.world.h, record.world.w) })
  },
  WallAvoider: (record) => prepared(wallAvoider, record, undefined),
}

function prepared<Declared extends Readonly<Record<string, TaskOption>> & typeof switches, Facts>(
  task: StandardTask<Declared, Facts>,
  record: TaskRecord,
  facts: Facts,
): Prepared {
  const given: Record<string, string | number | boolean> = {
    crashable: record.crashable,
    'turn-on-block': record.turn_on_block,
    'max-calls': record.max_calls,
  }
  const sized: TaskOptions = {
    height: record.world.h,
    width: record.world.w,
    variant: record.variant.replace('_', '-'),
  }
  for (const [name, value] of Object.entries(sized)) if (Object.hasOwn(task.options, name)) given[name] = value
  const options = task.complete(given)
  const definition: Definition<Declared, Facts> = task.definition
  const start = { world: worldOf(record.world, standardCap).start, facts }
  return { rules: definition.rules(givenStart(start), options), options }
}

function goalOf(record: TaskRecord): { goal: number } {
  return { goal: cellOf(record, record.meta.goal) }
}

function cellOf({ world }: TaskRecord, place: Place | undefined): number {
  if (place === undefined) throw new TypeError('meta: a place is missing')
  return place[0] * world.w + place[1]
}

function differentSnake(record: TaskRecord, rules: SnakeRules): Difference {
  const { expect, spawns = [] } = record
  const drawn = spawns.reduce((sum, [, places]) => sum + places.length, 0)
  const body = expect.body?.map((place) => cellOf(record, place)) ?? []
  return (
    differentValue('cells drawn for food', drawn, rules.drawn) ??
    differentValue('body', body.join(' '), rules.body.join(' ')) ??
    differentValue('food at the end', cellOf(record, expect.food), rules.food)
  )
}
