import { describe, expect, test } from 'vitest'
import { numpyRng, SingleStream, searchSpaceRng } from './numpy-rng.ts'
import { type Rng, seededRng } from './rng.ts'

const take = (rng: Rng, n: number) => Array.from({ length: n }, () => rng.next32())

describe('our generator', () => {
  test('the numbers of a seed are pinned: journals depend on them', () => {
    const rng = seededRng(1)
    expect(take(rng, 3)).toEqual([3387734806, 1080862987, 3546521498])
    expect(rng.stream('a').next32()).toBe(1794781229)
    expect(rng.split().next32()).toBe(2004308527)
    expect(rng.uniform()).toBe(0.07679273212105397)
  })

  test('seeds up to 2^53 - 1 are all different', () => {
    const seeds = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1]
    expect(new Set(seeds.map((seed) => take(seededRng(seed), 2).join())).size).toBe(seeds.length)
    for (const seed of [-1, 0.5, 2 ** 53, Number.NaN])
      expect(() => seededRng(seed)).toThrow('seed: expected 0 to 2^53 - 1')
  })

  test('a named stream depends on the seed and its name, not on what has been drawn', () => {
    const [fresh, used] = [seededRng(5), seededRng(5)]
    take(used, 100)
    used.split()
    expect(take(used.stream('climber/1'), 10)).toEqual(take(fresh.stream('climber/1'), 10))
    expect(take(fresh, 10)).toEqual(take(seededRng(5), 10))
    const firsts = ['', 'a', 'b', 'ab', 'ba', 'climber/1', 'climber/2'].map((name) => fresh.stream(name).next32())
    expect(new Set([...firsts, seededRng(6).stream('a').next32()]).size).toBe(8)
    expect(fresh.stream('a').stream('b').next32()).not.toBe(fresh.stream('b').stream('a').next32())
  })

  test('a split depends on what has been drawn, and two splits differ', () => {
    const rng = seededRng(5)
    const [one, two] = [rng.split(), rng.split()]
    expect(take(one, 4)).not.toEqual(take(two, 4))
    expect(take(seededRng(5).split(), 4)).toEqual(take(seededRng(5).split(), 4))
    expect(take(one.split(), 4)).not.toEqual(take(two.split(), 4))
  })

  test('whole numbers and uniform ones are spread evenly, over streams too', () => {
    const root = seededRng(7)
    // Chi-square with 99 degrees of freedom is above 170 with probability 1e-5.
    const spread = (draw: (i: number) => number) => {
      const counts = new Float64Array(100)
      for (let i = 0; i < 100_000; i++) counts[draw(i)]!++
      return counts.reduce((total, count) => total + (count - 1000) ** 2 / 1000, 0)
    }
    expect(spread(() => root.below(100))).toBeLessThan(170)
    expect(spread(() => Math.floor(root.uniform() * 100))).toBeLessThan(170)
    expect(spread((i) => root.stream(`s${i}`).below(100))).toBeLessThan(170)
    expect(spread((i) => seededRng(i).below(100))).toBeLessThan(170)
    expect(spread(() => root.split().below(100))).toBeLessThan(170)
  })
})

describe("numpy's generator", () => {
  test.each([
    [0, [0.5488135039273248, 0.7151893663724195]],
    [42, [0.3745401188473625, 0.9507143064099162]],
    [2 ** 32 - 1, [0.0976320289940138, 0.9123828453026218]],
  ])('RandomState(%i).random_sample()', (seed, expected) => {
    const rng = numpyRng(seed)
    expect([rng.uniform(), rng.uniform()]).toEqual(expected)
  })

  test('MT19937 after 10,000 draws is where the standard says', () => {
    // ISO C++ [rand.predef]: the 10,000th number from the default seed 5489.
    expect(take(numpyRng(5489), 10_000).at(-1)).toBe(4123659995)
  })

  test('one of one draws nothing, and a bound that is no power of two draws again', () => {
    const rng = numpyRng(3)
    expect(rng.below(1)).toBe(0)
    expect(rng.next32()).toBe(numpyRng(3).next32())
    for (let i = 0; i < 1000; i++) expect(rng.below(5)).toBeLessThan(5)
  })

  test('the program space begins after one bounded draw', () => {
    const rng = numpyRng(8)
    rng.below(1_000_000)
    expect(searchSpaceRng(8).next32()).toBe(rng.next32())
  })

  test('it is a single stream', () => {
    expect(() => numpyRng(1).split()).toThrow(SingleStream)
    expect(() => numpyRng(1).stream('a')).toThrow("numpy's generator is a single stream: it has no named streams")
    expect(() => numpyRng(2 ** 32)).toThrow('seed: expected 0 to 2^32 - 1, got 4294967296')
  })
})
