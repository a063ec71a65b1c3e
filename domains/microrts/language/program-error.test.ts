import { describe, expect, test } from 'vitest'
import { decide, eachUnit, field, programOf } from '../../../test/kit/microlanguage.ts'
import { produce } from '../actions.ts'
import { issueSafe } from '../issue.ts'
import { createOrders, order } from '../orders.ts'
import type { Player, State } from '../state.ts'
import { unitTypes } from '../units.ts'
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

describe('errors', () => {
  const failure = (state: State, text: string, player: Player = 0) => {
    try {
      decide(state, text, player)
    } catch (error) {
      if (error instanceof ProgramError) return error
      throw error
    }
    return undefined
  }

  test.each(['u.idle()', 'u.train(Worker,Up,0)', 'if(u.canAttack()) then {e}', 'if(u.is(Base)) then {e} else { e}'])(
    '%s needs a unit',
    (text) => {
      expect(failure(field(duel), text)).toMatchObject({
        code: 'E_PROGRAM_FAILED',
        kind: 'null-unit',
        player: 0,
        tick: 0,
      })
    },
  )

  test('what is not reached does not fail', () => {
    expect(failure(field(duel), 'if(HasNumberOfUnits(Heavy,1)) then {u.idle()}')).toBeUndefined()
    expect(failure(field(duel), 'if(HasNumberOfUnits(Heavy,0)) then {u.idle()}')).toMatchObject({ where: 'Idle' })
    expect(failure(field(duel), `${eachUnit('u.idle()')} u.idle()`)?.message).toBe(
      'player 0, tick 0: Idle asks for a unit outside of all loops',
    )
  })

  test.each([
    [0, 0, { Up: 'index', Left: 'index', Right: undefined, Down: undefined }],
    [3, 0, { Up: 'index', Left: undefined, Right: undefined, Down: undefined }],
    [5, 4, { Up: undefined, Left: undefined, Right: 'index', Down: 'index' }],
    [0, 2, { Up: undefined, Left: undefined, Right: undefined, Down: undefined }],
  ])('a base at (%i, %i) fails in the directions %j', (x, y, expected) => {
    const state = field([
      ['Base', 0, x, y],
      ['Worker', 1, 2, 2],
    ])
    for (const [direction, kind] of Object.entries(expected)) {
      expect(failure(state, eachUnit(`u.train(Worker,${direction},9)`))?.kind).toBe(kind)
      expect(failure(state, eachUnit(`u.train(Worker,${direction},0)`))).toBeUndefined()
      expect(failure(state, eachUnit(`u.train(Light,${direction},9)`))).toBeUndefined()
    }
  })

  test('over the left and the right edge only the terrain of the next row is looked at', () => {
    const units = [
      ['Worker', 0, 0, 2],
      ['Worker', 1, 5, 1],
    ] as const
    expect(decide(field(units), eachUnit('u.build(Barracks,Left,9)')).assigned).toEqual([[0, 'build', barracks, -1, 2]])
    const walled = field(
      [
        ['Worker', 0, 0, 2],
        ['Worker', 1, 5, 3],
      ],
      { walls: [[5, 1]] },
    )
    expect(decide(walled, eachUnit('u.build(Barracks,Left,9)')).assigned).toEqual([[0, 'build', barracks, 0, 1]])
    expect(
      decide(
        field([
          ['Base', 0, 5, 2],
          ['Base', 1, 0, 0],
        ]),
        eachUnit('u.train(Worker,Right,9)'),
      ).assigned,
    ).toEqual([[0, 'train', worker, 1]])
  })

  test('a bot whose units are all busy fails as well, and orders nothing if it does not', () => {
    const state = field([
      ['Base', 0, 0, 0],
      ['Base', 1, 5, 4],
    ])
    const orders = createOrders()
    order(orders, 0, produce(1, worker))
    issueSafe(state, orders)
    const decided = (direction: string) => {
      const found = createOrders()
      new ProgramBot(programOf(eachUnit(`u.train(Worker,${direction},9)`))).decide(state, 0, found)
      return found.count
    }
    for (const direction of ['Up', 'Left']) expect(() => decided(direction)).toThrow(ProgramError)
    for (const direction of ['Down', 'Right', 'EnemyDir']) expect(decided(direction)).toBe(0)
    expect(() => new ProgramBot(programOf('u.idle()')).decide(state, 0, orders)).toThrow(ProgramError)
  })
})
