import { expect, test } from 'vitest'
import { returnGrid } from './returns.ts'

test('returns stand in rows, each row begins with its first episode', () => {
  expect(returnGrid([1, 0.5, -0.25, 0, 1], 8, 41)).toBe('   8   1.0000   0.5000  -0.2500   0.0000\n  12   1.0000')
})
