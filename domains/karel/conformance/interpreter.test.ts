import { expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { checkInterpreterRecord, type InterpreterRecord } from './interpreter.ts'
import { checkLeapsInterpreterRecord, type LeapsInterpreterRecord } from './leaps-interpreter.ts'

test('every recorded run of the prog_policies interpreter is reproduced', () => {
  const records = golden<InterpreterRecord & { id: string }>('karel/interpreter')
  expect(records).toHaveLength(2600)
  expect(records.flatMap((record) => checkInterpreterRecord(record) ?? [])).toEqual([])
})

test('every recorded run of the LEAPS interpreter is reproduced', () => {
  const records = golden<LeapsInterpreterRecord & { id: string }>('karel/interpreter_leaps')
  expect(records).toHaveLength(800)
  expect(records.flatMap((record) => checkLeapsInterpreterRecord(record) ?? [])).toEqual([])
})
