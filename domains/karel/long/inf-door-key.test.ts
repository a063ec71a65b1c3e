import { numpyRng, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { walk } from '../../../test/kit/karel-long.ts'
import { differentWorld, type FinalRecord, type WorldRecord } from '../conformance/records.ts'
import { createWorld } from '../world.ts'
import { infDoorKey } from './inf-door-key.ts'

const { definition } = infDoorKey
const doors = [2 * 8 + 4, 4 * 8 + 6, 6 * 8 + 4, 4 * 8 + 2]
const pays = 0.01 - 0.0001

function lab(options: Parameters<typeof walk>[1] = {}) {
  const rng = seededRng(3)
  const goals = definition.start(seededRng(3)).facts
  const walked = walk(definition, { rng, ...options })
  return {
    ...walked,
    goals,
    go: walked.go,
    /** Goes to a goal and acts. */
    at: (goal: number, actions: string) => walked.stand(Math.floor(goals[goal] / 8), goals[goal] % 8).go(actions),
    open: () => doors.map((door) => walked.world.walls[door] === 0),
    marked: (goal: number) => walked.world.markers[goals[goal]] === 1,
  }
}

describe('the rules', () => {
  test('each goal opens its door and closes the one behind', () => {
    const { at, open } = lab()
    expect(open()).toEqual([false, false, false, false])
    expect(at(0, 'p')).toEqual([pays])
    expect(open()).toEqual([true, false, false, false])
    expect(at(1, 'u')[0]).toBeCloseTo(pays, 12)
    expect(open()).toEqual([false, true, false, false])
    at(2, 'p')
    at(3, 'u')
    expect(open()).toEqual([false, false, false, true])
    at(0, 'p')
    expect(open()).toEqual([true, false, false, false])
  })

  test('only the action and the place count, not the marker', () => {
    const { at, go } = lab()
    at(0, 'p')
    at(1, 'u')
    at(2, 'p')
    at(3, 'u')
    expect(at(1, 'u')).toEqual([-0.0001])
    expect(at(0, 'u')).toEqual([-0.0001])
    expect(go('p')[0]).toBeCloseTo(pays, 12)
  })

  test('targets lose their marker when they are served, and the next goal gets one', () => {
    const { at, marked } = lab()
    at(0, 'p')
    expect([0, 1, 2, 3].map(marked)).toEqual([false, true, true, true])
    at(1, 'u')
    expect([0, 1, 2, 3].map(marked)).toEqual([false, false, true, true])
    at(2, 'p')
    at(3, 'u')
    expect([0, 1, 2, 3].map(marked)).toEqual([true, false, false, false])
  })

  test('a put never adds a marker', () => {
    const { go, markers } = lab()
    go('u')
    expect(markers).toHaveLength(4)
  })

  test('a put on an empty cell makes the marker that later appears there a ghost, and another put deletes that', () => {
    const { at, goals, rules, marked } = lab()
    at(0, 'p')
    at(0, 'u')
    at(1, 'u')
    at(2, 'p')
    at(3, 'u')
    expect(marked(0)).toBe(true)
    expect(rules.bits.isGhost(goals[0])).toBe(true)
    at(0, 'u')
    expect(marked(0)).toBe(false)
  })

  test('without ghosts it is an ordinary marker that a put leaves alone', () => {
    const { at, goals, rules, marked } = lab({ ghosts: false })
    at(0, 'pu')
    at(1, 'u')
    at(2, 'p')
    at(3, 'u')
    expect(rules.bits.isGhost(goals[0])).toBe(false)
    at(0, 'u')
    expect(marked(0)).toBe(true)
  })

  test('it is done at 0.99; the last marker does not stay and then every action only costs', () => {
    const { at, rules, marked, world } = lab()
    for (let i = 0; i < 99; i++) at(i % 4, i % 2 === 0 ? 'p' : 'u')
    expect(rules).toMatchObject({ done: true, progress: 0.99 })
    expect(marked(3)).toBe(false)
    const walls = world.walls.slice()
    expect(at(3, 'u')).toEqual([-0.0001])
    expect(world.walls).toEqual(walls)
  })
})

describe('the start states', () => {
  test('are those of the reference for the same seed', () => {
    type Initial = { task: string; ref_seed: number; world: WorldRecord & FinalRecord }
    const records = golden<Initial>('karel/initial_long').filter(({ task }) => task === 'InfDoorKey')
    expect(records).toHaveLength(200)
    for (const { ref_seed, world } of records) {
      expect(differentWorld(world, createWorld(definition.start(numpyRng(ref_seed)).world))).toBeUndefined()
    }
  })

  /** Ten coordinates, each uniform. The seeds are fixed; for other seeds one test in 10,000 would fail. */
  test('are uniform in every coordinate (chi-square, 1e-5 for each of ten)', () => {
    const draws = 6000
    const ranges = { two: [1, 2], left: [1, 3], lower: [5, 6] }
    const coordinates: [name: string, range: number[]][] = [
      ['agent row', ranges.two],
      ['agent column', ranges.two],
      ['key 1 row', ranges.left],
      ['key 1 column', ranges.left],
      ['target 1 row', ranges.left],
      ['target 1 column', ranges.lower],
      ['key 2 row', ranges.lower],
      ['key 2 column', ranges.lower],
      ['target 2 row', ranges.lower],
      ['target 2 column', ranges.left],
    ]
    const counts = coordinates.map(() => new Map<number, number>())
    for (let episode = 0; episode < draws; episode++) {
      const { world, facts } = definition.start(numpyRng(episode))
      const places = [world.at, ...facts].flatMap((cell) => [Math.floor(cell / 8), cell % 8])
      places.forEach((place, i) => {
        counts[i].set(place, (counts[i].get(place) ?? 0) + 1)
      })
    }
    // Critical values at 1e-5 for one and two degrees of freedom.
    const critical = [19.51, 23.03]
    coordinates.forEach(([name, [low, high]], i) => {
      const values = high - low + 1
      expect([...counts[i].keys()].sort(), name).toEqual(Array.from({ length: values }, (_, k) => low + k))
      const expected = draws / values
      const chiSquare = [...counts[i].values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
      expect(chiSquare, name).toBeLessThan(critical[values - 2])
    })
  })
})
