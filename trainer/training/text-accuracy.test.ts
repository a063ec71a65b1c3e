import { expect, test } from 'vitest'
import { textAccuracy } from './text-accuracy.ts'

// The program is 0 1 2 3; what should be written after its first token is 1 2 3 and the pad.
test.each([
  ['right', [1, 2, 3], { tokenPercent: 100, wholePercent: 100 }],
  ['wrong in one place', [1, 9, 3], { tokenPercent: 75, wholePercent: 0 }],
  ['too short: the missing token counts', [1, 2], { tokenPercent: (100 * 2) / 3, wholePercent: 0 }],
  ['too long: what is too much counts, and the pad at its end', [1, 2, 3, 4], { tokenPercent: 80, wholePercent: 0 }],
  ['never ended: there is no pad', [1, 2, 3, 4, 4, 4], { tokenPercent: 50, wholePercent: 0 }],
])('%s', (_, text, accuracy) => {
  const found = textAccuracy([text], [[0, 1, 2, 3]], 6)
  expect(found.tokenPercent).toBeCloseTo(accuracy.tokenPercent)
  expect(found.wholePercent).toBe(accuracy.wholePercent)
})

test('a program as long as the decoder can write has no pad to get right', () => {
  expect(textAccuracy([[1, 2, 3]], [[0, 1, 2, 3]], 3)).toEqual({ tokenPercent: 100, wholePercent: 100 })
})
