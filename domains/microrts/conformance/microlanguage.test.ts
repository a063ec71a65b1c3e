import { expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { verifySuite } from '../../verify.ts'
import type { MicrolanguageProgramRecord } from './microlanguage-programs.ts'

test('every recorded program of MicroLanguage is read, printed and counted as recorded', () => {
  const records = golden<MicrolanguageProgramRecord>('microlanguage/programs')
  expect(records).toHaveLength(90)
  const { check } = verifySuite('microlanguage-programs')
  expect(records.flatMap((record) => check(record) ?? [])).toEqual([])
})

test('a text, a count and a site that differ are noticed', () => {
  const { check } = verifySuite('microlanguage-programs')
  const [record] = golden<MicrolanguageProgramRecord>('microlanguage/programs')
  expect(check({ ...record, text: record.text.replace('} ', '}') })).toBeUndefined()
  expect(check({ ...record, text: record.text.replace('u.', ' u.') })).toMatch(/^text: expected /)
  expect(check({ ...record, nodes: 1 })).toMatch(/^nodes: expected 1, found /)
  expect(check({ ...record, sites: [] })).toMatch(/^sites: expected "", found "S,/)
  expect(check({ ...record, serialised: 'S;Nothing' })).toMatch(/^the record cannot be played: .*Nothing/)
})
