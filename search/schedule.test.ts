import { describe, expect, test } from 'vitest'
import { type Schedule, scheduleDefaults, scheduledNeighbours } from './index.ts'

const at = (spent: number, budget: number, options: Partial<Schedule> = {}) =>
  scheduledNeighbours({ ...scheduleDefaults, ...options }, spent, budget)

describe('the neighbours of a climb, as evaluations are spent', () => {
  test.each([
    [1, 32],
    [10, 43],
    [32, 60],
    [33, 60],
    [100, 91],
    [250, 135],
    [1_000, 256],
    [5_000, 539],
    [10_000, 725],
    [50_000, 1288],
    [100_000, 1551],
    [250_000, 1849],
    [500_000, 1996],
    [1_000_000, 2048],
  ])('after %i of a million, are the %i of LLM-GS', (spent, neighbours) => {
    expect(at(spent, 1_000_000)).toBe(neighbours)
  })

  test.each([
    [1, 32],
    [10, 59],
    [32, 117],
    [33, 119],
    [100, 256],
    [250, 486],
    [1_000, 1114],
    [5_000, 1933],
    [10_000, 2048],
  ])('after %i of ten thousand, are the %i of LLM-GS', (spent, neighbours) => {
    expect(at(spent, 10_000)).toBe(neighbours)
  })

  // From 32 = 2^5 to 2048 = 2^11, which are 2016 apart, worked out by hand; rounded up.
  test.each([
    // a quarter, half and three quarters of the logarithm of 10^4
    { ratio: 'log', shape: 'linear', interpolation: 'log', of: 10_000, spent: 10, neighbours: 91 }, // 2^6.5
    { ratio: 'log', shape: 'linear', interpolation: 'log', of: 10_000, spent: 100, neighbours: 256 }, // 2^8
    { ratio: 'log', shape: 'linear', interpolation: 'log', of: 10_000, spent: 1_000, neighbours: 725 }, // 2^9.5
    { ratio: 'log', shape: 'linear', interpolation: 'linear', of: 10_000, spent: 10, neighbours: 536 }, // 32 + 504
    { ratio: 'log', shape: 'linear', interpolation: 'linear', of: 10_000, spent: 100, neighbours: 1040 },
    { ratio: 'log', shape: 'sin', interpolation: 'linear', of: 10_000, spent: 10, neighbours: 328 }, // 32 + 2016 * 0.1464
    { ratio: 'log', shape: 'sin', interpolation: 'linear', of: 10_000, spent: 100, neighbours: 1040 },
    { ratio: 'log', shape: 'sin', interpolation: 'linear', of: 10_000, spent: 1_000, neighbours: 1753 }, // 32 + 2016 * 0.8536
    { ratio: 'linear', shape: 'linear', interpolation: 'log', of: 1_000, spent: 250, neighbours: 91 },
    { ratio: 'linear', shape: 'linear', interpolation: 'log', of: 1_000, spent: 500, neighbours: 256 },
    { ratio: 'linear', shape: 'linear', interpolation: 'linear', of: 1_000, spent: 1, neighbours: 35 }, // 32 + 2.016
    { ratio: 'linear', shape: 'linear', interpolation: 'linear', of: 1_000, spent: 750, neighbours: 1544 },
    { ratio: 'linear', shape: 'sin', interpolation: 'log', of: 1_000, spent: 250, neighbours: 59 }, // 2^(5 + 6 * 0.1464)
    { ratio: 'linear', shape: 'sin', interpolation: 'log', of: 1_000, spent: 500, neighbours: 256 },
    { ratio: 'linear', shape: 'sin', interpolation: 'linear', of: 1_000, spent: 250, neighbours: 328 },
    { ratio: 'linear', shape: 'sin', interpolation: 'linear', of: 1_000, spent: 750, neighbours: 1753 },
  ] as const)('$neighbours after $spent of $of: ratio $ratio, shape $shape, interpolation $interpolation', (row) => {
    const { spent, of, neighbours, ...options } = row
    expect(at(spent, of, options)).toBe(neighbours)
  })

  test('begin with the first number and stay with the last, whatever the form', () => {
    for (const ratio of ['log', 'linear'] as const) {
      for (const shape of ['sin', 'linear'] as const) {
        for (const interpolation of ['log', 'linear'] as const) {
          const form = { ratio, shape, interpolation, 'start-neighbours': 10, 'end-neighbours': 99 }
          expect(at(0, 500, form)).toBe(10)
          expect(at(500, 500, form)).toBe(99)
          expect(at(501, 500, form)).toBe(99)
          const all = Array.from({ length: 501 }, (_, spent) => at(spent, 500, form))
          expect(all).toEqual(all.toSorted((a, b) => a - b))
        }
      }
    }
  })

  test('end where the schedule says rather than with the budget', () => {
    expect(at(100, 1_000_000, { 'schedule-end': 10_000 })).toBe(256)
    expect(at(10_000, 1_000_000, { 'schedule-end': 10_000 })).toBe(2048)
    expect(at(999, 1_000, { 'schedule-end': 1_000_000 })).toBe(256)
  })

  test('may be one number throughout, or fall', () => {
    const even = { 'start-neighbours': 250, 'end-neighbours': 250 }
    for (const spent of [0, 1, 77, 5_000, 10_000]) expect(at(spent, 10_000, even)).toBe(250)
    const falling = { 'start-neighbours': 2048, 'end-neighbours': 32 }
    expect([0, 100, 10_000].map((spent) => at(spent, 10_000, falling))).toEqual([2048, 256, 32])
  })

  test('are known for a budget of one evaluation', () => {
    expect([at(0, 1), at(1, 1)]).toEqual([32, 2048])
  })
})
