import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PairBlock } from './pair-block.ts'
import { type Pair, PairMemory } from './pair-memory.ts'
import { ProgramStore } from './program-store.ts'

const anyPair: fc.Arbitrary<Pair> = fc.record({
  program: fc.nat(40),
  opponent: fc.nat(40),
  first: fc.double({ noNaN: true }),
  second: fc.double(),
})

test('what is learned of a pair is what is known of it, and contradictions are told and dropped', () => {
  fc.assert(
    fc.property(fc.array(anyPair, { maxLength: 400 }), (pairs) => {
      const memory = new PairMemory()
      const model = new Map<string, [number, number]>()
      for (const pair of pairs) {
        const key = `${pair.program} ${pair.opponent}`
        const known = model.get(key)
        const { first, second } = pair
        const agrees =
          known === undefined ||
          (known[0] === first && (known[1] === second || Number.isNaN(known[1]) || Number.isNaN(second)))
        expect(memory.learn(pair)).toBe(agrees)
        if (known === undefined) model.set(key, [first, second])
        else if (known[0] === first && Number.isNaN(known[1])) known[1] = second
      }
      expect(memory.size).toBe(model.size)
      for (let program = 0; program <= 40; program++) {
        for (let opponent = 0; opponent <= 40; opponent++) {
          const known = model.get(`${program} ${opponent}`)
          const pair = memory.find(program, opponent)
          expect(pair < 0 ? undefined : [memory.first(pair), memory.second(pair)]).toEqual(known)
          expect(memory.isWhole(program, opponent)).toBe(known !== undefined && !Number.isNaN(known[1]))
        }
      }
    }),
    { numRuns: 12 },
  )
})

test('finds every pair again, however many there are', () => {
  const memory = new PairMemory()
  const opponents = 60
  const count = 300_000
  const pairAt = (i: number): Pair => ({
    ...{ program: Math.floor(i / opponents) + 7, opponent: i % opponents, first: i, second: -i },
  })
  for (let i = 0; i < count; i++) memory.learn(pairAt(i))
  expect(memory.size).toBe(count)
  for (let i = 0; i < count; i += 7) {
    const { program, opponent } = pairAt(i)
    expect(memory.first(memory.find(program, opponent))).toBe(i)
  }
  expect(memory.find(3, 3)).toBe(-1)
})

test('a poisoned pair returns -Infinity, whatever was known of it', () => {
  const memory = new PairMemory()
  memory.learn({ program: 1, opponent: 2, first: 0.5, second: Number.NaN })
  for (const opponent of [2, 3]) {
    memory.poison(1, opponent)
    const pair = memory.find(1, opponent)
    expect([memory.first(pair), memory.second(pair)]).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])
  }
})

test('blocks of pairs read back as they were written, into whatever store, and go on from there', () => {
  const programs = fc.uniqueArray(fc.uint8Array({ maxLength: 20 }), { minLength: 41, maxLength: 41, selector: String })
  const sittings = fc.array(fc.array(fc.array(anyPair, { maxLength: 30 }), { maxLength: 4 }), { maxLength: 4 })
  fc.assert(
    fc.property(programs, sittings, fc.nat(7), (known, all, shift) => {
      const blocks: Uint8Array[] = []
      for (const [sitting, commits] of all.entries()) {
        // Each sitting meets the programs in another order.
        const store = new ProgramStore()
        for (let i = 0; i < sitting; i++) store.entry(known[i]!)
        const block = new PairBlock()
        for (const encoded of blocks) block.read(encoded, store, () => {})
        for (const pairs of commits) {
          for (const { program, opponent, ...returns } of pairs) {
            const entries = { program: store.entry(known[program]!), opponent: store.entry(known[opponent]!) }
            block.add(store, { ...entries, ...returns })
          }
          expect(block.encode()).toHaveLength(8 + block.bytes)
          const moved = new Uint8Array(8 + block.bytes + shift)
          moved.set(block.encode(), shift)
          blocks.push(moved.subarray(shift))
          block.clear()
        }
      }
      const store = new ProgramStore()
      const read: unknown[] = []
      const block = new PairBlock()
      for (const encoded of blocks) {
        block.read(encoded, store, ({ program, opponent, first, second }) =>
          read.push([store.program(program).join(), store.program(opponent).join(), first, second]),
        )
      }
      expect(read).toEqual(
        all
          .flat(2)
          .map(({ program, opponent, first, second }) => [
            ...[known[program]!.join(), known[opponent]!.join(), first, second],
          ]),
      )
    }),
    { numRuns: 60 },
  )
})

test('a pair takes 24 bytes, and each program is written once', () => {
  const store = new ProgramStore()
  const block = new PairBlock()
  const entries = [1, 2, 3].map((byte) => store.entry(new Uint8Array(10).fill(byte)))
  const add = (program: number, opponent: number) => {
    block.add(store, { program: entries[program]!, opponent: entries[opponent]!, first: 1, second: 0.5 })
  }
  add(0, 1)
  add(1, 0)
  expect(block.encode()).toHaveLength(8 + 2 * 24 + 2 * (4 + 10))
  block.clear()
  add(1, 2)
  add(0, 2)
  expect(block.encode()).toHaveLength(8 + 2 * 24 + 4 + 10)
})
