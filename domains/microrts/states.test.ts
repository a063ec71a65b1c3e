import {
  BadProgram,
  fillFrame,
  keyOf,
  kindOf,
  type Program,
  parse,
  parseFrame,
  print,
  seededRng,
} from '@cairn/language'
import { describe, expect, test, vi } from 'vitest'
import type { Task } from '../task.ts'
import { microrts } from './domain.ts'
import { sampleStatement } from './language/generation.ts'
import { microlanguage } from './language/language.ts'
import { writePosition } from './position.ts'
import { sampledPosition, sampledPositions } from './sampled-positions.ts'
import { hasIdle } from './state.ts'
import { probe, states } from './states.ts'

const many = Array.from({ length: 120 }, (_, episode) => episode)

function drawn(count: number, seed: number): Program[] {
  const rng = seededRng(seed)
  return Array.from({ length: count }, () => sampleStatement(rng, 1 + rng.below(9)))
}

/** The subtree in its frame. */
function framed(text: string, kind: string): Program {
  return fillFrame(parseFrame(microlanguage, kind, probe.frames[kind]!), parse(microlanguage, text, kind))
}

function tracesOf(task: Task, program: Program, episodes: readonly number[] = many): string[] {
  const prepared = task.prepare(program)
  const traces: string[] = []
  for (const episode of episodes) traces[episode] = keyOf(prepared.episode(episode, { trace: true }).trace!)
  return traces
}

describe('the positions in which behaviour is compared', () => {
  const positions = Array.from({ length: 400 }, (_, number) => sampledPosition(number))

  test('are of many maps, of both players in turn, and from early to late', () => {
    const some = positions.slice(0, 100)
    expect(new Set(some.map(({ state }) => state.map.name)).size).toBe(10)
    const firsts = some.filter(({ player }) => player === 0).length
    expect(firsts).toBeGreaterThan(40)
    expect(firsts).toBeLessThan(60)
    const times = some.map(({ state }) => state.time).sort((a, b) => a - b)
    expect(times[20]).toBeLessThan(150)
    expect(times[80]).toBeGreaterThan(400)
    const types = some.flatMap(({ state }) =>
      Array.from(state.list.subarray(0, state.listCount), (unit) => state.type[unit]),
    )
    expect([...new Set(types)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  test('are the turn of a player with an idle unit', () => {
    for (const { state, player } of positions) expect(hasIdle(state, player)).toBe(true)
  })

  test('hardly ever come twice, and begin again after the last', () => {
    const texts = positions.map(({ state, player }) => JSON.stringify([state.map.name, player, writePosition(state)]))
    expect(new Set(texts).size).toBeGreaterThan(390)
    expect(sampledPosition(sampledPositions + 7)).toBe(sampledPosition(7))
  })
})

describe('the probe', () => {
  test('is opened by name, has no options, and is listed nowhere', () => {
    expect(microrts.task('microrts/states').spec).toEqual({ name: 'microrts/states', options: {} })
    expect(() => microrts.task('microrts/states', { size: 1 })).toThrow(expect.objectContaining({ code: 'E_BAD_TASK' }))
    expect(microrts.tasks.map(({ name }) => name)).not.toContain(probe.task)
  })

  test('has frames for statements, commands and conditions', () => {
    const kinds = microlanguage.productions.map(({ number }) => kindOf(microlanguage, number))
    for (const [kind, text] of Object.entries(probe.frames)) {
      expect(kinds).toContain(kind)
      expect(() => parseFrame(microlanguage, kind, text)).not.toThrow()
    }
  })

  test('leaves the same traces whatever was asked before', async () => {
    const programs = [...drawn(30, 1), framed('u.attack(Random)', 'C'), framed('HaveQtdUnitsAttacking(2)', 'B')]
    const shared = states.open()
    const before = many.map((number) => writePosition(sampledPosition(number).state))
    const first = programs.map((program) => tracesOf(shared, program))
    expect(many.map((number) => writePosition(sampledPosition(number).state))).toEqual(before)
    const backwards = programs.toReversed().map((program) => tracesOf(shared, program, many.toReversed()))
    expect(backwards.toReversed()).toEqual(first)
    // Of another worker, that has played no game yet and begins with the last state.
    vi.resetModules()
    const fresh: typeof import('./states.ts') = await import('./states.ts')
    expect(fresh.states).not.toBe(states)
    const elsewhere = fresh.states.open()
    expect(programs.map((program) => tracesOf(elsewhere, program, many.toReversed()))).toEqual(first)
  })

  test('traces are as long as steps are counted, replayed one by one, and pay nothing', () => {
    const task = states.open()
    const program = framed('u.attack(Closest)', 'C')
    const prepared = task.prepare(program)
    for (const episode of many) {
      const { trace, ...outcome } = prepared.episode(episode, { trace: true })
      expect(outcome).toEqual({ return: 0, steps: trace!.length, ended: 'completed' })
      expect(prepared.episode(episode)).toEqual(outcome)
      const captions = [...task.replay(program, episode)].map(({ caption }) => caption)
      expect(captions).toHaveLength(outcome.steps + 1)
      for (const [i, byte] of trace!.entries()) {
        expect(captions[i + 1]).toMatch(byte === 0 ? /waits$/ : / (moves|attacks|produces|harvests|returns) /)
      }
    }
  })

  test('refuses bytes that are no program', () => {
    for (const bytes of [[], [255], [...framed('u.idle()', 'C'), 0]]) {
      expect(() => states.open().prepare(Uint8Array.from(bytes))).toThrow(BadProgram)
    }
  })
})

describe('what is told apart', () => {
  const task = states.open()
  const traces = (text: string, kind: string) => tracesOf(task, framed(text, kind))

  test.each([
    ['u.train(Base,Up,3)', 'u.harvest(0)', 'C'], // neither ever does anything
    ['u.harvest(50)', 'u.harvest(100)', 'C'],
    ['u.isBuilder()', 'u.is(Worker)', 'B'],
    ['u.canHarvest()', 'u.is(Worker)', 'B'],
    ['HasNumberOfUnits(Light,0)', 'OpponentHasNumberOfUnits(Base,0)', 'B'],
    ['u.attack(Closest)', 'for(Unit u){u.attack(Closest)}', 'S'],
    ['for(Unit u){u.attack(Closest) u.attack(Farthest)}', 'for(Unit u){u.attack(Closest)}', 'S'],
    ['if(u.is(Base)) then {u.train(Worker,Up,3)} else { e}', 'for(Unit u){u.train(Worker,Up,3)}', 'S'],
    ['e', 'for(Unit u){e}', 'S'],
  ])('not %s and %s', (a, b, kind) => {
    expect(traces(a, kind)).toEqual(traces(b, kind))
  })

  test.each([
    ['u.attack(Closest)', 'u.attack(Farthest)', 'C'],
    ['u.attack(Closest)', 'u.moveToUnit(Enemy,Closest)', 'C'],
    ['u.harvest(1)', 'u.harvest(2)', 'C'],
    ['u.train(Worker,Up,3)', 'u.train(Worker,Up,4)', 'C'],
    ['u.build(Base,Left,3)', 'u.build(Barracks,Left,3)', 'C'],
    ['u.moveAway()', 'u.idle()', 'C'],
    ['u.is(Base)', 'u.is(Barracks)', 'B'],
    ['u.is(Base)', 'HasNumberOfUnits(Worker,100)', 'B'],
    ['u.is(Light)', 'u.is(Heavy)', 'B'],
    ['u.canAttack()', 'u.canHarvest()', 'B'],
    ['u.canAttack()', 'HasNumberOfUnits(Worker,0)', 'B'],
    ['HasNumberOfWorkersHarvesting(1)', 'HasNumberOfWorkersHarvesting(2)', 'B'],
    ['HaveQtdUnitsAttacking(1)', 'HaveQtdUnitsAttacking(2)', 'B'],
    ['HaveQtdUnitsAttacking(3)', 'HasNumberOfWorkersHarvesting(3)', 'B'],
    ['u.HasUnitInOpponentRange()', 'u.OpponentHasUnitInPlayerRange()', 'B'],
    ['u.HasUnitWithinDistanceFromOpponent(3)', 'u.HasUnitWithinDistanceFromOpponent(4)', 'B'],
    ['for(Unit u){u.attack(Closest)}', 'for(Unit u){u.harvest(2) u.attack(Closest)}', 'S'],
    // A failure is not an empty decision.
    ['for(Unit u){u.train(Worker,Up,9)}', 'for(Unit u){u.train(Worker,EnemyDir,9)}', 'S'],
  ])('%s and %s', (a, b, kind) => {
    expect(traces(a, kind)).not.toEqual(traces(b, kind))
  })

  test('a failure ends an episode, and shows', () => {
    const prepared = task.prepare(framed('u.build(Base,Up,9)', 'C'))
    const outcomes = Array.from({ length: 400 }, (_, episode) => prepared.episode(episode, { trace: true }))
    const failures = outcomes.filter(({ ended }) => ended === 'crashed')
    expect(failures.length).toBeGreaterThan(0)
    expect(failures.length).toBeLessThan(200)
    for (const failure of failures) expect(failure).toMatchObject({ steps: 1, trace: Uint8Array.of(255) })
    const episode = outcomes.indexOf(failures[0]!)
    expect([...task.replay(framed('u.build(Base,Up,9)', 'C'), episode)][1]!.caption).toMatch(/looks beyond the edge/)
  })

  test('drawn programs are, many of them, and none that only differs in a statement that is empty', () => {
    const programs = drawn(200, 2)
    const texts = new Set(programs.map((program) => print(microlanguage, program)))
    const behaviours = new Set(programs.map((program) => tracesOf(task, program).join('|')))
    expect(behaviours.size).toBeGreaterThan(texts.size / 4)
    expect(behaviours.size).toBeLessThan(texts.size)
    for (const program of programs.slice(0, 40)) {
      const text = print(microlanguage, program)
      expect(tracesOf(task, parse(microlanguage, `${text} e`))).toEqual(tracesOf(task, program))
    }
  })
})
