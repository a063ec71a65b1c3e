import { expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { verifySuite } from '../../verify.ts'
import type { SnapshotRecord } from './snapshots.ts'

const records = golden<SnapshotRecord>('microrts/conformance/snapshots')
const { check } = verifySuite('microrts-snapshots')

test('legal actions, joint actions, sight and paths are as recorded in 420 positions', () => {
  expect(records).toHaveLength(420)
  const differences = records.map((record, i) => [i, check(record)])
  expect(differences.filter(([, difference]) => difference !== undefined)).toEqual([])
})

test('what differs is noticed', () => {
  const [record] = records
  const { legal, visible, jointCount, paths } = record
  expect(check({ ...record, legal: legal.slice(1) })).toMatch(/^legal\[0\]: expected \[7,/)
  expect(check({ ...record, visible: [visible[0], []] })).toBe('visible[1][0]: expected none, found 5')
  expect(check({ ...record, jointCount: [jointCount[0], 44] })).toBe('jointCount[1]: expected 44, found 45')
  const [[id, x, y, range, ...answers]] = paths
  expect(check({ ...record, paths: [[id, x, y, range, 7, ...answers.slice(1)]] })).toMatch(/^paths\[0\]: expected /)
})
