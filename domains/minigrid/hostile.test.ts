import { print, type Rng, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { minigridProgram, play, rulesOf } from '../../test/kit/minigrid.ts'
import { plainly } from '../../test/kit/plain-minigrid.ts'
import { compile } from './compile.ts'
import { minigrid } from './language.ts'
import { states } from './states.ts'
import { lavaGap } from './tasks/lava-gap.ts'
import { putNear } from './tasks/put-near.ts'
import { redBlueDoor } from './tasks/red-blue-door.ts'

const rooms = { lavaGap: rulesOf(lavaGap), putNear: rulesOf(putNear), redBlueDoor: rulesOf(redBlueDoor) }
const number = (name: string) => minigrid.productions.findIndex((production) => production.name === name)

/** `inner` inside `depth` times REPEAT R=19. */
function nested(depth: number, inner: string): string {
  return `${'REPEAT R=19 r( '.repeat(depth)}${inner}${' r)'.repeat(depth)}`
}

/** In the lava room of episode 0: lava is two cells ahead. */
function played(body: string) {
  return play(minigridProgram(body), rooms.lavaGap, 0)
}

test('any number of repeats of nothing is left out', () => {
  for (const nothing of [
    'REPEAT R=0 r( forward r)',
    'WHILE c( False c) w( forward w)',
    'IF c( False c) i( forward i)',
    'IF c( and c( False c) c( front_is_clear c) c) i( forward i)',
    'IFELSE c( or c( True c) c( front_is_clear c) c) i( REPEAT R=0 r( left r) i) ELSE e( forward e)',
  ]) {
    expect(played(nested(12, nothing)), nothing).toMatchObject({ actions: '', calls: 0, stopped: undefined })
    expect(compile(minigridProgram(nested(12, nothing))).words, nothing).toHaveLength(1)
  }
})

test('19^12 repeats of an action or of a question end at the limit', () => {
  expect(played(nested(12, 'left'))).toMatchObject({ actions: '0'.repeat(1000), calls: 1000, stopped: 'limit' })
  const asking = played(nested(12, 'IF c( front_object_type h( wall h) c) i( left i)'))
  expect(asking).toMatchObject({ actions: '', calls: 1000, stopped: 'limit' })
  const answered = played(nested(12, 'IF c( and c( front_is_clear c) c( False c) c) i( left i)'))
  expect(answered).toMatchObject({ actions: '', calls: 1000, stopped: 'limit' })
})

test('WHILE True stops where it meets its state again, of nothing at once', () => {
  const hung = played('left WHILE c( True c) w( REPEAT R=0 r( forward r) w) left')
  expect(hung).toMatchObject({ actions: '0', calls: 1, stopped: 'loop' })
  expect(played('WHILE c( True c) w( left w)')).toMatchObject({ actions: '0000', calls: 4, stopped: 'loop' })
  const again = played(nested(6, 'WHILE c( front_is_clear c) w( left w)'))
  expect(again).toMatchObject({ actions: '0', calls: 1000, stopped: 'limit' })
})

test('a WHILE of nothing on a perception asks twice', () => {
  const asking = played('WHILE c( front_is_clear c) w( IF c( False c) i( left i) w)')
  expect(asking).toMatchObject({ actions: '', calls: 2, stopped: 'loop' })
})

test('a perception whose answer is settled by a constant is still paid for', () => {
  const or = 'IF c( or c( front_is_clear c) c( True c) c) i( left i)'
  expect(played(or)).toMatchObject({ actions: '0', calls: 2 })
  expect(played('IF c( or c( True c) c( front_is_clear c) c) i( left i)')).toMatchObject({ calls: 1 })
})

test('programs of 100,000 nodes in a row and 100,000 deep compile and run', () => {
  const [sequence, repeat, left, start] = ['sequence', 'repeat', 'left', 'program'].map(number) as [
    number,
    number,
    number,
    number,
  ]
  const row = new Uint8Array(100_000).fill(left)
  for (let i = 0; i < 99_998; i += 2) row[i + 1] = sequence
  row[0] = start
  expect(play(row, rooms.lavaGap, 0)).toMatchObject({ stopped: 'limit', calls: 1000 })

  const deep = new Uint8Array(100_002)
  deep[0] = start
  for (let i = 1; i < 100_001; i += 2) {
    deep[i] = repeat
    deep[i + 1] = number('R=2')
  }
  deep[100_001] = left
  expect(play(deep, rooms.lavaGap, 0)).toMatchObject({ stopped: 'limit', calls: 1000 })

  const not = new Uint8Array(100_004).fill(number('not'))
  not.set([start, number('while')])
  not.set([number('is_carrying_object'), left], 100_002)
  expect(play(not, rooms.lavaGap, 0)).toMatchObject({ stopped: undefined, calls: 1 })
})

describe('the compiled program does what a plain reading of the rules does', () => {
  test.each([
    ['lava-gap', rooms.lavaGap, rulesOf(lavaGap)],
    ['put-near', rooms.putNear, rulesOf(putNear)],
    ['red-blue-door', rooms.redBlueDoor, rulesOf(redBlueDoor)],
    ['states', rulesOf(states), rulesOf(states)],
  ])('%s', (_, rules, others) => {
    const rng = seededRng(7)
    const ends = { limit: 0, loop: 0, terminated: 0, completed: 0 }
    for (let i = 0; i < 1500; i++) {
      const program = minigridProgram(randomStatement(rng, 4))
      const [episode, maxCalls] = [rng.below(40), [1, 2, 5, 40, 60][rng.below(5)]!]
      const expected = plainly(program, others, episode, maxCalls)
      const found = play(program, rules, episode, { maxCalls, countsOn: true })
      expect(found, print(minigrid, program)).toEqual(expected)
      const { calls: _, ...shown } = expected
      expect(play(program, rules, episode, { maxCalls }), print(minigrid, program)).toMatchObject(shown)
      ends[expected.terminated ? 'terminated' : (expected.stopped ?? 'completed')]++
    }
    expect(Math.min(ends.limit, ends.loop, ends.completed)).toBeGreaterThan(50)
  })
})

/** More constants, empty repeats and nested conditions than any generator draws. */
function randomStatement(rng: Rng, depth: number): string {
  const statement = () => randomStatement(rng, depth - 1)
  const condition = () => `c( ${randomCondition(rng, 2)} c)`
  switch (depth === 0 ? 9 : rng.below(10)) {
    case 0:
    case 1:
      return `WHILE ${condition()} w( ${statement()} w)`
    case 2:
      return `IF ${condition()} i( ${statement()} i)`
    case 3:
      return `IFELSE ${condition()} i( ${statement()} i) ELSE e( ${statement()} e)`
    case 4:
      return `REPEAT R=${rng.below(4)} r( ${statement()} r)`
    case 5:
    case 6:
    case 7:
      return `${statement()} ${statement()}`
    default:
      return ['left', 'right', 'forward', 'forward', 'pickup', 'drop', 'toggle'][rng.below(7)]!
  }
}

const questions = [
  'front_is_clear',
  'front_is_clear',
  'is_carrying_object',
  ...['lava', 'door', 'ball', 'box', 'wall', 'goal', 'key'].map((type) => `front_object_type h( ${type} h)`),
  ...['red', 'blue', 'green', 'grey', 'yellow'].map((colour) => `front_object_color h( ${colour} h)`),
]

function randomCondition(rng: Rng, depth: number): string {
  const condition = () => `c( ${randomCondition(rng, depth - 1)} c)`
  switch (depth === 0 ? 6 : rng.below(8)) {
    case 0:
      return `not ${condition()}`
    case 1:
      return `and ${condition()} ${condition()}`
    case 2:
      return `or ${condition()} ${condition()}`
    case 3:
      return 'True'
    case 4:
      return 'False'
    default:
      return questions[rng.below(questions.length)]!
  }
}
