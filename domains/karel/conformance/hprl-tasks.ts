import { ActionLog } from '../action-log.ts'
import { HprlEpisode } from '../originals/hprl-episode.ts'
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
  type PlayableHprl,
} from '../originals/hprl-rules.ts'
import { HprlSnake } from '../originals/hprl-snake.ts'
import { readable } from '../originals/readable.ts'
import type { Chambers } from '../tasks/door-key.ts'
import { cellOf, cellsOf, type SceneRecord, startOf } from './leaps-tasks.ts'
import {
  type Difference,
  differentActions,
  differentRun,
  differentSum,
  differentValue,
  differentWorld,
  type FinalRecord,
  lettersOf,
  type WorldRecord,
} from './records.ts'

type Place = readonly [row: number, col: number]

/** One episode of up to five programs, as HPRL played it. */
export interface HprlTaskRecord {
  /** `StairClimberSparse` */
  readonly task: string
  readonly call_budget: number
  readonly max_programs: number
  readonly world: WorldRecord
  readonly meta: SceneRecord['meta'] & {
    readonly key?: Place
    readonly target?: Place
    readonly doors?: readonly Place[]
  }
  readonly programs: readonly string[]
  readonly expect: {
    readonly programs: readonly {
      readonly valid: boolean
      readonly reward: number
      readonly done: boolean
      readonly actions?: string
      readonly rewards?: readonly (readonly [number, number])[]
      readonly calls?: number
      readonly completed?: boolean
      readonly progress?: number
    }[]
    readonly return: number
    readonly done: boolean
    readonly final: FinalRecord
    readonly body?: readonly Place[]
    readonly length?: number
    readonly next_food_index?: number
    readonly collision_after_actions?: number | null
  }
}

/** Plays the episode of a record. The first difference in words, or undefined when everything is as recorded. */
export function checkHprlTaskRecord(record: HprlTaskRecord): Difference {
  const prepare = recorded[record.task]
  if (prepare === undefined)
    return `task: ${JSON.stringify(record.task)} is none of ${Object.keys(recorded).join(', ')}`
  const { expect } = record
  const rules = prepare(record)
  const episode = new HprlEpisode(rules, {
    callBudget: record.call_budget,
    programs: record.max_programs,
    mean: record.task === 'StairClimber',
  })
  const world = episode.begin(0)
  let sum = 0
  let recordedActions = 0
  let ended = false
  for (const [i, tokens] of record.programs.entries()) {
    if (ended) return `program ${i}: expected, but the episode is over`
    const wanted = expect.programs[i]
    if (wanted === undefined) return `program ${i}: nothing is recorded of it`
    const log = new ActionLog()
    const rewards: number[] = []
    const program = readable(tokens)
    const step = episode.play(program, (action, reward) => {
      log.push(action)
      rewards.push(reward)
    })
    sum += step.reward
    recordedActions += step.actions
    ended = step.ended
    const difference =
      differentValue('valid', wanted.valid, program !== undefined) ??
      (wanted.valid ? differentActions(wanted.actions ?? '', lettersOf(log.bytes)) : undefined) ??
      (wanted.valid ? differentRun('reward', wanted.rewards ?? [], rewards) : undefined) ??
      differentSum('reward of the program', wanted.reward, step.reward) ??
      differentValue('done', wanted.done, rules.done) ??
      (wanted.valid ? differentValue('calls', wanted.calls, step.calls) : undefined) ??
      (wanted.valid ? differentValue('completed', wanted.completed, step.completed) : undefined) ??
      (wanted.valid ? differentValue('progress', wanted.progress, rules.progress) : undefined)
    if (difference !== undefined) return `program ${i}: ${difference}`
  }
  return (
    differentSum('return', expect.return, sum) ??
    differentValue('done', expect.done, rules.done) ??
    differentWorld(expect.final, world) ??
    (rules instanceof HprlSnake ? differentSnake(record, rules, recordedActions) : undefined)
  )
}

function differentSnake(record: HprlTaskRecord, rules: HprlSnake, recordedActions: number): Difference {
  const { body, length, next_food_index, collision_after_actions } = record.expect
  const collided = rules.collidedAfter
  return (
    differentValue('body', cellsOf(record, body).join(' '), rules.body.join(' ')) ??
    differentValue('length', length, rules.length) ??
    differentValue('next food', next_food_index, rules.nextFood) ??
    differentValue('actions before the collision', collision_after_actions ?? undefined, collided) ??
    (collided !== undefined && collided > recordedActions ? 'a collision after the end' : undefined)
  )
}

const recorded: Readonly<Record<string, (record: HprlTaskRecord) => PlayableHprl>> = {
  StairClimber: (record) => new HprlStairs(atGoal(record), 'dense'),
  StairClimberSparse: (record) => new HprlStairs(atGoal(record), 'sparse'),
  FourCorners: (record) => new HprlCorners(bare(record), 'dense'),
  FourCornersSparse: (record) => new HprlCorners(bare(record), 'sparse'),
  TopOff: (record) => new HprlTopOff(bare(record, hprlCaps.stacks), 'dense'),
  TopOffSparse: (record) => new HprlTopOff(bare(record, hprlCaps.stacks), 'sparse'),
  Maze: (record) => new HprlMaze(atGoal(record)),
  CleanHouse: (record) =>
    new HprlHouse(startOf(record, hprlCaps.single, { cells: cellsOf(record, record.meta.counted_markers) })),
  Harvester: (record) => new HprlHarvest(bare(record)),
  DoorKey: (record) => new HprlDoorKey(startOf(record, hprlCaps.stacks, chambers(record))),
  OneStroke: (record) => new HprlOneStroke(bare(record)),
  Seeder: (record) => new HprlSeeder(bare(record, hprlCaps.stacks)),
  Snake: (record) => new HprlSnake(bare(record)),
}

function bare(record: HprlTaskRecord, cap: number = hprlCaps.single) {
  return startOf<unknown>(record, cap, undefined)
}

function atGoal(record: HprlTaskRecord) {
  return startOf(record, hprlCaps.single, { goal: cellOf(record, record.meta.goal) })
}

function chambers(record: HprlTaskRecord): Chambers {
  const { key, target, doors } = record.meta
  return { key: cellOf(record, key), target: cellOf(record, target), doors: cellsOf(record, doors) }
}
