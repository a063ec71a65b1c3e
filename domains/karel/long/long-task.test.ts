import { BadProgram, parse, print } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { BadTask } from '../../options.ts'
import type { Outcome } from '../../task.ts'
import { differentWorld, type FinalRecord, type WorldRecord } from '../conformance/records.ts'
import { karel } from '../language.ts'
import { longTasks } from './index.ts'
import { infDoorKey } from './inf-door-key.ts'
import { infHarvester } from './inf-harvester.ts'
import { seesaw } from './seesaw.ts'

const program = (statements: string) => parse(karel, `DEF run m( ${statements} m)`)
const harvest = program('WHILE c( markersPresent c) w( pickMarker move w)')

describe('an opened task of Karel-Long', () => {
  test('has its options filled in', () => {
    expect(seesaw.open({ scale: '2' }).spec).toEqual({
      name: 'karel/seesaw',
      options: { scale: '2', ghosts: true, 'call-budget': 220, programs: 1 },
    })
  })

  test('refuses options that it does not have and scales that it does not know', () => {
    expect(() => seesaw.open({ scale: '3' })).toThrow(BadTask)
    expect(() => seesaw.open({ programs: 1001 })).toThrow(BadTask)
    expect(() => seesaw.open({ crashable: true })).toThrow(BadTask)
  })

  test('refuses bytes that are no program', () => {
    expect(() => seesaw.open().prepare(Uint8Array.of(0))).toThrow(BadProgram)
  })

  test('says whether the program came to its end or its budget did', () => {
    expect(seesaw.open().prepare(program('move')).episode(0).ended).toBe('completed')
    const endless = program('WHILE c( noMarkersPresent c) w( turnLeft w)')
    expect(seesaw.open().prepare(endless).episode(0)).toMatchObject({ ended: 'out-of-calls', steps: 217 })
    expect(seesaw.open({ 'call-budget': 20 }).prepare(endless).episode(0).steps).toBe(17)
  })

  test('runs the program again with a fresh budget as often as `programs` says', () => {
    const turn = program('turnLeft')
    const outcome = seesaw.open({ programs: 1000 }).prepare(turn).episode(0, { trace: true })
    expect(outcome.steps).toBe(1000)
    expect(outcome.trace).toEqual(new Uint8Array(1000).fill(1))
    let sum = 0
    for (let i = 0; i < 1000; i++) sum += 0 - 0.0001
    expect(outcome.return).toBe(sum)
  })

  test('gives the same outcome for the same episode, whatever ran before', () => {
    const fresh = (episode: number): Outcome => infHarvester.open().prepare(harvest).episode(episode, { trace: true })
    const task = infHarvester.open()
    const prepared = task.prepare(harvest)
    for (const episode of [3, 1, 3, 2, 1]) {
      expect(prepared.episode(episode, { trace: true })).toEqual(fresh(episode))
      task.prepare(program('putMarker')).episode(episode)
    }
  })

  test('draws other markers in other episodes', () => {
    const circling = program('REPEAT R=19 r( REPEAT R=19 r( pickMarker r) r)')
    const prepared = infHarvester.open({ programs: 20 }).prepare(circling)
    const returns = Array.from({ length: 20 }, (_, episode) => prepared.episode(episode).return)
    expect(new Set(returns).size).toBeGreaterThan(2)
  })

  test('starts another state in every episode where starts are drawn', () => {
    const starts = Array.from({ length: 20 }, (_, episode) => [...infDoorKey.startOf(episode).markers].join())
    expect(new Set(starts).size).toBe(20)
  })

  test('replays an episode picture by picture', () => {
    const frames = [...seesaw.open().replay(program('move turnLeft'), 0)]
    expect(frames).toHaveLength(3)
    expect(frames.map(({ picture }) => picture.split('\n')[8])).toEqual([
      '#>.............#',
      '#.>............#',
      '#.^............#',
    ])
    expect(frames[1].caption).toContain('move')
  })

  test('never returns more than its bound', () => {
    for (const task of longTasks) {
      for (const scale of ['1', '16']) {
        const opened = task.open({ scale })
        for (const text of ['REPEAT R=19 r( pickMarker putMarker move r)', print(karel, harvest).slice(11, -3)]) {
          const { return: found } = opened.prepare(program(text)).episode(0)
          expect(found, `${task.name} ${text}`).toBeLessThanOrEqual(opened.bestReturn ?? 0)
        }
      }
    }
  })

  test('has no bound of 1 where picks go on paying', () => {
    expect(infHarvester.open({ programs: 1000 }).bestReturn).toBeGreaterThan(500)
    expect(seesaw.open({ programs: 1000 }).bestReturn).toBe(1)
  })
})

test('every fixed start state is the recorded one', () => {
  const names: Record<string, string> = {
    Seesaw: 'karel/seesaw',
    UpNDown: 'karel/up-n-down',
    Farmer: 'karel/farmer',
    InfHarvester: 'karel/inf-harvester',
  }
  type Initial = { task: string; world: WorldRecord & FinalRecord }
  const records = golden<Initial>('karel/initial_long').filter(({ task }) => task in names)
  expect(new Set(records.map(({ task }) => task)).size).toBe(4)
  for (const { task, world } of records) {
    const found = longTasks.find(({ name }) => name === names[task])?.startOf(0)
    expect(found && differentWorld(world, found), task).toBeUndefined()
  }
})
