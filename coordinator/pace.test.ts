import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

const plenty = { remaining: 1e6, sent: 0, mayEndEarly: false }

function pace(costMs: number) {
  const measured = new Pace({ targetBatchMs: 25, mostPrograms: 4096 })
  for (let i = 0; i < 50; i++) measured.measured(10, costMs / 100)
  return measured
}

test('a batch lasts as long as it should, from one program to as many as a message holds', () => {
  const sizes = [1000, 25, 1, 0.1, 0.001, 0].map((costMs) => pace(costMs).batchSize(plenty, 2))
  expect(sizes).toEqual([1, 1, 25, 250, 4096, 4096])
})

test('at the end of a question all threads get their share', () => {
  expect(pace(0.1).batchSize({ ...plenty, remaining: 400 }, 4)).toBe(50)
  expect(pace(10).batchSize({ ...plenty, remaining: 3 }, 4)).toBe(1)
})

test('but no share is smaller than is worth carrying', () => {
  expect(pace(0.1).batchSize({ ...plenty, remaining: 40 }, 4)).toBe(8)
})

test('a question that may end early starts small and doubles with each round of the threads', () => {
  const early = (sent: number) => pace(0.1).batchSize({ ...plenty, sent, mayEndEarly: true }, 2)
  expect([0, 1, 2, 3, 4, 6, 8, 100].map(early)).toEqual([31, 31, 62, 62, 125, 250, 250, 250])
})

test('follows the cost as it changes, and does not believe nonsense', () => {
  const moving = pace(1)
  for (const seconds of [Number.NaN, -1, Number.POSITIVE_INFINITY]) moving.measured(10, seconds)
  moving.measured(0, 5)
  expect(moving.batchSize(plenty, 2)).toBe(25)
  for (let i = 0; i < 30; i++) moving.measured(10, 0.1)
  expect(moving.batchSize(plenty, 2)).toBe(2)
})
