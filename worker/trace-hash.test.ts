import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TraceHash } from './trace-hash.ts'

function hashOf(...traces: (readonly number[] | Uint8Array)[]): number {
  const hash = new TraceHash()
  hash.begin()
  for (const trace of traces) hash.add(Uint8Array.from(trace))
  return hash.value()
}

test('is a whole number of 53 bits, and uses them', () => {
  let or = 0n
  for (let i = 0; i < 1000; i++) {
    const number = hashOf([i & 255, i >> 8])
    expect(Number.isSafeInteger(number) && number >= 0).toBe(true)
    or |= BigInt(number)
  }
  expect(or).toBe(2n ** 53n - 1n)
})

test('is the same on every machine, in every version', () => {
  expect([hashOf(), hashOf([]), hashOf([0]), hashOf([1, 2, 3, 4, 5], [6])]).toEqual([
    7462601645136605, 5468604422048621, 2043573689210847, 2153663648010893,
  ])
})

test('tells apart where one trace ends and the next begins, and what is in them', () => {
  const lists = [
    [],
    [[]],
    [[], []],
    [[0]],
    [[0], []],
    [[], [0]],
    [[0, 0]],
    [[0], [0]],
    [[0, 0, 0, 0], [0]],
    [[0, 0, 0, 0, 0]],
  ]
  expect(new Set(lists.map((traces) => hashOf(...traces))).size).toBe(lists.length)
  const traces = fc.array(fc.uint8Array({ maxLength: 9, max: 2 }), { maxLength: 4 })
  fc.assert(
    fc.property(traces, traces, (a, b) => {
      expect(hashOf(...a) === hashOf(...b)).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
    { numRuns: 5000 },
  )
})

test('begins anew', () => {
  const hash = new TraceHash()
  hash.begin()
  hash.add(Uint8Array.of(1, 2))
  hash.begin()
  hash.add(Uint8Array.of(3))
  expect(hash.value()).toBe(hashOf([3]))
})

test('no two of a million short traces are alike', () => {
  const seen = new Set<number>()
  for (let i = 0; i < 1_000_000; i++) seen.add(hashOf(Uint8Array.of(i & 255, (i >> 8) & 255, i >> 16)))
  expect(seen.size).toBe(1_000_000)
})
