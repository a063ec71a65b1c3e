import { expect, test } from 'vitest'
import { BehaviourMemory, programKey } from './behaviour-memory.ts'

test('remembers, and tells when it is told otherwise', () => {
  const memory = new BehaviourMemory()
  expect(memory.learn('a', 5)).toBe(true)
  expect(memory.learn('a', 5)).toBe(true)
  expect(memory.learn('a', 6)).toBe(false)
  expect(memory.get('a')).toBe(5)
  expect(memory.learn('b', Float64Array.of(1, 2))).toBe(true)
  expect(memory.learn('b', Float64Array.of(1, 2))).toBe(true)
  expect(memory.learn('b', Float64Array.of(1, 3))).toBe(false)
  expect(memory.learn('b', 1)).toBe(false)
  expect(memory.get('c')).toBeUndefined()
})

test('keeps what is asked for and forgets the rest, within its bound', () => {
  const memory = new BehaviourMemory({ generationBytes: 200_000 })
  for (let i = 0; i < 100_000; i++) {
    memory.learn(`${i}`, i)
    expect(memory.get('0')).toBe(0)
  }
  expect(memory.get('99999')).toBe(99_999)
  expect(memory.get('1')).toBeUndefined()
  expect(memory.size).toBeLessThan(2 * (200_000 / 120))
})

test('one entry that is larger than all there is room for is kept until the next', () => {
  const memory = new BehaviourMemory({ generationBytes: 1000 })
  memory.learn('large', new Float64Array(1000))
  expect(memory.get('large')).toHaveLength(1000)
})

test('keys are equal for equal programs alone', () => {
  expect(programKey(Uint8Array.of(1, 2, 200).subarray(1))).toBe(programKey(Uint8Array.of(2, 200)))
  expect(programKey(Uint8Array.of(200))).not.toBe(programKey(Uint8Array.of(200, 0)))
})
