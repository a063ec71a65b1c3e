import { expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { checkLongRecord, type LongRecord } from './long.ts'

test('every recorded episode of Karel-Long is reproduced', () => {
  const records = golden<LongRecord & { id: string }>('karel/tasks_long')
  expect(records).toHaveLength(180)
  const differences = records.flatMap((record) => {
    const difference = checkLongRecord(record)
    return difference === undefined ? [] : `${record.id}: ${difference}`
  })
  expect(differences).toEqual([])
})
