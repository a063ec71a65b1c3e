import { expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { verifySuite } from '../../verify.ts'
import type { MicrolanguageDecisionRecord, NamedProgram } from './microlanguage-decisions.ts'
import type { MicrolanguageGameRecord } from './microlanguage-games.ts'
import type { MicrolanguageProgramRecord } from './microlanguage-programs.ts'

const programs = golden<MicrolanguageProgramRecord & NamedProgram>('microlanguage/programs')

test('every recorded program of MicroLanguage is read, printed and counted as recorded', () => {
  expect(programs).toHaveLength(90)
  const { check } = verifySuite('microlanguage-programs')
  expect(programs.flatMap((record) => check(record) ?? [])).toEqual([])
})

test('every recorded decision of a program is made as recorded', () => {
  const records = golden<MicrolanguageDecisionRecord>('microlanguage/decisions')
  expect(records).toHaveLength(1868)
  const { check } = verifySuite('microlanguage-decisions')
  expect(records.flatMap((record) => check(record, programs) ?? [])).toEqual([])
})

test('every recorded game is played as recorded, both sides deciding, and programs fail where they failed', () => {
  const records = golden<MicrolanguageGameRecord & { readonly id: string }>('microlanguage/games')
  expect(records).toHaveLength(285)
  expect(records.filter(({ error }) => error !== null)).toHaveLength(25)
  const { check } = verifySuite('microlanguage-games')
  expect(records.flatMap((record) => check(record, programs) ?? [])).toEqual([])
}, 120_000)

test('what differs in a program is noticed', () => {
  const { check } = verifySuite('microlanguage-programs')
  const [record] = programs
  expect(check({ ...record, text: record.text.replace('u.', ' u.') })).toMatch(/^text: expected /)
  expect(check({ ...record, nodes: 1 })).toMatch(/^nodes: expected 1, found /)
  expect(check({ ...record, sites: [] })).toMatch(/^sites: expected "", found "S,/)
  expect(check({ ...record, serialised: 'S;Nothing' })).toMatch(/^the record cannot be played: .*Nothing/)
})

test('what differs in a decision is noticed', () => {
  const { check } = verifySuite('microlanguage-decisions')
  const [record] = golden<MicrolanguageDecisionRecord>('microlanguage/decisions')
  expect(check({ ...record, abstract: [] }, programs)).toMatch(/^abstract\[0\]: expected none, found \[/)
  expect(check({ ...record, resourceLeft: 77 }, programs)).toMatch(/^resourceLeft\[0\]: expected 77, found /)
  expect(check({ ...record, actions: [] }, programs)).toMatch(/^actions\[0\]: expected none, found \[/)
  expect(check(record, [])).toMatch(/^the record cannot be played: program: the list of programs has none called /)
  expect(check(record, [{ program: 'p' }])).toMatch(/^programs.jsonl.gz: serialised: expected a string, got nothing/)
})

test('what differs in a game is noticed', () => {
  const { check } = verifySuite('microlanguage-games')
  const records = golden<MicrolanguageGameRecord>('microlanguage/games')
  const [record] = records
  const [first, ...steps] = record.steps
  expect(check({ ...record, score: 0.5 }, programs)).toMatch(/^score\[0\]: expected 0.5, found /)
  expect(check({ ...record, ticks: 1 }, programs)).toMatch(/^ticks\[0\]: expected 1, found /)
  expect(check({ ...record, steps }, programs)).toMatch(/^tick 0: player 0\[0\]: expected none, found \[/)
  expect(check({ ...record, steps: [...record.steps, [9999, [], []]] }, programs)).toMatch(/^steps: .* was not played/)
  const checkpoints = [...record.checkpoints, { ...record.final, t: 9999 }]
  expect(check({ ...record, checkpoints }, programs)).toBe('checkpoints: none at tick 9999')
  expect(check({ ...record, final: { ...record.final, t: 1 } }, programs)).toMatch(/^final: t\[0\]: expected 1, found /)
  expect(first[0]).toBe(0)
  const failing = records.find(({ error }) => error?.kind === 'index')!
  expect(check({ ...failing, error: null }, programs)).toMatch(/^error\[0\]: expected null, found \{"player":/)
})
