import { expect, test } from 'vitest'
import { ratingsOf } from './ratings.ts'

const everybody = [0, 1, 2].flatMap((first) =>
  [0, 1, 2].filter((second) => second !== first).map((second) => ({ first, second, points: first < second ? 1 : 0 })),
)

test('the same matches give the same ratings, in whatever process', () => {
  expect(ratingsOf(3, everybody, 'a')).toEqual(ratingsOf(3, everybody, 'a'))
  const [best, middle, worst] = ratingsOf(3, everybody, 'a')
  expect(best!.mu).toBeGreaterThan(middle!.mu)
  expect(middle!.mu).toBeGreaterThan(worst!.mu)
  expect([best!.mu, middle!.mu, worst!.mu].map((mu) => mu.toFixed(3))).toMatchInlineSnapshot(`
    [
      "33.141",
      "24.996",
      "16.795",
    ]
  `)
  expect(best!.matches).toBe(4)
})

test('the order in which they count is drawn from a stream of that name', () => {
  expect(ratingsOf(3, everybody, 'a')).not.toEqual(ratingsOf(3, everybody, 'b'))
})

test('two that always draw stay where they were, and surer', () => {
  const [one, other] = ratingsOf(2, [{ first: 0, second: 1, points: 0.5 }], 'draw')
  expect(one!.mu).toBeCloseTo(other!.mu, 9)
  expect(one!.mu).toBeCloseTo(25, 9)
  expect(one!.sigma).toBeLessThan(25 / 3)
  expect(ratingsOf(1, [], 'nobody')).toEqual([{ mu: 25, sigma: 25 / 3, matches: 0 }])
})
