import { expect, test } from 'vitest'
import { age, clock, cut, duration, grouped, perSecond, returned, some } from './numbers.ts'

test('numbers read the way people write them', () => {
  expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567'])
  expect([null, 0, 0.123456, -1].map(returned)).toEqual(['-', '0.0000', '0.1235', '-1.0000'])
  expect([0.25, 99.94, 12345.6].map(perSecond)).toEqual(['0.3/s', '99.9/s', '12,346/s'])
  expect([0, 59.6, 725, 11045].map(clock)).toEqual(['0:00', '1:00', '12:05', '3:04:05'])
  expect([0.421, 12.34, 725].map(duration)).toEqual(['0.42 s', '12.3 s', '12:05'])
  expect([5, 720, 7300, 800_000].map(age)).toEqual(['5 s', '12 min', '2 h', '9 days'])
  expect([0, 1, 2].map((n) => some(n, 'worker'))).toEqual(['0 workers', '1 worker', '2 workers'])
})

test('text that is too long ends in an ellipsis', () => {
  expect(cut('abcdef', 6)).toBe('abcdef')
  expect(cut('abcdefg', 6)).toBe('abcde…')
})
