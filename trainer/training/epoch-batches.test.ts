import { seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { epochBatches } from './epoch-batches.ts'

const programs = Array.from({ length: 1003 }, (_, number) => number)
const length = (number: number) => 7 + ((number * 31) % 34)
const batches = (seed: number) => epochBatches(programs, 20, length, seededRng(seed))

test('every program is in one batch at most, and only a partial batch is left out', () => {
  const all = batches(1).flatMap((batch) => [...batch])
  expect(all).toHaveLength(1000)
  expect(new Set(all).size).toBe(1000)
  expect(batches(1).every((batch) => batch.length === 20)).toBe(true)
})

test('the order is that of the stream', () => {
  expect(batches(1)).toEqual(batches(1))
  expect(batches(1)).not.toEqual(batches(2))
})

test('programs of a batch are of like length', () => {
  const spread = batches(1).map((batch) => Math.max(...[...batch].map(length)) - Math.min(...[...batch].map(length)))
  expect(spread.reduce((sum, one) => sum + one) / spread.length).toBeLessThan(6)
})
