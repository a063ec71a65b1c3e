import { expect, test } from 'vitest'
import { ScoreCache } from './score-cache.ts'

test('finds every program again, however many there are', () => {
  const cache = new ScoreCache()
  const programs = Array.from({ length: 20_000 }, (_, i) =>
    Uint8Array.from([i & 255, i >> 8, ...new Array(i % 40).fill(7)]),
  )
  const entries = programs.map((program) => cache.entry(program))
  expect(new Set(entries).size).toBe(programs.length)
  expect(programs.map((program) => cache.entry(program))).toEqual(entries)
  expect(entries.every((entry, i) => Buffer.compare(cache.program(entry), programs[i]!) === 0)).toBe(true)
  expect(cache.size).toBe(programs.length)
})

test('keeps programs that are larger than its chunks', () => {
  const cache = new ScoreCache()
  const sizes = [0, 1, 65_536, 65_537, 5_000_000, 3]
  const programs = sizes.map((size) => new Uint8Array(size).fill(9))
  const entries = programs.map((program) => cache.entry(program))
  expect(entries.map((entry) => cache.program(entry).length)).toEqual(sizes)
  expect(programs.map((program) => cache.entry(program))).toEqual(entries)
})

test('knows better, not better or nothing of a program against a threshold', () => {
  const cache = new ScoreCache()
  const entry = cache.entry(Uint8Array.of(1))
  expect(cache.verdict(entry, 0)).toBe('unknown')
  cache.learn(entry, 'bound', 0.5)
  expect([0.6, 0.5, 0.4].map((threshold) => cache.verdict(entry, threshold))).toEqual([
    'not-better',
    'not-better',
    'unknown',
  ])
  cache.learn(entry, 'bound', 0.3)
  cache.learn(entry, 'bound', 0.4)
  expect(cache.verdict(entry, 0.3)).toBe('not-better')
  expect(cache.isExact(entry)).toBe(false)
  cache.learn(entry, 'score', 0.2)
  expect([0.3, 0.2, 0.1].map((threshold) => cache.verdict(entry, threshold))).toEqual([
    'not-better',
    'not-better',
    'better',
  ])
  expect(cache.isExact(entry)).toBe(true)
  expect(cache.score(entry)).toBe(0.2)
})

test('says when what it is told contradicts what it knows', () => {
  const cache = new ScoreCache()
  const entry = cache.entry(Uint8Array.of(1))
  expect(cache.learn(entry, 'bound', 0.5)).toBe(true)
  expect(cache.learn(entry, 'score', 0.6)).toBe(false)
  expect(cache.learn(entry, 'score', 0.5)).toBe(true)
  expect(cache.learn(entry, 'score', 0.5)).toBe(true)
  expect(cache.learn(entry, 'score', 0.4)).toBe(false)
  expect(cache.learn(entry, 'bound', 0.4)).toBe(false)
  expect(cache.learn(entry, 'bound', 0.5)).toBe(true)
  expect(cache.score(entry)).toBe(0.5)
})
