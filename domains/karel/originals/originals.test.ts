import { parse } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { byName } from '../../task-names.ts'
import type { WorldRecord } from '../conformance/records.ts'
import { karel } from '../language.ts'
import { karelTasks } from '../tasks.ts'
import { hprlEpisode } from './hprl-tasks.ts'
import { readable } from './readable.ts'
import { houseCells } from './scenes.ts'

interface StartRecord {
  readonly task: string
  readonly init: string
  readonly world: WorldRecord
}

const recorded = {
  leaps: golden<StartRecord>('karel/initial_leaps'),
  hprl: golden<StartRecord>('karel/initial_hprl'),
}

/** Episodes looked at: enough that what is recorded a hundred times is met here too. */
const episodes = 600

const poses = ({ at, facing, width }: { at: number; facing: number; width: number }) =>
  `${Math.floor(at / width)},${at % width},${facing}`

describe.each(Object.entries(recorded))('the start states of %s', (whose, records) => {
  const names = [...new Set(records.map(({ task }) => task))]
  test.each(names)('%s are those recorded, as far as the agent goes', (name) => {
    const task = byName(`karel/${whose}-${name}`, karelTasks)
    const ours = new Set(Array.from({ length: episodes }, (_, episode) => poses(task.startOf(episode))))
    const theirs = new Set(records.filter(({ task }) => task === name).map(({ world }) => world.agent.join(',')))
    expect([...theirs].filter((pose) => !ours.has(pose))).toEqual([])
    if (theirs.size < 10) expect([...ours].sort()).toEqual([...theirs].sort())
  })

  test.each(names)('%s have as many markers and walls as those recorded', (name) => {
    const task = byName(`karel/${whose}-${name}`, karelTasks)
    const theirs = records.filter(({ task, init }) => task === name && (name !== 'TopOff' || init === 'reset'))
    const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length
    const worlds = Array.from({ length: episodes }, (_, episode) => {
      const world = task.startOf(episode)
      return { markers: world.total, walls: world.walls.subarray(0, world.cells).reduce((sum, wall) => sum + wall, 0) }
    })
    const marked = theirs.map(({ world }) => world.markers.reduce((sum, [, , count]) => sum + count, 0))
    const walls = theirs.map(({ world }) => world.walls.join('').split('#').length - 1)
    expect(Math.abs(mean(worlds.map(({ markers }) => markers)) - mean(marked))).toBeLessThan(0.6)
    expect(mean(worlds.map((world) => world.walls))).toBeCloseTo(mean(walls), 5)
  })
})

test('ten of 68 cells of the house are marked, and all that are recorded are among them', () => {
  expect(houseCells).toHaveLength(68)
  const theirs = recorded.leaps
    .filter(({ task }) => task === 'CleanHouse')
    .flatMap(({ world }) => world.markers.filter(([, , count]) => count === 1).map(([row, col]) => row * world.w + col))
  expect(new Set(theirs)).toEqual(new Set(houseCells))
})

/** Returns of a program over episodes. */
function returns(task: string, text: string, count = 20, options = {}): number[] {
  const prepared = byName(`karel/${task}`, karelTasks).open(options).prepare(parse(karel, text))
  return Array.from({ length: count }, (_, episode) => prepared.episode(episode).return)
}

describe('the rules of LEAPS', () => {
  const climb = 'WHILE c( noMarkersPresent c) w( turnLeft move turnRight move w)'

  test('an action after the first arrival makes the episode worth nothing', () => {
    expect(new Set(returns('leaps-stair-climber', `DEF run m( ${climb} m)`))).toEqual(new Set([1]))
    expect(new Set(returns('leaps-stair-climber', `DEF run m( ${climb} turnLeft m)`))).toEqual(new Set([0]))
  })

  test('the last pick is counted one action late', () => {
    const rows = 'REPEAT R=3 r( REPEAT R=5 r( pickMarker move r) pickMarker turnLeft move turnLeft'
    const back = 'REPEAT R=5 r( pickMarker move r) pickMarker turnRight move turnRight r)'
    const all = `DEF run m( ${rows} ${back} turnLeft m)`
    expect(returns('leaps-harvester', all, 1, { 'call-budget': 1000 })).toEqual([1])
    const one = returns('leaps-harvester', 'DEF run m( pickMarker move pickMarker m)', 1)
    expect(one).toEqual([Math.fround(1 / 36)])
  })

  test('TopOff asks for the last cell, which every search finds marked', () => {
    const allButLast = 'WHILE c( frontIsClear c) w( IF c( markersPresent c) i( putMarker i) move w)'
    expect(new Set(returns('leaps-top-off', `DEF run m( ${allButLast} m)`))).toEqual(new Set([Math.fround(9 / 11)]))
    const last = 'IF c( markersPresent c) i( putMarker i)'
    expect(new Set(returns('leaps-top-off', `DEF run m( ${allButLast} ${last} m)`))).toEqual(new Set([1]))
    const unmarked = { 'last-cell': 'unmarked' }
    expect(new Set(returns('leaps-top-off', `DEF run m( ${allButLast} m)`, 20, unmarked))).toEqual(new Set([1]))
  })

  test('one action alone is worth nothing', () => {
    expect(returns('leaps-four-corners', 'DEF run m( move m)')).toEqual(Array(20).fill(0))
    expect(returns('leaps-maze', 'DEF run m( turnLeft m)').every((one) => one === 0)).toBe(true)
  })
})

describe('the rules of HPRL', () => {
  test('the world stays as it is between the programs of an episode', () => {
    const row = 'DEF run m( REPEAT R=5 r( pickMarker move r) pickMarker turnLeft move turnLeft m)'
    const [once] = returns('hprl-harvester', row, 1, { programs: 1 })
    const [twice] = returns('hprl-harvester', row, 1, { programs: 2 })
    expect(once).toBeCloseTo(6 / 36, 9)
    expect(twice).toBeGreaterThan(once)
  })

  test('a policy plays a program after another, and sees what each did', () => {
    const episode = hprlEpisode('karel/hprl-harvester')
    const world = episode.begin(0)
    const picks = readable('DEF run m( pickMarker move pickMarker turnLeft m)')
    expect(episode.play(picks)).toMatchObject({ actions: 4, completed: true, ended: false })
    expect(world.total).toBe(34)
    expect(episode.play(readable('DEF run m( m)'))).toEqual({
      ...{ reward: -0.0010000000474974513, actions: 0, calls: 0, completed: true, ended: false },
    })
    for (let program = 3; program <= 5; program++) expect(episode.play(picks).ended).toBe(program === 5)
    expect(() => episode.play(picks)).toThrow(RangeError)
    episode.begin(0)
    expect(world.total).toBe(36)
  })

  test('what is heard adds up to the return', () => {
    const program = parse(karel, 'DEF run m( turnLeft move turnRight move turnLeft move m)')
    for (const name of ['karel/hprl-stair-climber', 'karel/leaps-stair-climber', 'karel/leaps-top-off']) {
      const task = byName(name, karelTasks).open({ rewards: 'dense' })
      for (let number = 0; number < 10; number++) {
        const caption = [...task.replay(program, number)].at(-1)?.caption ?? ''
        expect(Number(/return (\S+)$/.exec(caption)?.[1])).toBeCloseTo(task.prepare(program).episode(number).return, 3)
      }
    }
  })

  test('an episode ends with the program in which the task is done', () => {
    const task = byName('karel/hprl-maze', karelTasks).open()
    const search = 'WHILE c( noMarkersPresent c) w( IFELSE c( rightIsClear c) i( turnRight i) ELSE e('
    const walls = 'WHILE c( not c( frontIsClear c) c) w( turnLeft w) e) move w)'
    const outcome = task.prepare(parse(karel, `DEF run m( ${search} ${walls} m)`)).episode(0)
    expect(outcome).toMatchObject({ return: 1, ended: 'terminated' })
  })
})
