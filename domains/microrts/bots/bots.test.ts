import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Bot } from '../bot.ts'
import { digest } from '../digest.ts'
import { playGame } from '../game.ts'
import { JavaRandom } from '../java-random.ts'
import { openMap } from '../maps.ts'
import { createState, restart } from '../state.ts'
import { bots, createBot, createBots, findBot, listBots, pathFinders, UnknownBot } from './index.ts'

test.each(listBots())('%s orders every idle unit once and no other, and leaves the state as it is', (name) => {
  for (const fog of [false, true]) {
    const state = createState(openMap('basesWorkers8x8A'), { seed: 3 })
    playGame(state, [watched(createBot(name, 5)), createBot('RandomBiasedAI', 7)], { maxTicks: 250, fog })
  }
})

/** Throws when the bot breaks a rule. */
function watched(bot: Bot): Bot {
  return {
    reset: () => bot.reset(),
    decide(state, player, orders) {
      const before = digest(state)
      bot.decide(state, player, orders)
      const own = [...state.unitsOf[player].subarray(0, state.unitCount[player])]
      const ordered = [...orders.units.subarray(0, orders.count)]
      expect(ordered.toSorted((a, b) => a - b)).toEqual(own.filter((unit) => state.busy[unit] === 0))
      expect(digest(state)).toBe(before)
    },
  }
}

test.each(bots.map(({ name }) => name))('%s plays the same game again after a reset, with the same draws', (name) => {
  const draws = new JavaRandom(11)
  const players = [createBot(name, draws), createBot('RandomBiasedAI', draws)] as const
  const state = createState(openMap('basesWorkers8x8A'))
  const ends = [1, 2].map(() => {
    restart(state, 4)
    draws.seed(11)
    return [playGame(state, players, { maxTicks: 800 }), digest(state)]
  })
  expect(ends[1]).toEqual(ends[0])
})

test('two bots of one game draw from one stream', () => {
  const state = createState(openMap('basesWorkers8x8A'))
  const shared = new JavaRandom(9)
  const end = (players: readonly [Bot, Bot]) => {
    restart(state, 0)
    playGame(state, players, { maxTicks: 500 })
    return digest(state)
  }
  const one = end(createBots(['RandomBiasedAI', 'RandomBiasedAI'], 9))
  expect(end([createBot('RandomBiasedAI', shared), createBot('RandomBiasedAI', shared)])).toBe(one)
  expect(end([createBot('RandomBiasedAI', 9), createBot('RandomBiasedAI', 9)])).not.toBe(one)
})

test('a name that is not known, or a path finder that does not fit, is named with the nearest', () => {
  expect(() => createBot('WorkerRash')).toThrow(
    expect.objectContaining({ code: 'E_UNKNOWN_BOT', bot: 'WorkerRash', nearest: 'WorkerRush' }),
  )
  for (const name of ['PassiveAI/BFS', 'WorkerRush/DFS', 'WorkerRush/BFS/BFS', 'WorkerRush/toString', '']) {
    expect(() => createBot(name)).toThrow(UnknownBot)
    expect(findBot(name)).toBeUndefined()
  }
})

test('names are given once', () => {
  expect(new Set(listBots()).size).toBe(listBots().length)
})

test('docs/bots.md describes every bot and every path finder, in order', () => {
  const page = readFileSync(new URL('../../../docs/bots.md', import.meta.url), 'utf8')
  const rows = Array.from(page.matchAll(/^\| `(\/?[\w]+)` +\| (.*?) +\|/gm), ([, name, about]) => [name, about])
  expect(rows).toEqual([
    ...bots.map(({ name, about }) => [name, about]),
    ...Object.entries(pathFinders).map(([name, { about }]) => [`/${name}`, about]),
  ])
})
