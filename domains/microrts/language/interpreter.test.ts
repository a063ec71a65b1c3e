import { type Program, print, seededRng } from '@cairn/language'
import { describe, expect, test } from 'vitest'
import { golden } from '../../../test/kit/golden.ts'
import { decide, eachUnit, field, listed, programOf } from '../../../test/kit/microlanguage.ts'
import { abstractKinds } from '../bots/abstraction/abstract-actions.ts'
import { playGame } from '../game.ts'
import { openMap } from '../maps.ts'
import { AStar } from '../path-finding/a-star.ts'
import { createState, type Player, type State } from '../state.ts'
import { unitTypes } from '../units.ts'
import { compile, jump, operations, stride } from './compile.ts'
import { Usage, withoutDeadCode } from './dead-code.ts'
import { Decision } from './decision.ts'
import { sampleStatement } from './generation.ts'
import { Interpreter } from './interpreter.ts'
import { microlanguage } from './language.ts'
import { productions } from './productions.ts'
import { ProgramBot } from './program-bot.ts'
import { ProgramError } from './program-error.ts'

const { worker, barracks } = unitTypes
const duel = [
  ['Base', 0, 0, 2],
  ['Worker', 0, 1, 1],
  ['Worker', 0, 1, 3],
  ['Resource', -1, 0, 4],
  ['Base', 1, 5, 2],
  ['Worker', 1, 4, 1],
] as const

describe('commands', () => {
  test('the first command that assigns an action decides, over all loops', () => {
    const { assigned } = decide(field(duel), `${eachUnit('u.harvest(1) u.attack(Closest)')} ${eachUnit('u.idle()')}`)
    expect(assigned).toEqual([
      [1, 'harvest', 3, 0],
      [2, 'attack', 4],
    ])
  })

  test('a loop in a loop sees every unit; afterwards the outer unit is back', () => {
    const { assigned } = decide(
      field(duel),
      eachUnit(`if(u.is(Base)) then {${eachUnit('u.harvest(9)')}} u.train(Worker,Right,9)`),
    )
    expect(assigned).toEqual([
      [1, 'harvest', 3, 0],
      [2, 'harvest', 3, 0],
      [0, 'train', worker, 1],
    ])
  })

  test('training and building count what is planned, and leave less resources', () => {
    const state = field(
      [
        ['Base', 0, 0, 2],
        ['Base', 0, 2, 2],
        ['Worker', 0, 1, 1],
        ['Worker', 0, 1, 3],
        ['Base', 1, 5, 2],
      ],
      {
        stock: 6,
      },
    )
    expect(decide(state, eachUnit('u.train(Worker,Down,3)'))).toEqual({ assigned: [[0, 'train', worker, 2]], left: 5 })
    expect(decide(state, eachUnit('u.train(Worker,Down,100)')).left).toBe(4)
    expect(decide(state, eachUnit('u.build(Barracks,Right,2)'))).toEqual({
      assigned: [[2, 'build', barracks, 2, 1]],
      left: 1,
    })
    expect(decide(state, eachUnit('u.build(Base,Right,3) u.train(Light,Up,9) u.train(Base,Up,9)')).assigned).toEqual([])
  })

  test('a direction that is not free is none: training keeps none, building looks around', () => {
    const state = field(
      [
        ['Base', 0, 2, 2],
        ['Worker', 0, 2, 1],
        ['Base', 1, 5, 2],
      ],
      {
        walls: [
          [2, 0],
          [1, 0],
        ],
      },
    )
    expect(decide(state, eachUnit('u.train(Worker,Up,9)')).assigned).toEqual([[0, 'train', worker, -1]])
    expect(decide(state, eachUnit('u.build(Barracks,Up,9)')).assigned).toEqual([[1, 'build', barracks, 3, 0]])
    expect(decide(state, eachUnit('u.train(Worker,EnemyDir,9)')).assigned).toEqual([[0, 'train', worker, 1]])
  })

  test('operators look at the type, then at the distance, then at the list', () => {
    const state = field([
      ['Heavy', 0, 0, 0],
      ['Base', 1, 5, 4],
      ['Light', 1, 3, 3],
      ['Light', 1, 3, 0],
      ['Light', 1, 0, 3],
      ['Ranged', 1, 5, 0],
      ['Barracks', 1, 1, 0],
    ])
    const attacked = (operator: string) => decide(state, eachUnit(`u.attack(${operator})`)).assigned[0][2]
    expect(['Strongest', 'Closest', 'Farthest', 'LessHealthy', 'MostHealthy'].map(attacked)).toEqual([3, 6, 1, 5, 1])
    expect(attacked('Weakest')).toBe(6) // a building counts with the damage that its type has in the table
  })

  test('an attack without an enemy blocks the unit', () => {
    const state = field([
      ['Worker', 0, 1, 1],
      ['Base', 0, 0, 0],
      ['Resource', -1, 3, 3],
    ])
    expect(decide(state, eachUnit('u.attack(Closest) u.harvest(1)')).assigned).toEqual([[0, 'attack', -1]])
  })

  test('moves end beside the target; where there is no way, or none to go, the unit stays free', () => {
    const state = field(duel)
    expect(decide(state, eachUnit('u.moveToUnit(Enemy,Closest)')).assigned).toEqual([
      [1, 'move', 3, 1],
      [2, 'move', 5, 3],
    ])
    expect(
      decide(
        field([
          ['Worker', 0, 4, 1],
          ['Worker', 1, 5, 1],
        ]),
        eachUnit('u.moveToUnit(Enemy,Closest)'),
      ).assigned,
    ).toEqual([])
    expect(
      decide(
        field([
          ['Worker', 0, 4, 1],
          ['Worker', 1, 5, 1],
        ]),
        eachUnit('u.moveToUnit(Ally,Closest)'),
      ).assigned,
    ).toEqual([])
    const walled = field(
      [
        ['Worker', 0, 0, 0],
        ['Base', 0, 5, 4],
      ],
      {
        walls: [
          [1, 0],
          [0, 1],
        ],
      },
    )
    expect(decide(walled, eachUnit('u.moveAway() u.attack(Closest)')).assigned).toEqual([[0, 'attack', -1]])
    expect(
      decide(
        field([
          ['Worker', 0, 0, 0],
          ['Base', 0, 5, 4],
        ]),
        eachUnit('u.moveAway()'),
      ).assigned,
    ).toEqual([[0, 'move', 4, 4]])
  })

  test('Random selects as one of the operators would, from a stream that a new game begins anew', () => {
    const state = createState(openMap('basesWorkers16x16A'))
    const interpreter = new Interpreter(compile(programOf(eachUnit('u.attack(Random)'))), new AStar(), { seed: 5 })
    const draw = () => {
      interpreter.run(state, 0)
      return listed(interpreter.actions)[0][2]
    }
    const first = Array.from({ length: 40 }, draw)
    interpreter.reset()
    expect(Array.from({ length: 40 }, draw)).toEqual(first)
    expect(new Set(first).size).toBeGreaterThan(1)
  })
})

test.each([
  ['HasNumberOfUnits(Worker,2)', true],
  ['HasNumberOfUnits(Worker,3)', false],
  ['HasLessNumberOfUnits(Worker,3)', true],
  ['HasLessNumberOfUnits(Worker,2)', false],
  ['OpponentHasNumberOfUnits(Worker,1)', true],
  ['OpponentHasNumberOfUnits(Worker,2)', false],
  ['HasNumberOfWorkersHarvesting(0)', true],
  ['HasNumberOfWorkersHarvesting(1)', false],
  ['HaveQtdUnitsAttacking(0)', true],
  ['HaveQtdUnitsAttacking(1)', false],
  ['u.HasUnitWithinDistanceFromOpponent(3)', true],
  ['u.HasUnitWithinDistanceFromOpponent(2)', false],
  ['u.HasUnitInOpponentRange()', false],
  ['u.OpponentHasUnitInPlayerRange()', false],
  ['u.HasUnitThatKillsInOneAttack()', true],
  ['u.OpponentHasUnitThatKillsUnitInOneAttack()', true],
  ['u.is(Worker)', true],
  ['u.is(Base)', false],
  ['u.isBuilder()', true],
  ['u.canAttack()', true],
  ['u.canHarvest()', true],
])('%s of a worker: %s', (condition, expected) => {
  const text = eachUnit(`if(u.isBuilder()) then {if(${condition}) then {u.attack(Farthest)} else { u.harvest(9)}}`)
  expect(decide(field(duel), text).assigned[0][1]).toBe(expected ? 'attack' : 'harvest')
})

/** Runs the code as it stands, every loop as often as it is reached. */
function plainly(program: Program, state: State, player: Player) {
  const code = compile(program)
  const { instructions } = code
  const decision = new Decision(code, new AStar(), seededRng(0))
  decision.begin(state, player)
  const own = state.unitsOf[player].slice(0, state.unitCount[player])
  const run = (from: number, to: number) => {
    for (let at = from; at < to; at += stride) {
      const operation = instructions[at]
      if (operation === operations.loop) {
        const end = instructions[at + jump]
        const outer = decision.unit
        for (const unit of own) {
          decision.unit = unit
          run(at + stride, end - stride)
        }
        decision.unit = outer
        at = end - stride
      } else if (operation === operations.go) at = instructions[at + jump] - stride
      else if (operation >= productions.Train && operation <= productions.Idle) {
        if (decision.actions.kind[decision.unit] === abstractKinds.none) decision.command(at)
      } else if (operation !== operations.stop && !decision.condition(at)) at = instructions[at + jump] - stride
    }
  }
  run(0, instructions.length)
  return { assigned: listed(decision.actions), left: decision.resources }
}

test('loops that are passed over would have assigned nothing', () => {
  const rng = seededRng(11)
  const states = [openMap('basesWorkers8x8A'), openMap('TwoBasesBarracks16x16')].map((map) => createState(map))
  for (let i = 0; i < 1500; i++) {
    const program = Uint8Array.of(productions.For_S, productions.For_S, ...sampleStatement(rng, 12))
    for (const state of states) {
      const { assigned, left } = decide(state, print(microlanguage, program))
      expect({ assigned, left }).toEqual(plainly(program, state, 0))
    }
  }
})

test('loops in loops, nested by the hundred, are run at once', () => {
  const nested = `${'for(Unit u){'.repeat(300)}if(HasNumberOfUnits(Heavy,9)) then {u.idle()}${'}'.repeat(300)}`
  expect(decide(createState(openMap('basesWorkers16x16A')), nested).assigned).toEqual([])
  const deep = `${'for(Unit u){'.repeat(20_000)}u.moveAway()${'}'.repeat(20_000)}`
  expect(compile(programOf(deep)).depth).toBe(20_000)
})

test('without its dead code a program plays the same game', () => {
  const texts = golden<{ readonly text: string }>('microlanguage/programs').map(({ text }) => text)
  for (const text of texts.filter((one) => !one.startsWith('u.') && !one.startsWith('if(u.'))) {
    const program = programOf(text)
    const usage = new Usage(program)
    const play = (bot: ProgramBot) => {
      const state = createState(openMap('basesWorkers8x8A'))
      const other = new ProgramBot(programOf(eachUnit('u.train(Worker,EnemyDir,9) u.harvest(1) u.attack(Closest)')))
      const orders: number[] = []
      try {
        playGame(
          state,
          [bot, other],
          { maxTicks: 600 },
          {
            decided: (_, [own]) => {
              orders.push(...own.units.subarray(0, own.count), ...own.actions.subarray(0, own.count))
            },
          },
        )
      } catch (error) {
        if (!(error instanceof ProgramError)) throw error
        return undefined
      }
      return orders
    }
    const played = play(new ProgramBot(program, { usage }))
    const cleared = withoutDeadCode(program, usage)
    if (played === undefined) continue
    expect(cleared.length).toBeLessThanOrEqual(program.length)
    expect(play(new ProgramBot(cleared))).toEqual(played)
  }
})
