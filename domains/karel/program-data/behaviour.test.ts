import { drawProgram, parse, seededRng } from '@cairn/language'
import { expect, test } from 'vitest'
import { karel } from '../language.ts'
import { compileForLeaps } from '../leaps-compile.ts'
import { handleMarkers, LeapsInterpreter, noExecution } from '../leaps-interpreter.ts'
import { createWorld } from '../world.ts'
import { Behaviour, leapsBehaviour } from './behaviour.ts'
import { leapsProgramData } from './settings.ts'
import { Trials } from './trial.ts'
import { drawStart } from './trial-world.ts'

const data = leapsProgramData
const program = (body: string) => parse(karel, `DEF run m( ${body} m)`)
const behaviour = (body: string, settings = leapsBehaviour) =>
  new Behaviour(program(body), data, seededRng(3).stream(body), settings)

test('a program behaves like itself, and like another that does the same', () => {
  const of = behaviour('IFELSE c( frontIsClear c) i( move move i) ELSE e( turnLeft e)')
  expect(of.worlds).toBe(10)
  expect(of.likeness(program('IFELSE c( frontIsClear c) i( move move i) ELSE e( turnLeft e)'))).toBe(1)
  expect(
    of.likeness(program('IFELSE c( not c( frontIsClear c) c) i( turnLeft i) ELSE e( REPEAT R=2 r( move r) e)')),
  ).toBe(1)
})

test('what counts is how many actions of the longer one come before the first state that differs', () => {
  const of = behaviour('turnLeft turnLeft turnRight turnLeft')
  expect(of.likeness(program('turnLeft turnLeft'))).toBe(0.5)
  expect(of.likeness(program('turnLeft turnLeft turnRight turnRight turnRight turnRight turnRight turnRight'))).toBe(
    3 / 8,
  )
  expect(of.likeness(program('turnRight turnLeft turnRight turnLeft'))).toBe(0)
  expect(behaviour('REPEAT R=0 r( move r)').likeness(program('REPEAT R=0 r( turnLeft r)'))).toBe(1)
  // Where nothing lies a pick does nothing; where something lies it does. The next action counts only from the same state.
  const picked = behaviour('IF c( noMarkersPresent c) i( pickMarker i)').likeness(program('pickMarker'))
  expect(picked).toBeGreaterThan(0)
  expect(picked).toBeLessThan(1)
})

test('one that never ends is compared until it is stopped', () => {
  const forever = program('turnLeft WHILE c( not c( markersPresent c) c) w( turnLeft w)')
  const like = behaviour('REPEAT R=10 r( turnLeft r)').likeness(forever)
  expect(like).toBeGreaterThan(0)
  expect(like).toBeLessThan(0.5)
})

test('all branches are seen before a world may show one again', () => {
  const rare = 'IF c( markersPresent c) i( IF c( not c( frontIsClear c) c) i( turnLeft i) i)'
  const of = behaviour(rare)
  expect(of.worlds).toBe(10)
  expect(of.likeness(program('REPEAT R=0 r( move r)'))).toBeLessThan(1)
  // In one or two worlds the branches are not all taken yet, and no world that shows no other counts.
  expect(behaviour(rare, { ...leapsBehaviour, trials: 2 }).worlds).toBeLessThanOrEqual(2)
})

test('without a world in which it comes to its end there is nothing to be like', () => {
  const of = behaviour(
    'WHILE c( not c( not c( frontIsClear c) c) c) w( turnLeft w) REPEAT R=19 r( REPEAT R=19 r( move r) r)',
  )
  expect(of.worlds).toBe(0)
  expect(of.likeness(program('move'))).toBe(0)
})

test('lenient trials do what the LEAPS interpreter does, also when they are stopped', () => {
  const rng = seededRng(8)
  const interpreter = new LeapsInterpreter(data.callBudget)
  const trials = new Trials({ ...data, lenient: true })
  const ends = new Set<string>()
  for (let i = 0; i < 400; i++) {
    const drawn = drawProgram(karel, rng)
    const start = drawStart(rng, data)
    trials.begin(drawn)
    const end = trials.run(start)
    ends.add(end)
    const world = createWorld({ ...start, height: data.side, width: data.side, cap: data.cap })
    const effects: number[] = []
    const rules = {
      begin: () => world,
      handle: handleMarkers,
      step: (_: unknown, __: number, ___: number, change: number) => {
        effects.push((world.at * 4 + world.facing) * 3 + change + 1)
        return 0
      },
    }
    const execution = noExecution()
    interpreter.run(compileForLeaps(drawn), rules, world, execution)
    expect([...trials.effects]).toEqual(effects)
    expect(end === 'completed').toBe(execution.completed)
  }
  expect([...ends].sort()).toEqual(['completed', 'spent'])
})
