import { describe, expect, test } from 'vitest'
import { linesOf, requestOf, socketGolden, transcripts } from '../../../test/kit/socket-transcripts.ts'
import { openMap } from '../maps.ts'
import { setPosition } from '../position.ts'
import { createState } from '../state.ts'
import { unitTables } from '../units.ts'
import { checkAnswer } from './admission.ts'
import { readAnswer, writeAnswer } from './answers.ts'
import { LineReader } from './lines.ts'
import type { Notation } from './notation.ts'
import { readState, wallsOf } from './state-message.ts'
import { readTable } from './table-message.ts'

/** All states of a transcript, in order. */
function statesOf(number: number) {
  const lines = linesOf(number, 'java')
  return lines.flatMap((line, i) => (/^(getAction|preGameAnalysis)/.test(line) ? [readState(lines[i + 1])] : []))
}

test('the same game in JSON and in XML is the same states', () => {
  const [json, xml] = [statesOf(1), statesOf(2)]
  expect(json).toHaveLength(196)
  expect(xml).toEqual(json)
})

test.each([
  [1, 'FINETUNED', 'BOTH'],
  [2, 'FINETUNED', 'BOTH'],
  [9, 'ORIGINAL', 'ALTERNATING'],
  [10, 'NON_DETERMINISTIC', 'BOTH'],
])('the unit table of transcript %i is %s', (number, table, conflict) => {
  const rules = readTable(requestOf(number, 'utt')[1])
  expect(rules).toEqual({ table: unitTables[table as keyof typeof unitTables], conflict })
})

test('a table of other values is taken as it is', () => {
  const [, json] = requestOf(1, 'utt')
  const { table } = readTable(json.replace('"produceTime":200', '"produceTime":333'))
  expect([table.name, table.produceTime[1]]).toEqual(["the engine's own", 333])
  expect(() => readTable(json.replace('"attackRange":3', '"attackRange":3000'))).toThrow(
    'unitTypes[6].attackRange: expected an integer from 0 to 256, got 3000',
  )
  expect(() => readTable(json.replace('"name":"Light"', '"name":"Laser"'))).toThrow('unitTypes[4].name: expected Light')
})

test('terrain in digits and in runs is the same, with the last run lost too', () => {
  const [{ ground }] = statesOf(18)
  const compressed = statesOf(18)[1].ground
  expect(compressed.terrain).toMatch(/^A7B/)
  expect(wallsOf(compressed)).toEqual(wallsOf(ground))
  expect(wallsOf({ width: 2, height: 2, terrain: 'A3' })).toEqual([false, false, false, true])
})

test('every recorded answer is written as it was', () => {
  for (const [i, { language }] of transcripts.entries()) {
    const notation = language as Notation
    for (const line of linesOf(i + 1, 'agent').filter((one) => /^[[<]/.test(one))) {
      expect(writeAnswer(notation, readAnswer(notation, line))).toBe(line)
    }
  }
})

describe('answers that agents of the Java engine have sent, and what came of them', () => {
  interface ErrorCase {
    readonly case: string
    readonly language: Notation
    readonly atTick: number
    readonly reply: unknown
    readonly outcome: string
  }
  const { cases } = socketGolden<{ readonly cases: readonly ErrorCase[] }>('error-cases.json')
  const { position } = readState(requestOf(1, 'preGameAnalysis')[1])
  const texts = cases.filter(({ reply }) => typeof reply === 'string' && reply !== 'CLOSE')

  /** Accepted by the engine, and harmful: orders lost, orders of the opponent, answers out of step, waits. */
  const harmful = ['enemyunit_busy', 'busyown', 'dup', 'twolines', 'cronly']
  const illegal = ['illegalmove', 'dir7', 'dirnone']
  const isRefused = ({ case: name, outcome }: ErrorCase) =>
    outcome.startsWith('exception') || harmful.includes(name) || illegal.includes(name)

  test.each(texts.filter(isRefused).map((one) => [one.case, one] as const))('%s is never sent', (_, one) => {
    expect(() => checkAnswer(stateAt(one.atTick), 0, one.language, one.reply as string)).toThrow()
  })

  test('what is legal passes, however it is written', () => {
    const passed = texts.filter((one) => !isRefused(one)).filter((one) => passes(one))
    expect(passed.map((one) => one.case)).toEqual(
      expect.arrayContaining(['dupkey', 'extra', 'none0', 'none1', 'spaces', 'xdecl', 'xws']),
    )
  })

  function passes({ atTick, language, reply }: ErrorCase): boolean {
    try {
      checkAnswer(stateAt(atTick), 0, language, reply as string)
      return true
    } catch {
      return false
    }
  }

  /** The start; one tick later all players' units wait. */
  function stateAt(tick: number) {
    const state = createState(openMap('basesWorkers8x8A'))
    const pending = tick === 0 ? [] : [6, 8, 7, 9].map((id) => [id, 0, 0, 10])
    setPosition(state, { ...position, time: tick, pending })
    return state
  }
})

describe('lines', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)

  test('are the same wherever the stream is cut', () => {
    const text = 'budget 100 0\nutt\n{"a":1}\r\n\ngetAction 0\nhalf'
    for (let cut = 0; cut <= text.length; cut++) {
      const reader = new LineReader(20)
      const lines = [...reader.read(bytes(text.slice(0, cut))), ...reader.read(bytes(text.slice(cut)))]
      expect(lines).toEqual(['budget 100 0', 'utt', '{"a":1}', '', 'getAction 0'])
      expect(reader.isWithinLine).toBe(true)
    }
  })

  test('characters of several bytes may be cut too', () => {
    const reader = new LineReader(20)
    const lines = [...bytes('grün\n')].flatMap((byte) => [...reader.read(Uint8Array.of(byte))])
    expect(lines).toEqual(['grün'])
  })

  test('have a length that they may have', () => {
    const reader = new LineReader(4)
    expect([...reader.read(bytes('1234\n12'))]).toEqual(['1234'])
    expect(() => [...reader.read(bytes('345'))]).toThrow('a line is longer than 4 bytes')
  })
})
