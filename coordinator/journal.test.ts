import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from '@cairn/language'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toyPlan } from '../test/kit/toy-lab.ts'
import { decodeAnswers, encodeAnswers } from './answer-block.ts'
import { Journal } from './journal.ts'
import { createJournal } from './journal-file.ts'
import { LedgerBlock, type LedgerStatus, readLedgerBlock } from './ledger-block.ts'
import { openSqlite } from './sqlite.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cairn-journal-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a block of evaluations reads back as it was written', () => {
  const evaluation = fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(1, 2), fc.double({ noNaN: true }))
  fc.assert(
    fc.property(fc.array(evaluation, { maxLength: 600 }), fc.nat(7), (evaluations, shift) => {
      const block = new LedgerBlock()
      for (const [program, status, score] of evaluations) block.add(program, status as LedgerStatus, score)
      const encoded = block.encode()
      const moved = new Uint8Array(encoded.length + shift)
      moved.set(encoded, shift)
      const read: unknown[] = []
      readLedgerBlock(moved.subarray(shift), (program, status, score) =>
        read.push([Uint8Array.from(program), status, score]),
      )
      expect(read).toEqual(evaluations)
    }),
    { numRuns: 100 },
  )
})

test('a block of answers reads back as it was written', () => {
  const answer = fc.record({
    question: fc.maxSafeNat(),
    charged: fc.nat(2 ** 32 - 1),
    answer: fc.oneof(fc.double({ noNaN: true }), fc.constant(null), fc.uint8Array()),
  })
  fc.assert(
    fc.property(fc.array(answer), fc.nat(7), (answers, shift) => {
      const encoded = encodeAnswers(answers)
      const moved = new Uint8Array(encoded.length + shift)
      moved.set(encoded, shift)
      const read = Array.from(decodeAnswers(moved.subarray(shift)), (one) => ({ ...one, answer: plain(one.answer) }))
      expect(read).toEqual(answers)
    }),
    { numRuns: 100 },
  )
})

test('what is committed is there after the file is opened again; what is not, is not', () => {
  const file = join(folder, 'a.db')
  createJournal(file, toyPlan({}))
  const question = Number.MAX_SAFE_INTEGER
  const answers = [0.1 + 0.2, Number.NEGATIVE_INFINITY, null, Uint8Array.of(), Uint8Array.of(1, 2)]
  const journal = new Journal(file)
  for (let ordinal = 0; ordinal < 5000; ordinal++) {
    journal.addAnswer({ path: 'p', ordinal, question, charged: 2, answer: answers[ordinal % 5]! })
  }
  journal.addBest({ path: 'p', charged: 3, score: 0.5, program: Uint8Array.of(1), text: 'one' })
  journal.addEvaluation(Uint8Array.of(1), 1, 0.5)
  journal.addEvaluation(Uint8Array.of(2), 2, 0.25)
  journal.endBatch()
  journal.addPoison({ program: Uint8Array.of(3), text: 'three', reason: 'it kills' })
  expect(journal.committed).toEqual({ charged: 0, executed: 0 })
  expect(journal.charged).toBe(10_000)
  journal.commit(1.5)
  expect(journal.committed).toEqual({ charged: 10_000, executed: 2 })
  journal.addAnswer({ path: 'p', ordinal: 5000, question, charged: 2, answer: 1 })
  journal.close()

  const again = new Journal(file)
  expect(again.committed).toEqual({ charged: 10_000, executed: 2 })
  expect(again.seconds).toBe(1.5)
  const read = [...again.answers('p')]
  expect(read).toHaveLength(5000)
  expect(read.slice(4995).map(({ question, charged, answer }) => [question, charged, plain(answer)])).toEqual(
    answers.map((answer) => [question, 2, answer]),
  )
  expect([...again.answers('q')]).toEqual([])
  expect(again.best()).toMatchObject({ score: 0.5, text: 'one' })
  const evaluations: [Program, number, number][] = []
  again.evaluations((program, status, score) => evaluations.push([Uint8Array.from(program), status, score]))
  expect(evaluations).toEqual([
    [Uint8Array.of(1), 1, 0.5],
    [Uint8Array.of(2), 2, 0.25],
  ])
  expect(again.poisoned()).toMatchObject([{ text: 'three', reason: 'it kills' }])
  again.close()
})

test('every sitting has a greater epoch than those before it', () => {
  const file = join(folder, 'b.db')
  createJournal(file, toyPlan({}))
  const epochs = [0, 0, 9, 5, 0].map((least) => {
    const journal = new Journal(file)
    const epoch = journal.nextEpoch(least)
    journal.close()
    return epoch
  })
  expect(epochs).toEqual([1, 2, 9, 10, 11])
})

test('among equally good programs the one that its path reached soonest is the best', () => {
  const file = join(folder, 'c.db')
  createJournal(file, toyPlan({}))
  const journal = new Journal(file)
  const best = (path: string, charged: number, score: number) =>
    journal.addBest({ path, charged, score, program: Uint8Array.of(charged), text: `${path}${charged}` })
  best('a', 7, 0.5)
  best('b', 5, 0.5)
  best('c', 5, 0.5)
  best('d', 1, 0.25)
  journal.addAnswer({ path: 'a', ordinal: 0, question: 0, charged: 0, answer: null })
  journal.commit(0)
  expect(journal.best()?.text).toBe('b5')
  journal.close()
})

test('a file that is no journal, or of another version, is refused with its name', () => {
  const file = join(folder, 'd.db')
  expect(() => new Journal(join(folder, 'nowhere', 'x.db'))).toThrow(join(folder, 'nowhere', 'x.db'))
  createJournal(file, toyPlan({}))
  const database = openSqlite(file)
  database.exec("UPDATE meta SET value = '99' WHERE name = 'format'")
  database.close()
  expect(() => new Journal(file)).toThrow('format 99')
})

function plain<T>(value: T | Uint8Array): T | Uint8Array {
  return value instanceof Uint8Array ? Uint8Array.from(value) : value
}
