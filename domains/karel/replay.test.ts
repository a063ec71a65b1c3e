import { parse } from '@cairn/language'
import { expect, test } from 'vitest'
import { openTask } from '../registry.ts'
import { karel } from './language.ts'

test('a replay shows the start, then what every action did and paid', () => {
  const frames = [
    ...openTask('karel/harvester', { height: 4, width: 5 }).replay(
      parse(karel, 'DEF run m( move pickMarker putMarker m)'),
      0,
    ),
  ]
  expect(frames.map(({ caption }) => caption)).toEqual([
    '0 start',
    '1 move  reward 0  return 0',
    '2 pickMarker  reward +0.1667  return 0.1667',
    '3 putMarker  reward -1  return -0.8333',
  ])
  expect(frames.map(({ picture }) => picture.split('\n')[2])).toEqual(['#1>1#', '#11>#', '#11>#', '#11>#'])
})

test('an episode longer than is drawn at once has all its frames, in order', () => {
  const turns = `DEF run m( ${'REPEAT R=15 r( '.repeat(3)}turnLeft${' r)'.repeat(3)} m)`
  const task = openTask('karel/seeder')
  const frames = [...task.replay(parse(karel, turns), 0)]
  expect(frames.map(({ caption }) => Number.parseInt(caption, 10))).toEqual([...Array(15 ** 3 + 1).keys()])
})

test('a replay may be left off, and other episodes played in between', () => {
  const task = openTask('karel/seeder')
  const program = parse(karel, `DEF run m( ${'REPEAT R=11 r( '.repeat(3)}turnLeft${' r)'.repeat(3)} m)`)
  const frames = task.replay(program, 0)[Symbol.iterator]()
  for (const frame of [...task.replay(program, 0)]) {
    task.prepare(program).episode(3)
    expect(frames.next().value).toEqual(frame)
  }
})
