import { parse } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { openTask } from '../registry.ts'
import { minigrid } from './language.ts'

/** An episode of a task, frame by frame. */
function framesOf(task: string, body: string, episode = 0) {
  return [...openTask(task).replay(parse(minigrid, `DEF run m( ${body} m)`), episode)]
}

test('a replay shows the start, then what every action did and paid', () => {
  const frames = framesOf('minigrid/lava-gap', 'forward forward left')
  expect(frames.map(({ caption }) => caption)).toEqual([
    '0 start',
    '1 forward  reward 0  return 0',
    '2 forward  reward -1  return -1',
  ])
  expect(frames.map(({ picture }) => picture.split('\n')[1])).toEqual(['##> . ~~. ##', '##. > ~~. ##', '##. . > . ##'])
})

test('what is carried is said, and gone from its cell', () => {
  const frames = framesOf('minigrid/put-near', 'forward left pickup left drop')
  expect(frames.map(({ caption }) => caption)).toEqual([
    '0 start',
    '1 forward  reward 0  return 0',
    '2 left  reward 0  return 0',
    '3 pickup  reward +0.5  return 0.5  carries a yellow ball',
    '4 left  reward 0  return 0.5  carries a yellow ball',
    '5 drop  reward 0  return 0.5',
  ])
  expect(frames.map(({ picture }) => picture.includes('oy'))).toEqual([true, true, true, false, false, true])
})

describe('the inks of a picture', () => {
  test.each(['minigrid/lava-gap', 'minigrid/put-near', 'minigrid/red-blue-door'])('%s: fit it', (task) => {
    for (const { picture, inks } of framesOf(task, 'REPEAT R=9 r( forward pickup left toggle r) drop', 3)) {
      expect(inks?.split('\n').map((row) => row.length)).toEqual(picture.split('\n').map((row) => row.length))
    }
  })

  test('colour doors and objects as they are, lava and goals by their ground', () => {
    const [doors] = framesOf('minigrid/red-blue-door', 'left')
    expect(inksWhere(doors!, '|r')).toBe('rr')
    expect(inksWhere(doors!, '|b')).toBe('bb')
    const [lava] = framesOf('minigrid/lava-gap', 'left')
    expect(inksWhere(lava!, '~~')).toBe('RR')
    expect(inksWhere(lava!, '* ')).toBe('G ')
    expect(inksWhere(lava!, '> ')).toBe('@ ')
    expect(inksWhere(lava!, '##')).toBe('..')
  })
})

test('an episode longer than is drawn at once has all its frames, in order', () => {
  const turns = parse(minigrid, `DEF run m( ${'REPEAT R=12 r( '.repeat(3)}left${' r)'.repeat(3)} m)`)
  const frames = [...openTask('minigrid/put-near', { 'max-calls': 5000 }).replay(turns, 0)]
  expect(frames.map(({ caption }) => Number.parseInt(caption, 10))).toEqual([...Array(12 ** 3 + 1).keys()])
})

test('a replay may be left off, and other episodes played in between', () => {
  const task = openTask('minigrid/put-near', { 'max-calls': 5000 })
  const program = parse(minigrid, `DEF run m( ${'REPEAT R=11 r( '.repeat(3)}left${' r)'.repeat(3)} m)`)
  const frames = task.replay(program, 0)[Symbol.iterator]()
  for (const frame of [...task.replay(program, 0)]) {
    task.prepare(program).episode(3)
    expect(frames.next().value).toEqual(frame)
  }
})

/** The inks at the first place where the picture shows that. */
function inksWhere({ picture, inks }: { readonly picture: string; readonly inks?: string }, shown: string) {
  const at = picture.indexOf(shown)
  return at < 0 ? undefined : inks?.slice(at, at + shown.length)
}
