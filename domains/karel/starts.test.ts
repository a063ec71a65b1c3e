import { expect, test } from 'vitest'
import { golden } from '../../test/kit/golden.ts'
import { byName } from '../task-names.ts'
import { drawnStarts } from './starts.ts'
import { karelTasks } from './tasks.ts'
import { room, type World } from './world.ts'

interface StartRecord {
  readonly task: string
  readonly variant: string
  readonly ref_seed: number
  readonly world: {
    readonly h: number
    readonly w: number
    readonly walls: readonly string[]
    readonly markers: readonly (readonly [number, number, number])[]
    readonly agent: readonly [number, number, number]
  }
}

const records = [...golden<StartRecord>('karel/initial_prog_policies'), ...golden<StartRecord>('karel/initial_llm_gs')]
const names = [...new Set(records.map(({ task }) => task))]

test.each(names.filter((name) => name !== 'CleanHouse'))(
  'episode n of %s starts as configuration n of the reference does, in 200 recorded states',
  (name) => {
    const states = records.filter(({ task }) => task === name)
    expect(states).toHaveLength(200)
    const task = byName(`karel/${name}`, karelTasks)
    expect(states.map(({ ref_seed }) => recorded(task.startOf(ref_seed)))).toEqual(states.map(({ world }) => world))
  },
)

test('the sparse version of a task starts as the dense one does', () => {
  for (const name of ['stair-climber', 'four-corners', 'top-off', 'maze', 'clean-house', 'harvester']) {
    const [dense, sparse] = [name, `${name}-sparse`].map((one) => byName(`karel/${one}`, karelTasks))
    for (let episode = 0; episode < 20; episode++) {
      expect(recorded(sparse.startOf(episode))).toEqual(recorded(dense.startOf(episode)))
    }
  }
})

test('CleanHouse marks ten of 121 cells along the walls, every one as often as the others', () => {
  const task = byName('karel/clean-house', karelTasks)
  const ours = Array.from({ length: 5000 }, (_, episode) => recorded(task.startOf(episode)))
  const theirs = records.filter(({ task: name }) => name === 'CleanHouse').map(({ world }) => world)
  expect(ours[0].walls).toEqual(theirs[0].walls)
  expect(ours[0].agent).toEqual(theirs[0].agent)
  expect(new Set(ours.map(({ markers }) => markers.length))).toEqual(new Set([11]))

  const cells = new Set(drawnCells(ours))
  expect(cells.size).toBe(121)
  expect(drawnCells(theirs).filter((cell) => !cells.has(cell))).toEqual([])
  // 99.9 % of samples stay below 173.6, the quantile of chi-square with 120 degrees of freedom.
  expect(chiSquare(drawnCells(ours), 121, 10)).toBeLessThan(173.6)
  expect(chiSquare(drawnCells(theirs), 121, 10)).toBeLessThan(173.6)
})

test('a start state is drawn once and then remembered, but not for ever', () => {
  let draws = 0
  const starts = drawnStarts((_rng, episode) => {
    draws++
    return { world: room(4, 5), facts: episode }
  })
  for (const episode of [0, 1, 0, 1]) expect(starts.begin(episode).facts).toBe(episode)
  expect(draws).toBe(2)
  for (let episode = 0; episode < 4097; episode++) starts.begin(episode)
  expect(draws).toBe(4097)
  expect(starts.begin(0).facts).toBe(0)
  expect(draws).toBe(4098)
})

/** Markers beside the one that always lies at (2, 12), as text. */
function drawnCells(worlds: readonly StartRecord['world'][]): string[] {
  const cells = worlds.flatMap(({ markers }) => markers.map(([row, col, count]) => `${row},${col} x${count}`))
  return cells.filter((cell) => cell !== '2,12 x1')
}

/** Of cells drawn `each` at a time without repetition from `cells`; the repetition that cannot be is corrected for. */
function chiSquare(drawn: readonly string[], cells: number, each: number): number {
  const states = drawn.length / each
  const share = each / cells
  const times = new Map<string, number>()
  for (const cell of drawn) times.set(cell, (times.get(cell) ?? 0) + 1)
  let sum = (cells - times.size) * (states * share) ** 2
  for (const count of times.values()) sum += (count - states * share) ** 2
  return (sum / (states * share * (1 - share))) * ((cells - 1) / cells)
}

function recorded({ height, width, walls, markers, at, facing }: World): StartRecord['world'] {
  const rows = Array.from({ length: height }, (_, row) => row)
  return {
    h: height,
    w: width,
    walls: rows.map((row) => [...walls.subarray(row * width, (row + 1) * width)].map((wall) => '.#'[wall]).join('')),
    markers: [...markers].flatMap((count, cell) =>
      count > 0 ? [[Math.floor(cell / width), cell % width, count] as const] : [],
    ),
    agent: [Math.floor(at / width), at % width, facing],
  }
}
