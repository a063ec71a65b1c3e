import type { Program } from '@cairn/language'
import { ActionLog } from '../action-log.ts'
import { compileForLeaps } from '../leaps-compile.ts'
import { LeapsInterpreter, noExecution } from '../leaps-interpreter.ts'
import {
  LeapsCorners,
  LeapsHarvest,
  LeapsHouse,
  LeapsMaze,
  LeapsStairs,
  LeapsTopOff,
  leapsCap,
} from '../originals/leaps-rules.ts'
import { type LeapsScoring, type Level, leapsScore } from '../originals/leaps-score.ts'
import type { PlayableRules } from '../originals/original-rules.ts'
import { readable } from '../originals/readable.ts'
import { givenStart, type Starts } from '../starts.ts'
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
  worldOf,
} from './records.ts'

type Place = readonly [row: number, col: number]
type Run = readonly (readonly [value: number, repeat: number])[]

/** One start state, and what the task alone knows about it. */
export interface SceneRecord {
  readonly world: WorldRecord
  readonly meta: { readonly goal?: Place; readonly counted_markers?: readonly Place[] }
}

/** One program as LEAPS scored it. */
export interface LeapsTaskRecord {
  /** `StairClimberSparse` */
  readonly task: string
  readonly tokens: string
  readonly call_budget: number
  readonly configs: readonly SceneRecord[]
  readonly expect: {
    readonly valid: boolean
    readonly score: number
    readonly runs: readonly {
      readonly actions: string
      readonly rewards: Run
      readonly done: Run
      readonly calls: number
      readonly completed: boolean
      readonly final: FinalRecord
    }[]
  }
}

/** Scores the program of a record. The first difference in words, or undefined when everything is as recorded. */
export function checkLeapsTaskRecord(record: LeapsTaskRecord): Difference {
  const task = recorded[record.task]
  if (task === undefined) return `task: ${JSON.stringify(record.task)} is none of ${Object.keys(recorded).join(', ')}`
  const { expect } = record
  const program = readable(record.tokens)
  const validity = differentValue('valid', expect.valid, program !== undefined)
  if (validity !== undefined) return validity
  if (program === undefined) return differentSum('score', expect.score, leapsScore(undefined, task.scoring))
  if (expect.runs.length !== record.configs.length) return 'runs: expected one per configuration'
  const levels: Level[] = []
  for (const [k, scene] of record.configs.entries()) {
    const difference = differentEpisode(record, program, task.rules(scene), k, levels)
    if (difference !== undefined) return `configuration ${k}: ${difference}`
  }
  return differentSum('score', expect.score, leapsScore(levels, task.scoring))
}

function differentEpisode(
  record: LeapsTaskRecord,
  program: Program,
  rules: PlayableRules,
  k: number,
  levels: Level[],
): Difference {
  const expect = record.expect.runs[k]
  const log = new ActionLog()
  const rewards: number[] = []
  const done: number[] = []
  const execution = noExecution()
  const world = rules.begin(0)
  const interpreter = new LeapsInterpreter(record.call_budget)
  interpreter.run(compileForLeaps(program), rules, world, execution, (action, reward) => {
    log.push(action)
    rewards.push(reward)
    done.push(rules.done ? 1 : 0)
  })
  levels.push({ last: rewards.at(-1) ?? 0, sum: execution.return, actions: execution.steps })
  return (
    differentActions(expect.actions, lettersOf(log.bytes)) ??
    differentRun('reward', expect.rewards, rewards) ??
    differentRun('done', expect.done, done) ??
    differentValue('calls', expect.calls, execution.calls) ??
    differentValue('completed', expect.completed, execution.completed) ??
    differentWorld(expect.final, world)
  )
}

interface Recorded {
  readonly scoring: LeapsScoring
  rules(scene: SceneRecord): PlayableRules
}

const recorded: Readonly<Record<string, Recorded>> = {
  StairClimber: { scoring: 'mean', rules: (scene) => new LeapsStairs(atGoal(scene), 'dense') },
  StairClimberSparse: { scoring: 'last', rules: (scene) => new LeapsStairs(atGoal(scene), 'sparse') },
  FourCorners: { scoring: 'last', rules: (scene) => new LeapsCorners(bare(scene), 'dense') },
  FourCornersSparse: { scoring: 'last', rules: (scene) => new LeapsCorners(bare(scene), 'sparse') },
  TopOff: { scoring: 'last', rules: (scene) => new LeapsTopOff(bare(scene), 'dense') },
  TopOffSparse: { scoring: 'last', rules: (scene) => new LeapsTopOff(bare(scene), 'sparse') },
  Maze: { scoring: 'sum', rules: (scene) => new LeapsMaze(atGoal(scene)) },
  MazeSparse: { scoring: 'last', rules: (scene) => new LeapsMaze(atGoal(scene)) },
  CleanHouse: { scoring: 'last', rules: (scene) => new LeapsHouse(counted(scene), 'dense') },
  CleanHouseSparse: { scoring: 'last', rules: (scene) => new LeapsHouse(counted(scene), 'sparse') },
  Harvester: { scoring: 'last', rules: (scene) => new LeapsHarvest(bare(scene), 'dense') },
  HarvesterSparse: { scoring: 'last', rules: (scene) => new LeapsHarvest(bare(scene), 'sparse') },
}

function bare(scene: SceneRecord): Starts<unknown> {
  return startOf(scene, leapsCap, undefined)
}

function atGoal(scene: SceneRecord): Starts<{ goal: number }> {
  return startOf(scene, leapsCap, { goal: cellOf(scene, scene.meta.goal) })
}

function counted(scene: SceneRecord): Starts<{ cells: readonly number[] }> {
  return startOf(scene, leapsCap, { cells: cellsOf(scene, scene.meta.counted_markers) })
}

/** The recorded start, for every episode. */
export function startOf<Facts>(scene: SceneRecord, cap: number, facts: Facts): Starts<Facts> {
  return givenStart({ world: worldOf(scene.world, cap).start, facts })
}

export function cellsOf(scene: Pick<SceneRecord, 'world'>, places: readonly Place[] | undefined): readonly number[] {
  if (places === undefined) throw new TypeError('meta: a list of places is missing')
  return places.map((place) => cellOf(scene, place))
}

export function cellOf({ world }: Pick<SceneRecord, 'world'>, place: Place | undefined): number {
  if (place === undefined) throw new TypeError('meta: a place is missing')
  return place[0] * world.w + place[1]
}
