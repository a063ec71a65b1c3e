import { parse } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { domainContract, openTask } from '../index.ts'
import { microrts } from './domain.ts'

const rush = 'for(Unit u){u.train(Worker,Up,5) u.attack(Closest)}'
const waits = 'for(Unit u){u.idle()}'
/** Looks beyond the edge: fails at the first tick. */
const fails = 'u.moveAway()'

const program = (text: string) => parse(microrts.language, text)
const open = (options: Record<string, string | number | boolean>, map = 'basesWorkers8x8A') =>
  microrts.task(`microrts/${map}`, options)

describe('MicroRTS as a domain', () => {
  const programs = [rush, waits, 'for(Unit u){u.harvest(2) u.train(Worker,EnemyDir,3) u.attack(Weakest)}']
  const tasks = [
    { name: 'microrts/bases-workers8x8a', options: { opponents: 'PassiveAI', 'max-ticks': 60 } },
    {
      name: 'microrts/no-where-to-run9x8',
      options: { opponents: `RandomBiasedAI | ${waits} | PassiveAI`, 'max-ticks': 60, fog: true, loop: 'reference' },
    },
  ]
  for (const { name, check } of domainContract(microrts, { programs, endless: waits, tasks })) test(name, check)

  test('has a task for each map that comes with Cairn, by the name of the map', () => {
    expect(microrts.tasks).toHaveLength(52)
    expect(openTask('microrts/NoWhereToRun9x8').spec.name).toBe('microrts/no-where-to-run9x8')
    expect(openTask('microrts/4_BloodBath_scmB').spec.name).toBe('microrts/4-blood-bath-scm-b')
  })
})

describe('an episode', () => {
  test('is a match that is won, lost, drawn or failed', () => {
    const scores = (text: string, opponents: string) => {
      const prepared = open({ opponents, 'max-ticks': 400 }).prepare(program(text))
      return [0, 1].map((episode) => prepared.episode(episode))
    }
    expect(scores(rush, 'PassiveAI')).toMatchObject([
      { return: 1, ended: 'terminated' },
      { return: 1, ended: 'terminated' },
    ])
    expect(scores(waits, 'WorkerRush')).toMatchObject([{ return: 0 }, { return: 0 }])
    expect(scores(waits, 'PassiveAI')).toMatchObject([
      { return: 0.5, ended: 'out-of-calls', steps: 401 },
      { return: 0.5, ended: 'out-of-calls' },
    ])
    expect(scores(fails, 'PassiveAI')).toMatchObject([{ return: -1, ended: 'crashed' }, { return: -1 }])
    expect(scores(rush, fails)).toMatchObject([{ return: -1, ended: 'crashed' }, { return: -1 }])
  })

  test('takes the opponents in turn, each from both sides, then with other random numbers', () => {
    const prepared = open({ opponents: 'PassiveAI|RandomBiasedAI', 'max-ticks': 300 }).prepare(program(waits))
    const trace = (episode: number) => prepared.episode(episode, { trace: true }).trace
    const against = (opponents: string) => open({ opponents, 'max-ticks': 300 }).prepare(program(waits))
    for (const side of [0, 1]) {
      expect(trace(side)).toEqual(against('PassiveAI').episode(side, { trace: true }).trace)
      expect(prepared.episode(2 + side)).toEqual(against('RandomBiasedAI').episode(side))
      expect(prepared.episode(6 + side)).toEqual(against('RandomBiasedAI').episode(2 + side))
    }
  })

  test('ends with the ticks that LISS allows a map of its height', () => {
    const steps = (map: string) => open({ opponents: 'PassiveAI' }, map).prepare(program(waits)).episode(0).steps
    expect(steps('basesWorkers8x8A')).toBe(3001)
    expect(steps('basesWorkers16x16A')).toBe(4001)
    expect(steps('basesWorkers12x12A')).toBe(12_001)
  })
})

describe('opponents', () => {
  test.each([
    ['WorkrRush', /"WorkrRush" is neither the name of a bot nor a program: .*did you mean WorkerRush\?/],
    ['WorkerRush|', /"" is neither the name of a bot nor a program/],
    ['WorkerRush|for(Unit u){u.dance()}', /"for\(Unit u\)\{u\.dance\(\)\}" is neither/],
    ['PassiveAI/BFS', /neither/],
  ])('%j are refused, and it is said who', (opponents, message) => {
    expect(() => open({ opponents })).toThrow(message)
    expect(() => open({ opponents })).toThrow(
      expect.objectContaining({ code: 'E_BAD_TASK', field: 'opponents', value: opponents }),
    )
  })

  test('may be any bot, with any of the path finders, or programs', () => {
    const { opponents } = open({ opponents: ` LightRush/FF | ${rush}` }).spec.options
    expect(opponents).toBe(` LightRush/FF | ${rush}`)
  })
})
