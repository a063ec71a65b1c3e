import { parse, print } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import type { Task } from '../task.ts'
import { microrts } from './domain.ts'

const rush =
  'for(Unit u){ u.train(Worker,EnemyDir,50) } for(Unit u){ if(u.is(Worker)) then { if(HasNumberOfUnits(Worker,2)) then { u.attack(Closest) } else { u.harvest(1) } } }'
const idler = 'for(Unit u){ u.harvest(1) }'
const read = (text: string) => parse(microrts.language, text)
const open = (options = {}) => microrts.task('microrts/bases-workers8x8a', options)
const returns = (task: Task, text: string, episodes: number) => {
  const prepared = task.prepare(read(text))
  return Array.from({ length: episodes }, (_, episode) => prepared.episode(episode).return)
}

describe('a match task against programs', () => {
  test('plays each opponent from both sides', () => {
    const task = open().against!([read(idler), read(rush)])
    expect(returns(task, rush, 2)).toEqual([1, 1])
    expect(returns(task, idler, 4).slice(2)).toEqual([0, 0])
    expect(task.prepare(read(rush)).episode(3).return).toBe(1 - task.prepare(read(rush)).episode(2).return)
  })

  test('an opponent’s matches do not depend on its place among the others', () => {
    const [first, second] = [read(idler), read(rush)]
    const one = open().against!([first, second])
    const other = open().against!([second, first])
    expect(returns(one, rush, 4)).toEqual([...returns(other, rush, 4).slice(2), ...returns(other, rush, 2)])
  })

  test('is the match of the option `opponents` with the same program', () => {
    const named = open({ opponents: `${idler}|${rush}` })
    expect(returns(open().against!([read(idler), read(rush)]), rush, 4)).toEqual(returns(named, rush, 4))
  })

  test('refuses an opponent that is no program', () => {
    expect(() => open().against!([Uint8Array.of(255)])).toThrow(/255/)
  })

  test('tells what a program uses, and trimming keeps that alone', () => {
    const program = read(`${rush} for(Unit u){ if(u.is(Ranged)) then { u.moveAway() } }`)
    const prepared = open().against!([read(idler)]).prepare(program)
    const usages = [0, 1].map((episode) => prepared.episode(episode, { usage: true }).usage!)
    expect(usages[0]!.length).toBe(program.length)
    const joined = usages[0]!.map((flags, at) => flags | usages[1]![at]!)
    const trimmed = microrts.language.trim!(program, joined)
    expect(print(microrts.language, trimmed)).not.toContain('Ranged')
    expect(print(microrts.language, trimmed)).toContain('u.attack(Closest)')
  })

  test('plays alike whether anybody looks or not', () => {
    const prepared = open().against!([read(rush)]).prepare(read(idler))
    const { trace, usage, ...plain } = prepared.episode(1, { trace: true, usage: true })
    expect(plain).toEqual(prepared.episode(1))
    expect(trace!.length).toBe(plain.steps)
    expect(usage!.length).toBe(read(idler).length)
  })
})
