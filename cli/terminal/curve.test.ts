import { expect, test } from 'vitest'
import { curve } from './curve.ts'

const points = [
  { charged: 1, bestReturn: 0 },
  { charged: 300, bestReturn: 0.5 },
  { charged: 700, bestReturn: 1 },
]

test('the curve climbs in steps from the first score to the best', () => {
  expect(`\n${curve(points, 1000, { width: 42, height: 5, ceiling: 1, unicode: true })}\n`).toBe(`
1.00 ┤                           ╭──────────────
     │                           │
0.50 ┤           ╭───────────────╯
     │           │
0.00 ┤───────────╯
     └──────────────────────────────────────────
      0                1,000 evaluations charged
`)
})

test('a terminal without Unicode gets ASCII', () => {
  expect(curve(points, 1000, { width: 40, height: 5, unicode: false })).toMatch(/^[\x20-\x7e\n]+$/)
})

test('one point, and none at all, are still a picture', () => {
  expect(curve([{ charged: 1, bestReturn: 0 }], 100, { width: 30, height: 3, unicode: true })).toContain('0.00 ┤────')
  expect(curve([], 0, { width: 30, height: 3, unicode: true })).toContain('1 evaluation charged')
})

test('returns below zero widen the axis downwards', () => {
  const text = curve(
    [
      { charged: 1, bestReturn: -1 },
      { charged: 5, bestReturn: -0.2 },
    ],
    10,
    { width: 20, height: 5, unicode: true },
  )
  expect(text).toContain('-1.00 ┤')
  expect(text).toContain(' 0.00 ┤')
})
