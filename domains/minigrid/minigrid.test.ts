import { kindOf, type Program, parse, print, sampleProgram, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { domainContract } from '../domain-contract.ts'
import type { Task } from '../task.ts'
import { actionNames } from './engine.ts'
import { minigrid } from './index.ts'

/** Turns 19^5 times: more than any budget, and no task minds a turn. */
const endless = `DEF run m( ${'REPEAT R=19 r( '.repeat(5)}left${' r)'.repeat(5)} m)`

const programs = [
  'DEF run m( WHILE c( front_is_clear c) w( IFELSE c( front_object_type h( lava h) c) i( left i) ELSE e( forward e) w) m)',
  'DEF run m( REPEAT R=9 r( forward pickup left toggle r) drop m)',
  'DEF run m( WHILE c( not c( front_object_color h( red h) c) c) w( forward left w) toggle right forward m)',
  'DEF run m( REPEAT R=19 r( IF c( is_carrying_object c) i( drop i) pickup forward toggle right r) m)',
]

const random = (count: number, seed: number): Program[] => {
  const rng = seededRng(seed)
  return Array.from({ length: count }, () => sampleProgram(minigrid.language, rng))
}

describe('minigrid keeps the domain contract', () => {
  for (const { name, check } of domainContract(minigrid, { programs, endless })) test(name, check)
})

describe('with few calls it does too', () => {
  const tasks = minigrid.tasks.map(({ name }) => ({ name, options: { 'max-calls': 7 } }))
  for (const { name, check } of domainContract(minigrid, { programs, endless, tasks, episodes: 3 })) test(name, check)
})

describe('random programs', () => {
  const drawn = random(150, 3)

  test.each([
    ['minigrid/lava-gap', [-1, 0, 1]],
    ['minigrid/put-near', [-1, 0, 0.5, 1]],
    ['minigrid/red-blue-door', [-1, -0.5, 0, 0.5, 1]],
  ])('%s returns what its rewards can add up to, within its limit of calls', (name, possible) => {
    const task = minigrid.task(name)
    for (const program of drawn) {
      const prepared = task.prepare(program)
      for (let episode = 0; episode < 32; episode++) {
        const { return: sum, steps } = prepared.episode(episode)
        expect(possible, print(minigrid.language, program)).toContain(sum)
        expect(steps).toBeLessThanOrEqual(1000)
      }
    }
  })

  test.each(minigrid.tasks.map(({ name }) => name))('%s: do the same whichever way they are run', (name) => {
    const shared = minigrid.task(name)
    for (const [i, program] of drawn.entries()) {
      const episode = i % 32
      const fresh = minigrid.task(name)
      const outcome = fresh.prepare(program).episode(episode)
      expect(shared.prepare(program).episode(episode)).toEqual(outcome)
      const traced = shared.prepare(program).episode(episode, { trace: true })
      const frames = [...shared.replay(program, episode)].slice(1)
      const shown = frames.map(({ caption }) => caption.split(' ')[1])
      expect(shown, print(minigrid.language, program)).toEqual(
        Array.from(traced.trace!, (action) => actionNames[action]),
      )
      const total = frames.at(-1)?.caption.match(/return (\S+)/)?.[1] ?? '0'
      expect(Number(total)).toBe(outcome.return)
    }
  })
})

describe('the probe', () => {
  const { task, frames } = minigrid.probe!
  const of = (subtree: string, kind: string) => parse(minigrid.language, frames[kind]!.replace(`<${kind}>`, subtree))

  test('is opened by name and listed nowhere', () => {
    expect(minigrid.task(task).spec.options['max-calls']).toBe(100)
    expect(minigrid.tasks.map(({ name }) => name)).not.toContain(task)
  })

  test('has frames for kinds of the language alone', () => {
    const { language } = minigrid
    const kinds = language.productions.map((_, production) => kindOf(language, production))
    for (const kind of Object.keys(frames)) expect(kinds).toContain(kind)
  })

  test('leaves the same traces whatever was run before, and pays nothing', () => {
    const probes = [
      of('forward toggle', 'stmt'),
      of('front_object_type h( door h)', 'cond'),
      of('R=5', 'count'),
      ...random(30, 8),
    ]
    const shared = minigrid.task(task)
    const first = probes.map((program) => tracesOf(shared, program))
    const backwards = probes.toReversed().map((program) => tracesOf(shared, program))
    expect(backwards.toReversed()).toEqual(first)
    expect(probes.map((program) => tracesOf(minigrid.task(task), program))).toEqual(first)
    for (const program of probes) expect(shared.prepare(program).episode(3).return).toBe(0)
  })

  test('tells apart what acts differently, and not what does the same', () => {
    const traces = (subtree: string, kind: string) => tracesOf(minigrid.task(task), of(subtree, kind))
    const same = [
      ['not c( front_is_clear c)', 'or c( not c( front_is_clear c) c) c( False c)', 'cond'],
      ['left left left left left', 'REPEAT R=5 r( left r)', 'stmt'],
    ]
    for (const [a, b, kind] of same) expect(traces(a!, kind!)).toEqual(traces(b!, kind!))
    const others = [
      ['front_is_clear', 'is_carrying_object', 'cond'],
      ['front_object_type h( box h)', 'front_object_type h( ball h)', 'cond'],
      ['front_object_color h( red h)', 'front_object_color h( blue h)', 'cond'],
      ['left', 'right', 'stmt'],
      ['R=4', 'R=5', 'count'],
    ]
    for (const [a, b, kind] of others) expect(traces(a!, kind!)).not.toEqual(traces(b!, kind!))
  })
})

function tracesOf(task: Task, program: Program): string[] {
  const prepared = task.prepare(program)
  return Array.from({ length: 90 }, (_, episode) => String(prepared.episode(episode, { trace: true }).trace))
}
