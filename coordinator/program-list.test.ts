import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodePrograms, encodePrograms } from './program-list.ts'

test('programs come back as they were, at a byte more for each', () => {
  const programs = fc.array(fc.uint8Array({ maxLength: 300 }))
  fc.assert(
    fc.property(programs, (list) => {
      expect(decodePrograms(encodePrograms(list))).toEqual(list)
    }),
  )
  expect(encodePrograms([Uint8Array.of(7, 8), Uint8Array.of(9)])).toEqual(Uint8Array.of(2, 7, 8, 1, 9))
  expect(decodePrograms(encodePrograms([new Uint8Array(3_000_000).fill(5)]))[0]).toHaveLength(3_000_000)
})

test('what is no list of programs is not read as one', () => {
  expect(() => decodePrograms(null)).toThrow('holds no programs')
  expect(() => decodePrograms(1)).toThrow('holds no programs')
})
