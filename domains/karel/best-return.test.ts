import { expect, test } from 'vitest'
import { golden } from '../../test/kit/golden.ts'
import { byName } from '../task-names.ts'
import { callsForTelescoping, repeated, telescoped } from './best-return.ts'
import type { TaskRecord } from './conformance/tasks.ts'
import { karelTasks } from './tasks.ts'

const records = [...golden<TaskRecord>('karel/tasks_prog_policies'), ...golden<TaskRecord>('karel/tasks_llm_gs')]
const names = [...new Set(records.map(nameOf))]

test.each(names)('no recorded return of %s is above the bound', (name) => {
  for (const record of recordsOf(name)) expect(record.expect.return).toBeLessThanOrEqual(bound(record))
})

test.each(names)('a solved episode of %s reaches the bound', (name) => {
  const gaps = recordsOf(name).map((record) => bound(record) - record.expect.return)
  expect(Math.min(...gaps)).toBeLessThanOrEqual(1e-9)
})

test('a bound is the sum of the rewards, not their product', () => {
  expect(repeated(1 / 36, 36)).toBe(1.0000000000000002)
  expect(repeated(1 / 11, 11)).toBe(1.0000000000000002)
  expect(repeated(0.25, 4)).toBe(1)
})

test('the room left for rounding never hides a solution', () => {
  for (const largest of [1, 24, 180]) {
    expect(telescoped(callsForTelescoping(largest), largest) - 1).toBeLessThanOrEqual(5e-10)
  }
  expect(telescoped(10_000, 24)).toBeGreaterThan(1)
})

function nameOf({ task, variant }: TaskRecord): string {
  return `${task} ${variant}`
}

function recordsOf(name: string): TaskRecord[] {
  return records.filter((record) => nameOf(record) === name)
}

function bound({ task, variant, world, max_calls }: TaskRecord): number {
  const card = byName(`karel/${task}`, karelTasks)
  const wanted = { height: world.h, width: world.w, variant: variant.replace('_', '-'), 'max-calls': max_calls }
  const options = Object.entries(wanted).filter(([name]) => Object.hasOwn(card.options, name))
  const { bestReturn } = card.open(Object.fromEntries(options))
  if (bestReturn === undefined) throw new Error(`${task} has no bound`)
  return bestReturn
}
