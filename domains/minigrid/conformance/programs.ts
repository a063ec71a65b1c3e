import { parse, print } from '@cairn/language'
import { compile } from '../compile.ts'
import { Interpreter } from '../interpreter.ts'
import { minigrid } from '../language.ts'
import { type Cell, cellOf, codeOf, colours, typeOf, types } from '../objects.ts'
import { givenStart } from '../starts.ts'
import { lavaGap } from '../tasks/lava-gap.ts'
import { putNear } from '../tasks/put-near.ts'
import { redBlueDoor } from '../tasks/red-blue-door.ts'
import type { Direction, RoomStart, World } from '../world.ts'

/** A room as recorded: cells index `y * width + x`, positions `[x, y]`. */
export interface StateRecord {
  readonly cells: readonly Cell[]
  readonly agent_pos: readonly [x: number, y: number]
  readonly agent_dir: number
  readonly carrying?: Cell | null
}

/** One program run in one room by the reference. */
export interface ProgramRecord {
  readonly task: string
  readonly max_calls: number
  readonly program: string
  readonly canonical: string
  readonly crash_penalty?: number
  readonly init: StateRecord
  /** One digit per action. */
  readonly actions: string
  /** The rewards that are not zero, by action. */
  readonly rewards?: readonly (readonly [action: number, reward: number])[]
  readonly return: number
  readonly num_calls: number
  /** Stopped. */
  readonly crashed: boolean
  readonly terminated: boolean
  readonly final: StateRecord
}

export type Difference = string | undefined

export const widths: Readonly<Record<string, number>> = { LavaGap: 6, PutNear: 6, RedBlueDoor: 12 }

export function roomOf(state: StateRecord, width: number): RoomStart {
  const [x, y] = state.agent_pos
  return {
    width,
    height: state.cells.length / width,
    cells: Uint8Array.from(state.cells, (cell) => codeOf(...cell)),
    at: y * width + x,
    facing: state.agent_dir as Direction,
    carrying: state.carrying ? codeOf(...state.carrying) : 0,
  }
}

/** The rules of a task from a recorded room. */
export function rulesFrom(task: string, room: RoomStart) {
  if (task === 'LavaGap') return lavaGap.definition.rules(givenStart({ room, facts: undefined }))
  const cellOfType = (type: number) => room.cells.findIndex((code) => typeOf[code] === type)
  if (task === 'PutNear') {
    const facts = { ball: room.cells[cellOfType(types.ball)]!, target: cellOfType(types.box) }
    return putNear.definition.rules(givenStart({ room, facts }))
  }
  if (task !== 'RedBlueDoor') throw new Error(`task: expected LavaGap, PutNear or RedBlueDoor, got ${task}`)
  const door = (colour: number) =>
    room.cells.findIndex((code) => typeOf[code] === types.door && cellOf(code)[1] === colour)
  return redBlueDoor.definition.rules(givenStart({ room, facts: { red: door(colours.red), blue: door(colours.blue) } }))
}

/** Runs the program in the recorded room. The first difference in words, or undefined when all is as recorded. */
export function checkProgramRecord(record: ProgramRecord): Difference {
  const program = parse(minigrid, record.program)
  const canonical = print(minigrid, program)
  if (canonical !== record.canonical) return `canonical: expected ${record.canonical}, found ${canonical}`
  const rules = rulesFrom(record.task, roomOf(record.init, widths[record.task]!))
  const options = { maxCalls: record.max_calls, crashPenalty: record.crash_penalty ?? 0, countsOn: true }
  let actions = ''
  const rewards: (readonly [number, number])[] = []
  const world = rules.begin(0)
  const execution = new Interpreter(options).run(compile(program), rules, world, (action, reward) => {
    if (reward !== 0) rewards.push([actions.length, reward])
    actions += action
  })
  if (actions !== record.actions) return `actions: expected ${record.actions}, found ${actions}`
  if (record.rewards !== undefined && JSON.stringify(rewards) !== JSON.stringify(record.rewards)) {
    return `rewards: expected ${JSON.stringify(record.rewards)}, found ${JSON.stringify(rewards)}`
  }
  if (Math.abs(execution.return - record.return) > 1e-9) {
    return `return: expected ${record.return}, found ${execution.return}`
  }
  if (execution.calls !== record.num_calls) return `num_calls: expected ${record.num_calls}, found ${execution.calls}`
  if (execution.terminated !== record.terminated) return `terminated: expected ${record.terminated}`
  const stopped = execution.terminated || execution.stopped !== undefined
  if (stopped !== record.crashed) return `crashed: expected ${record.crashed}, found ${stopped}`
  return differentState(record.final, world)
}

export function differentState(expected: StateRecord, { width, cells, at, facing, carrying }: World): Difference {
  const cell = expected.cells.findIndex((recorded, i) => codeOf(...recorded) !== cells[i])
  if (cell >= 0) return `cell ${cell}: expected ${expected.cells[cell]}, found ${cellOf(cells[cell]!)}`
  const [x, y] = expected.agent_pos
  if (y * width + x !== at || expected.agent_dir !== facing) {
    return `agent: expected ${expected.agent_pos} facing ${expected.agent_dir}, found ${at % width},${Math.floor(at / width)} facing ${facing}`
  }
  const carried = expected.carrying ? codeOf(...expected.carrying) : 0
  return carried === carrying ? undefined : `carrying: expected ${expected.carrying}, found ${cellOf(carrying)}`
}
