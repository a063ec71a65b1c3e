import { expect, test } from 'vitest'
import { playGame } from '../../game.ts'
import { openMap } from '../../maps.ts'
import { createState } from '../../state.ts'
import { unitTypes } from '../../units.ts'
import { createBots } from '../index.ts'
import { isBesideResource, isWalledOff, usualTicks } from './surroundings.ts'

/** W, L or D on either side. */
function results(name: string, other: string, map: string, seed = 1): string {
  const seats = [0, 1] as const
  return seats
    .map((seat) => {
      const state = createState(openMap(map))
      const players = createBots(seat === 0 ? [name, other] : [other, name], seed)
      const { winner } = playGame(state, players, { maxTicks: usualTicks(state.map.width) })
      return winner < 0 ? 'D' : winner === seat ? 'W' : 'L'
    })
    .join('')
}

const rushes = ['WorkerRush', 'LightRush', 'HeavyRush', 'RangedRush']

test.each(['basesWorkers8x8A', 'NoWhereToRun9x8', 'basesWorkers16x16A', 'basesWorkers24x24A'])(
  'CoacAI beats every rush bot on %s, from both sides',
  (map) => {
    expect(rushes.map((rush) => [rush, results('CoacAI', rush, map)])).toEqual(rushes.map((rush) => [rush, 'WW']))
  },
)

test('Mayari beats every rush bot on basesWorkers24x24A, from both sides', () => {
  expect(rushes.map((rush) => results('Mayari', rush, 'basesWorkers24x24A'))).toEqual(['WW', 'WW', 'WW', 'WW'])
})

test('a base is walled off where only resources or walls could be passed', () => {
  expect(isWalledOff(createState(openMap('NoWhereToRun9x8')), 0)).toBe(true)
  expect(isWalledOff(createState(openMap('basesWorkers8x8A')), 0)).toBe(false)
  expect(isWalledOff(createState(openMap('noBases8x8')), 0)).toBe(false)
})

test('cells beside a resource are found at its edges and corners', () => {
  const state = createState(openMap('basesWorkers8x8A'))
  const resource = [...state.list].find((unit) => state.type[unit] === unitTypes.resource && state.x[unit] === 0)!
  const cell = state.cell[resource]
  expect([cell, cell + 1, cell + 8, cell + 9, cell + 18].map((at) => isBesideResource(state, at))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ])
})
