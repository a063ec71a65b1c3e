import { parse } from '@cairn/language'
import { ActionLog } from '../action-log.ts'
import { karel } from '../language.ts'
import { compileForLeaps } from '../leaps-compile.ts'
import { handleMarkers, LeapsInterpreter, type LeapsRules, noExecution } from '../leaps-interpreter.ts'
import type { World } from '../world.ts'
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

/** Markers a cell can hold in the LEAPS world. */
const leapsCap = 9

/** One run of the LEAPS interpreter on a bare world, as recorded. */
export interface LeapsInterpreterRecord {
  readonly tokens: string
  readonly call_budget: number
  readonly world: WorldRecord
  readonly expect: {
    readonly actions: string
    readonly calls: number
    readonly completed: boolean
    readonly final: FinalRecord
  }
}

/** Runs the program of a record. The first difference in words, or undefined when everything is as recorded. */
export function checkLeapsInterpreterRecord(record: LeapsInterpreterRecord): Difference {
  const { expect } = record
  const world = worldOf(record.world, leapsCap)
  const log = new ActionLog()
  const execution = noExecution()
  const code = compileForLeaps(parse(karel, record.tokens))
  const interpreter = new LeapsInterpreter(record.call_budget)
  interpreter.run(code, noLeapsRules(world), world, execution, (action) => log.push(action))
  return (
    differentActions(expect.actions, lettersOf(log.bytes)) ??
    differentValue('calls', expect.calls, execution.calls) ??
    differentValue('completed', expect.completed, execution.completed) ??
    differentWorld(expect.final, world)
  )
}

/** A world without a task. */
export function noLeapsRules(world: World): LeapsRules {
  return { begin: () => world, handle: handleMarkers, step: () => 0 }
}
