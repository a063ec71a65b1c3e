import { describe, expect, test } from 'vitest'
import { play, worldFrom } from '../../test/kit/karel.ts'
import { noRules } from './conformance/interpreter.ts'

const corridor = () => worldFrom('>...#')
const crashing = { crashable: true, turnOnBlock: false }

describe('moves', () => {
  test('a move goes one cell forward', () => {
    expect(play('move', worldFrom('>..')).picture).toBe('.>.')
  })

  test('a blocked move turns the agent round when turnOnBlock is on', () => {
    expect(play('move', worldFrom('>#')).picture).toBe('<#')
  })

  test('a blocked move does nothing when both switches are off', () => {
    expect(play('move', worldFrom('>#'), { turnOnBlock: false })).toMatchObject({ picture: '>#', crash: undefined })
  })

  test('a blocked move crashes and stays when only crashable is on', () => {
    expect(play('move move', worldFrom('>#'), crashing)).toMatchObject({
      actions: 'm',
      picture: '>#',
      crash: 'illegal',
    })
  })

  test('a blocked move crashes and turns when both switches are on', () => {
    expect(play('move', worldFrom('>#'), { crashable: true })).toMatchObject({ picture: '<#', crash: 'illegal' })
  })

  test('outside the grid is not clear', () => {
    expect(play('IF c( not c( frontIsClear c) c) i( turnLeft turnLeft move i)', worldFrom('..>')).picture).toBe('.<.')
    expect(play('IFELSE c( leftIsClear c) i( move i) ELSE e( turnRight e)', worldFrom('>.')).picture).toBe('v.')
  })

  test('turns go round the compass', () => {
    expect(play('turnLeft', worldFrom('^')).picture).toBe('<')
    expect(play('turnRight', worldFrom('<')).picture).toBe('^')
    expect(play('turnLeft turnLeft turnLeft', worldFrom('>')).picture).toBe('v')
  })
})

describe('markers', () => {
  test('put adds one and pick takes one', () => {
    expect(play('putMarker putMarker pickMarker', worldFrom('>.')).under).toBe(1)
  })

  test('a pick from nothing and a put on ten do nothing, and are actions all the same', () => {
    expect(play('pickMarker', worldFrom('>.'))).toMatchObject({ actions: 'p', under: 0, crash: undefined })
    expect(play('putMarker', worldFrom('>.', { under: 10 }))).toMatchObject({ actions: 'u', under: 10 })
  })

  test('the same crash in a crashable world and change nothing', () => {
    expect(play('pickMarker move', worldFrom('>.'), crashing)).toMatchObject({ actions: 'p', crash: 'illegal' })
    const full = play('putMarker move', worldFrom('>.', { under: 10 }), crashing)
    expect(full).toMatchObject({ actions: 'u', under: 10, crash: 'illegal' })
  })
})

describe('calls', () => {
  test('every perception and every action costs one call, nothing else does', () => {
    const program = 'REPEAT R=2 r( IF c( not c( markersPresent c) c) i( move i) r)'
    expect(play(program, corridor()).calls).toBe(4)
  })

  test('and, or stop at the operand that decides, and the skipped one costs nothing', () => {
    const calls = (condition: string) => play(`IF c( ${condition} c) i( turnLeft i)`, corridor()).calls
    expect(calls('and c( markersPresent c) c( frontIsClear c)')).toBe(1)
    expect(calls('and c( frontIsClear c) c( frontIsClear c)')).toBe(3)
    expect(calls('or c( frontIsClear c) c( markersPresent c)')).toBe(2)
    expect(calls('or c( markersPresent c) c( leftIsClear c)')).toBe(2)
  })

  test('the limit is reached with the call after the last one allowed', () => {
    expect(play('move move', corridor(), { maxCalls: 2 })).toMatchObject({ crash: undefined, calls: 2 })
    expect(play('move move move', corridor(), { maxCalls: 2 })).toMatchObject({ crash: 'limit', calls: 3 })
  })

  test('a turn beyond the limit still turns and is still an action', () => {
    expect(play('move turnRight move', corridor(), { maxCalls: 1 })).toMatchObject({ actions: 'mr', picture: '.v..#' })
  })

  test('a pick and a put beyond the limit still act', () => {
    expect(play('move putMarker', corridor(), { maxCalls: 1 })).toMatchObject({ actions: 'mu', under: 1 })
    const picked = play('turnLeft pickMarker', worldFrom('>.', { under: 3 }), { maxCalls: 1 })
    expect(picked).toMatchObject({ actions: 'lp', under: 2 })
  })

  test('a move beyond the limit does not step, but turns round although the front is clear', () => {
    expect(play('move move', corridor(), { maxCalls: 1 })).toMatchObject({ actions: 'mm', picture: '.<..#' })
    const still = play('move move', corridor(), { maxCalls: 1, turnOnBlock: false })
    expect(still).toMatchObject({ actions: 'mm', picture: '.>..#' })
  })

  test('a call that is both illegal and beyond the limit counts as beyond the limit', () => {
    expect(play('move pickMarker', corridor(), { ...crashing, maxCalls: 1 })).toMatchObject({ crash: 'limit' })
  })

  test('a perception beyond the limit ends the episode without an action', () => {
    const program = 'move IF c( frontIsClear c) i( move i)'
    expect(play(program, corridor(), { maxCalls: 1 })).toMatchObject({ actions: 'm', crash: 'limit', calls: 2 })
  })

  test('a program that ends with its last call is complete', () => {
    expect(play('REPEAT R=5 r( turnLeft r)', corridor(), { maxCalls: 5 }).crash).toBeUndefined()
  })
})

describe('loop detection', () => {
  test('a WHILE that meets a pose and marker grid again crashes before its body', () => {
    const turning = play('WHILE c( leftIsClear c) w( turnLeft w)', worldFrom('...\n.>.\n...'))
    expect(turning).toMatchObject({ actions: 'llll', crash: 'loop', calls: 9 })
  })

  test('a loop remembers across re-entries', () => {
    const back = 'REPEAT R=2 r( WHILE c( frontIsClear c) w( move w) turnLeft turnLeft move turnLeft turnLeft r)'
    expect(play(back, worldFrom('>.#'))).toMatchObject({ actions: 'mllmll', crash: 'loop' })
  })

  test('a check is made only when the condition is true', () => {
    const program = 'REPEAT R=3 r( WHILE c( markersPresent c) w( move w) r)'
    expect(play(program, corridor())).toMatchObject({ crash: undefined, calls: 3 })
  })

  test('every WHILE has a memory of its own', () => {
    const loop = 'WHILE c( frontIsClear c) w( move w)'
    const back = 'turnLeft turnLeft move move turnLeft turnLeft'
    const twice = play(`${loop} ${back} ${loop}`, worldFrom('>..#'))
    expect(twice).toMatchObject({ actions: 'mmllmmllmm', crash: undefined })
  })

  test('one more marker is another state, one more and one less is the same', () => {
    const filling = play('WHILE c( frontIsClear c) w( putMarker w)', worldFrom('>.'), { ...crashing })
    expect(filling).toMatchObject({ actions: 'u'.repeat(11), crash: 'illegal' })
    expect(play('WHILE c( frontIsClear c) w( putMarker pickMarker w)', worldFrom('>.'))).toMatchObject({
      actions: 'up',
      crash: 'loop',
    })
  })

  test('walls are not part of a state', () => {
    const world = worldFrom('>..')
    const rules = { ...noRules(world), step: () => (world.walls[2] = 1 - world.walls[2]) }
    const played = play(
      'WHILE c( noMarkersPresent c) w( turnLeft turnLeft turnLeft turnLeft turnLeft w)',
      world,
      {},
      rules,
    )
    expect(played).toMatchObject({ crash: 'loop', actions: 'l'.repeat(20) })
  })

  test('a crash by loop is no action: nothing is added to the return', () => {
    const world = worldFrom('...\n.>.\n...')
    const rules = { ...noRules(world), step: () => 1 }
    expect(play('WHILE c( leftIsClear c) w( turnLeft w)', world, {}, rules).return).toBe(4)
  })

  test('nothing is remembered from one episode to the next', () => {
    const program = 'WHILE c( frontIsClear c) w( move w)'
    for (let i = 0; i < 3; i++) expect(play(program, corridor())).toMatchObject({ actions: 'mmm', crash: undefined })
  })
})

describe('the end of an episode', () => {
  test('a program without actions returns 0', () => {
    expect(play('IF c( markersPresent c) i( move i)', corridor())).toMatchObject({ return: 0, actions: '' })
  })

  test('the return is the sum of the rewards from left to right, the crashing action included', () => {
    const world = worldFrom('>..#')
    const rewards = [0.1, 0.2, 0.3]
    const rules = { ...noRules(world), step: () => rewards.shift() ?? 9 }
    const played = play('move move move move', world, crashing, rules)
    expect(played).toMatchObject({ actions: 'mmm', return: 0.1 + 0.2 + 0.3, crash: 'illegal' })
  })

  test('the task ends the episode right after the action, even one that crashes', () => {
    const world = worldFrom('>#')
    const rules = noRules(world)
    rules.step = () => {
      rules.terminated = true
      return 1
    }
    const played = play('move turnLeft', world, crashing, rules)
    expect(played).toMatchObject({ actions: 'm', return: 1, terminated: true, crash: 'illegal' })
  })

  test('rules are told the action, the cell before it and the change of its markers', () => {
    const world = worldFrom('>.', { under: 10 })
    const told: number[][] = []
    const rules = { ...noRules(world), step: (_: unknown, ...rest: number[]) => told.push(rest) }
    play('putMarker pickMarker move putMarker turnRight', world, {}, rules)
    expect(told).toEqual([
      [4, 0, 0],
      [3, 0, -1],
      [0, 0, 0],
      [4, 1, 1],
      [2, 1, 0],
    ])
  })
})
