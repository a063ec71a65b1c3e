import { count, type Flag, Mismatch } from '../flags.ts'

export type SeedList = readonly number[]

const largest = 2 ** 32 - 1
const mostSeeds = 10_000
const expected = `a count (12 is 0 to 11), a range ("100-111") or a list of seeds from 0 to ${largest}`

/** Seeds: how many from 0 on, `first-last`, or a list of seeds and ranges. */
export function seedList(about: string): Flag<SeedList> {
  return {
    about,
    read(value) {
      const seeds = Array.isArray(value)
        ? value.flatMap((part) => (isSeed(part) ? [part] : range(part)))
        : counted(value)
      if (seeds.length === 0) throw new Mismatch(expected)
      const twice = seeds.find((seed, at) => seeds.indexOf(seed) !== at)
      if (twice !== undefined) throw new Mismatch('every seed once', twice)
      return seeds
    },
  }
}

function counted(value: unknown): number[] {
  const number = typeof value === 'string' ? count(value) : value
  if (typeof number !== 'number') return range(value)
  if (!Number.isInteger(number) || number < 1 || number > mostSeeds) throw new Mismatch(expected)
  return Array.from({ length: number }, (_, seed) => seed)
}

function range(value: unknown): number[] {
  const match = typeof value === 'string' ? /^\s*(\d+)\s*-\s*(\d+)\s*$/.exec(value) : null
  if (match === null) throw new Mismatch(expected, value)
  const [first, last] = [Number(match[1]), Number(match[2])]
  if (!isSeed(last) || last < first || last - first >= mostSeeds) throw new Mismatch(expected, value)
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

function isSeed(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest
}
