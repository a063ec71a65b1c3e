import { expect, test } from 'vitest'
import { JavaRandom } from './java-random.ts'

/** The definition, in whole numbers. */
function* bits(seed: bigint, count: bigint): Generator<bigint, never> {
  const [mask, multiplier] = [(1n << 48n) - 1n, 0x5deece66dn]
  for (let state = (seed ^ multiplier) & mask; ; ) {
    state = (state * multiplier + 11n) & mask
    yield state >> (48n - count)
  }
}

test.each([0, 1, -1, 42, 2 ** 40 + 12345, -(2 ** 52), Number.MAX_SAFE_INTEGER])(
  'seed %d: the stream is Java’s',
  (seed) => {
    const random = new JavaRandom(seed)
    const expected = bits(BigInt(seed), 31n)
    for (let i = 0; i < 1000; i++) expect(random.nextInt(1 << 30)).toBe(Number(expected.next().value >> 1n))
  },
)

test('known draws of java.util.Random', () => {
  const random = new JavaRandom(42)
  expect([random.nextInt(10), random.nextInt(10), random.nextInt(10)]).toEqual([0, 3, 8])
  random.seed(42)
  expect(random.nextDouble()).toBe(0.7275636800328681)
  const other = new JavaRandom(0)
  other.continueFrom(random)
  expect(other.nextDouble()).toBe(random.nextDouble())
})
