import { parse } from '@cairn/language'
import { ActionLog } from '../action-log.ts'
import { karel } from '../language.ts'
import { compileForLeaps } from '../leaps-compile.ts'
import { LeapsInterpreter, noExecution } from '../leaps-interpreter.ts'
import type { Draws } from '../long/draws.ts'
import { farmer } from '../long/farmer.ts'
import { type Goals, infDoorKey } from '../long/inf-door-key.ts'
import { infHarvester } from '../long/inf-harvester.ts'
import { longCap, type PlayableRules } from '../long/long-rules.ts'
import type { LongDefinition } from '../long/long-task.ts'
import { seesaw } from '../long/seesaw.ts'
import { upNDown } from '../long/up-n-down.ts'
import { actionNames } from '../rules.ts'
import type { World } from '../world.ts'
import {
  actionsOf,
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

type Cell = readonly [row: number, col: number]

interface GhostsRecord {
  readonly ghosts: readonly Cell[]
}

/** One episode of Karel-Long as recorded: actions or programs, the draws made on the way, and what came of it. */
export interface LongRecord {
  readonly task: 'InfHarvester' | 'Seesaw' | 'UpNDown' | 'Farmer' | 'InfDoorKey'
  readonly world: WorldRecord & GhostsRecord
  readonly meta: Readonly<Record<string, unknown>>
  readonly actions?: string
  readonly programs?: readonly string[]
  readonly call_budget?: number
  readonly random: readonly RandomRecord[]
  readonly goal_cells?: readonly Cell[]
  readonly expect: {
    readonly actions?: string
    readonly rewards: readonly (readonly [number, number])[]
    readonly return: number
    readonly first_done: number | null
    readonly progress: number
    readonly final: FinalRecord & GhostsRecord
    readonly programs?: readonly ProgramRecord[]
  }
}

/** Index of an action and the draws made during it, in order. */
type RandomRecord = readonly [action: number, draws: readonly (readonly [kind: string, value: number | [number]])[]]

interface ProgramRecord {
  readonly actions: number
  readonly calls: number
  readonly completed: boolean
  readonly reward: number
}

/** Plays an episode with the draws recorded. The first difference in words, or undefined. */
export function checkLongRecord(record: LongRecord): Difference {
  const { expect } = record
  const episode = openEpisode(record)
  const { rules, world, draws } = episode
  const log = new ActionLog()
  const rewards: number[] = []
  let firstDone: number | null = null
  const heard = (action: number, reward: number) => {
    if (rules.done) firstDone ??= rewards.length
    log.push(action)
    rewards.push(reward)
    draws.action++
  }
  const inPrograms =
    record.programs === undefined
      ? playActions(record.actions ?? '', episode, heard)
      : playPrograms(record, episode, heard)
  return (
    differentActions(expect.actions ?? record.actions ?? '', lettersOf(log.bytes)) ??
    differentRun('reward', expect.rewards, rewards) ??
    inPrograms ??
    differentSum(
      'return',
      expect.return,
      rewards.reduce((sum, reward) => sum + reward, 0),
    ) ??
    differentValue('first done', expect.first_done, firstDone) ??
    differentValue('progress', expect.progress, rules.progress) ??
    differentWorld(withGhosts(expect.final), world) ??
    differentGhosts(expect.final.ghosts, rules, world) ??
    draws.left()
  )
}

interface Episode {
  readonly rules: PlayableRules
  readonly world: World
  readonly draws: RecordedDraws
}

type Heard = (action: number, reward: number) => void

function openEpisode(record: LongRecord): Episode {
  const draws = new RecordedDraws(record)
  const world = worldOf(withGhosts(record.world), longCap)
  const rules = rulesOf(record, world, draws)
  rules.begin(0)
  for (const [row, col] of record.world.ghosts) rules.bits.makeGhost(row * world.width + col)
  return { rules, world, draws }
}

function rulesOf(record: LongRecord, world: World, draws: Draws): PlayableRules {
  const simple = { Seesaw: seesaw, UpNDown: upNDown, Farmer: farmer, InfHarvester: infHarvester }
  const open = <Facts>(definition: LongDefinition<Facts>, facts: Facts) =>
    definition.rules({ starts: { begin: () => ({ world, facts }) }, draws: () => draws, scale: 1, ghosts: true })
  if (record.task !== 'InfDoorKey') return open(simple[record.task].definition, null)
  const cell = (name: string) => {
    const [row, col] = record.meta[name] as Cell
    return row * world.width + col
  }
  const goals: Goals = [cell('key_1'), cell('target_1'), cell('key_2'), cell('target_2')]
  return open(infDoorKey.definition, goals)
}

/** Each action as a program of its own, by action index: a world does not tell where a program ends. */
export const actionCode = actionNames.map((name) => compileForLeaps(parse(karel, `DEF run m( ${name} m)`)))

function playActions(actions: string, { rules, world }: Episode, heard: Heard): Difference {
  const interpreter = new LeapsInterpreter()
  for (const action of actionsOf(actions)) {
    interpreter.run(actionCode[action], rules, world, noExecution(), heard)
  }
  return undefined
}

function playPrograms(record: LongRecord, { rules, world }: Episode, heard: Heard): Difference {
  const interpreter = new LeapsInterpreter(record.call_budget)
  let difference: Difference
  record.programs?.forEach((text, i) => {
    const execution = noExecution()
    interpreter.run(compileForLeaps(parse(karel, text)), rules, world, execution, heard)
    const expected = record.expect.programs?.[i]
    difference ??=
      differentValue(`actions of program ${i}`, expected?.actions, execution.steps) ??
      differentValue(`calls of program ${i}`, expected?.calls, execution.calls) ??
      differentValue(`program ${i} completed`, expected?.completed, execution.completed) ??
      differentSum(`reward of program ${i}`, expected?.reward ?? 0, execution.return)
  })
  return difference
}

/** The draws of a record instead of a generator's. A draw that was not recorded there and then is a difference. */
class RecordedDraws implements Draws {
  /** Index of the action in progress. */
  action = 0
  readonly #values: { action: number; value: number }[]
  readonly #goals: readonly Cell[]
  readonly #width: number
  #drawn = 0
  #wrong: Difference

  constructor({ random, goal_cells, world }: LongRecord) {
    this.#values = random.flatMap(([action, draws]) =>
      draws.map(([, value]) => ({ action, value: typeof value === 'number' ? value : value[0] })),
    )
    this.#goals = goal_cells ?? []
    this.#width = world.w
  }

  between(low: number, high: number): number {
    const value = this.#next()
    if (value < low || value > high) this.#wrong ??= `draw in action ${this.action}: ${value} is not in ${low}..${high}`
    return Math.min(high, Math.max(low, value))
  }

  uniform(): number {
    return this.#next()
  }

  /** The order of the candidates is not recorded; the cell drawn is. */
  among(cells: readonly number[]): number {
    const [row, col] = this.#goals[this.#drawn] ?? [0, 0]
    this.#next()
    const cell = row * this.#width + col
    if (cells.includes(cell)) return cell
    this.#wrong ??= `draw in action ${this.action}: (${row}, ${col}) is no candidate`
    return cells[0]
  }

  /** What was drawn too much or too little. */
  left(): Difference {
    return this.#wrong ?? differentValue('draws', this.#values.length, this.#drawn)
  }

  #next(): number {
    const recorded = this.#values[this.#drawn++]
    if (recorded?.action !== this.action) this.#wrong ??= `action ${this.action} draws, which is not recorded`
    return recorded?.value ?? 0
  }
}

/** Ghosts are listed apart, but they are markers to look at. */
function withGhosts<Recorded extends GhostsRecord & Pick<WorldRecord, 'markers'>>(recorded: Recorded): Recorded {
  const ghosts = recorded.ghosts.map(([row, col]) => [row, col, 1] as const)
  return { ...recorded, markers: [...recorded.markers, ...ghosts] }
}

function differentGhosts(expected: readonly Cell[], rules: PlayableRules, world: World): Difference {
  const found: Cell[] = []
  for (let cell = 0; cell < world.cells; cell++) {
    if (rules.bits.isGhost(cell)) found.push([Math.floor(cell / world.width), cell % world.width])
  }
  return differentValue('ghosts at the end', JSON.stringify(expected), JSON.stringify(found))
}
