import { expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { checkTaskRecord, type TaskRecord } from './tasks.ts'

test.each([
  ['prog_policies', 1138],
  ['llm_gs', 338],
])('every recorded episode of %s is reproduced bit for bit', (variant, episodes) => {
  const records = golden<TaskRecord & { id: string }>(`karel/tasks_${variant}`)
  expect(records).toHaveLength(episodes)
  expect(differences(records)).toEqual([])
})

test('a reward that differs in its last bit is noticed', () => {
  const [record] = golden<TaskRecord & { id: string }>('karel/tasks_llm_gs')
  const rewards = record.expect.rewards.map(([value, repeat]) => [value * (1 + 2 ** -52), repeat] as const)
  expect(checkTaskRecord({ ...record, expect: { ...record.expect, rewards } })).toBe(
    'reward 1: expected 0.028571428571428577, found 0.02857142857142857',
  )
})

test('a body segment of the snake that differs is noticed', () => {
  const record = golden<TaskRecord>('karel/tasks_llm_gs').find(({ task }) => task === 'Snake')
  if (record?.expect.body === undefined) throw new Error('no snake is recorded')
  const body = record.expect.body.toReversed()
  expect(checkTaskRecord({ ...record, expect: { ...record.expect, body } })).toMatch(/^body: expected /)
})

function differences(records: readonly (TaskRecord & { id: string })[]): string[] {
  return records.flatMap((record) => {
    const difference = checkTaskRecord(record)
    return difference === undefined ? [] : [`${record.id}: ${difference}`]
  })
}
