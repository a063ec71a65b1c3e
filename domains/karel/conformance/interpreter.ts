import { parse } from '@cairn/language'
import { ActionLog } from '../action-log.ts'
import { compile } from '../compile.ts'
import { Interpreter } from '../interpreter.ts'
import { karel } from '../language.ts'
import type { KarelRules } from '../rules.ts'
import { standardCap, type World } from '../world.ts'
import {
  type Difference,
  differentActions,
  differentValue,
  differentWorld,
  type FinalRecord,
  lettersOf,
  type WorldRecord,
  worldOf,
} from './records.ts'

/** One run of the prog_policies interpreter on a bare world, as recorded. */
export interface InterpreterRecord {
  readonly tokens: string
  readonly crashable: boolean
  readonly turn_on_block: boolean
  readonly max_calls: number
  readonly world: WorldRecord
  readonly expect: {
    readonly actions: string
    readonly crashed: boolean
    readonly cause: 'illegal' | 'limit' | 'loop' | null
    readonly calls_at_stop: number
    readonly perceptions: number
    readonly final: FinalRecord
  }
}

/** Runs the program of a record. The first difference in words, or undefined when everything is as recorded. */
export function checkInterpreterRecord(record: InterpreterRecord): Difference {
  const { expect } = record
  const world = worldOf(record.world, standardCap)
  const interpreter = new Interpreter({
    crashable: record.crashable,
    turnOnBlock: record.turn_on_block,
    maxCalls: record.max_calls,
  })
  const log = new ActionLog()
  const code = compile(parse(karel, record.tokens))
  const execution = interpreter.run(code, noRules(world), world, (action) => log.push(action))
  return (
    differentActions(expect.actions, lettersOf(log.bytes)) ??
    differentValue('cause of the crash', expect.cause ?? undefined, execution.crash) ??
    differentValue('crashed', expect.crashed, execution.crash !== undefined) ??
    differentValue('calls', expect.calls_at_stop, execution.calls) ??
    differentValue('perceptions', expect.perceptions, execution.calls - execution.steps) ??
    differentWorld(expect.final, world)
  )
}

/** A world without a task. */
export function noRules(world: World): KarelRules {
  return { terminated: false, begin: () => world, step: () => 0 }
}
