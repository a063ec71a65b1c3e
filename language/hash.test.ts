import { expect, test } from 'vitest'
import { hashBytes, hex } from './hash.ts'
import { seededRng } from './rng.ts'

test('hashes are pinned: journals and domain hashes depend on them', () => {
  expect(hex(hashBytes(new Uint8Array(0)))).toBe('0c77f6f4cfa11301')
  expect(hex(hashBytes(Uint8Array.of(1, 2, 3, 4, 5)))).toBe('67e9f59e03d61165')
  expect(hex(hashBytes(Uint8Array.of(1, 2, 3, 4, 5), 7))).toBe('ebbff3f6bf2ebf05')
})

test('a view hashes as its bytes, and zeros at the end count', () => {
  const bytes = Uint8Array.of(9, 1, 2, 3, 9)
  expect(hashBytes(bytes.subarray(1, 4))).toEqual(hashBytes(Uint8Array.of(1, 2, 3)))
  const zeros = Array.from({ length: 20 }, (_, n) => hex(hashBytes(new Uint8Array(n))))
  expect(new Set(zeros).size).toBe(20)
})

test('half of the bits change with any bit of the input', () => {
  const rng = seededRng(1)
  for (const length of [1, 3, 4, 12, 45]) {
    let changed = 0
    const trials = 2000
    for (let i = 0; i < trials; i++) {
      const bytes = Uint8Array.from({ length }, () => rng.below(256))
      const before = hashBytes(bytes)
      bytes[rng.below(length)]! ^= 1 << rng.below(8)
      const after = hashBytes(bytes)
      changed += ones(before.low ^ after.low) + ones(before.high ^ after.high)
    }
    expect(Math.abs(changed / trials - 32)).toBeLessThan(1)
  }
})

test('each half alone has no more collisions than chance gives', () => {
  const [low, high] = [new Set<number>(), new Set<number>()]
  const texts = 200_000
  // Short, alike and regular, as programs are.
  for (let i = 0; i < texts; i++) {
    const hash = hashBytes(Uint8Array.of(0, 3, 6, i & 31, 3, (i >> 5) & 31, (i >> 10) & 31, 7, i >> 15))
    low.add(hash.low)
    high.add(hash.high)
  }
  // 200,000 draws of 2^32 collide 4.7 times on average; 20 or more have probability 3e-7.
  expect(texts - low.size).toBeLessThan(20)
  expect(texts - high.size).toBeLessThan(20)
})

function ones(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}
