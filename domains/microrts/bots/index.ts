import { nearest } from '../../nearest.ts'
import type { Bot } from '../bot.ts'
import { JavaRandom } from '../java-random.ts'
import { AStar } from '../path-finding/a-star.ts'
import { BreadthFirst } from '../path-finding/breadth-first.ts'
import { FloodFill } from '../path-finding/flood-fill.ts'
import { Greedy } from '../path-finding/greedy.ts'
import type { PathFinder } from '../path-finding/path-finder.ts'
import { unitTypes } from '../units.ts'
import { BarracksRush } from './barracks-rush.ts'
import { Coac } from './competition/coac.ts'
import { Mayari } from './competition/mayari.ts'
import {
  Economy,
  type EconomyPlan,
  economyMilitaryRush,
  economyRush,
  economyRushBurster,
  emrDeterministico,
  simpleEconomyRush,
} from './economy.ts'
import { Passive } from './passive.ts'
import { RandomBiased } from './random-biased.ts'
import { defence, olderRush, rush, seekingRush } from './tactics.ts'
import { WorkerRush } from './worker-rush.ts'
import { WorkerRushPlusPlus } from './worker-rush-plus-plus.ts'

/** A scripted bot. */
export interface BotEntry {
  /** The reference's. */
  readonly name: string
  /** One line. */
  readonly about: string
  /** Does it find ways? Then it has a variant for each path finder. */
  readonly walks: boolean
  make(tools: BotTools): Bot
}

export interface BotTools {
  /** Of the bot alone; it keeps what it found. */
  readonly finder: PathFinder
  /** Where the bot draws from, if it draws. */
  readonly draws: JavaRandom
}

const { light, heavy, ranged } = unitTypes

/** Family by family. */
export const bots: readonly BotEntry[] = [
  { name: 'PassiveAI', about: 'waits', walks: false, make: () => new Passive() },
  {
    name: 'RandomBiasedAI',
    about: 'random legal actions; attacks, harvests and returns five times as likely as others',
    walks: false,
    make: ({ draws }) => new RandomBiased(draws),
  },
  walker('WorkerDefense', 'one worker gathers, the others wait for enemies near home', (finder) => {
    return new WorkerRush(finder, defence)
  }),
  walker('LightDefense', 'lights wait for enemies near home', (finder) => new BarracksRush(finder, defence, light)),
  walker('HeavyDefense', 'heavies wait for enemies near home', (finder) => new BarracksRush(finder, defence, heavy)),
  walker('RangedDefense', 'ranged wait for enemies near home', (finder) => new BarracksRush(finder, defence, ranged)),
  walker('WorkerRush', 'one worker gathers, all others attack at once', (finder) => new WorkerRush(finder, rush)),
  walker('WorkerRushPlusPlus', 'as WorkerRush; the gatherer fights when nothing is left to gather', (finder) => {
    return new WorkerRushPlusPlus(finder)
  }),
  walker('LightRush', 'a barracks, and every light attacks at once', (finder) => new BarracksRush(finder, rush, light)),
  walker('HeavyRush', 'a barracks, and every heavy attacks at once', (finder) => new BarracksRush(finder, rush, heavy)),
  walker('RangedRush', 'a barracks, and every ranged attacks at once', (finder) => {
    return new BarracksRush(finder, rush, ranged)
  }),
  walker('WorkerRush2021', 'WorkerRush of rubensolv/MicroRTS: idle workers do not fight', (finder) => {
    return new WorkerRush(finder, olderRush)
  }),
  walker('LightRush2021', 'LightRush of rubensolv/MicroRTS', (finder) => new BarracksRush(finder, olderRush, light)),
  walker('HeavyRush2021', 'HeavyRush of rubensolv/MicroRTS', (finder) => new BarracksRush(finder, olderRush, heavy)),
  walker('RangedRush2021', 'RangedRush of rubensolv/MicroRTS', (finder) => {
    return new BarracksRush(finder, olderRush, ranged)
  }),
  economist('SimpleEconomyRush', 'three workers per base, then one fighter of each type', simpleEconomyRush),
  economist('EconomyRush', 'a few workers, an account of what is spent, bases at far resources', economyRush),
  economist('EconomyRushBurster', 'six workers per base, bases at far resources', economyRushBurster),
  economist('EconomyMilitaryRush', 'many workers, more barracks, bases at far resources', economyMilitaryRush),
  economist('EMRDeterministico', 'EconomyMilitaryRush that trains its fighters in turn', emrDeterministico),
  {
    name: 'CoacAI',
    about: 'after the winner of the competition of 2020, as described, not a port',
    walks: true,
    make: ({ finder, draws }) => new Coac(finder, draws),
  },
  {
    name: 'Mayari',
    about: 'after the winner of the competition of 2021, as described, not a port',
    walks: true,
    make: ({ finder, draws }) => new Mayari(finder, draws),
  },
  walker('POWorkerRush', 'WorkerRush for fog of war: seeks enemies where it has no sight', (finder) => {
    return new WorkerRush(finder, seekingRush)
  }),
  walker('POLightRush', 'LightRush for fog of war', (finder) => new BarracksRush(finder, seekingRush, light)),
  walker('POHeavyRush', 'HeavyRush for fog of war', (finder) => new BarracksRush(finder, seekingRush, heavy)),
  walker('PORangedRush', 'RangedRush for fog of war', (finder) => new BarracksRush(finder, seekingRush, ranged)),
]

function walker(name: string, about: string, make: (finder: PathFinder) => Bot): BotEntry {
  return { name, about, walks: true, make: ({ finder }) => make(finder) }
}

function economist(name: string, about: string, plan: EconomyPlan): BotEntry {
  return { name, about, walks: true, make: ({ finder, draws }) => new Economy(finder, plan, draws) }
}

/** What may follow a slash in the name of a bot that walks. Without one it finds its ways with A*. */
export const pathFinders = {
  BFS: { about: 'breadth-first search', make: (): PathFinder => new BreadthFirst() },
  FF: { about: 'flood fill', make: (): PathFinder => new FloodFill() },
  GREEDY: { about: 'one step as the crow flies', make: (): PathFinder => new Greedy() },
} as const

function isPathFinder(suffix: string): suffix is keyof typeof pathFinders {
  return Object.hasOwn(pathFinders, suffix)
}

/** No bot is called so. */
export class UnknownBot extends Error {
  readonly code = 'E_UNKNOWN_BOT'
  readonly bot: string
  readonly nearest: string | undefined

  constructor(bot: string, known: readonly string[]) {
    const near = nearest(bot, known)
    const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`
    super(`no bot is called ${JSON.stringify(bot)}; ${hint}`)
    this.name = 'UnknownBot'
    this.bot = bot
    this.nearest = near
  }
}

/** Every name of a bot, those with a path finder too. */
export function listBots(): readonly string[] {
  const suffixes = ['', ...Object.keys(pathFinders).map((finder) => `/${finder}`)]
  return bots.flatMap(({ name, walks }) => (walks ? suffixes.map((suffix) => name + suffix) : [name]))
}

/**
 * A bot that has not played yet: `WorkerRush`, or `WorkerRush/BFS` with another path finder. undefined: there is none
 * of that name.
 *
 * @param draws where it draws from: a seed, or a stream that it shares with others
 */
export function findBot(name: string, draws: number | JavaRandom = 0): Bot | undefined {
  const [base, suffix, ...rest] = name.split('/')
  const entry = bots.find((one) => one.name === base)
  if (entry === undefined || rest.length > 0 || (suffix !== undefined && !entry.walks)) return undefined
  if (suffix !== undefined && !isPathFinder(suffix)) return undefined
  const finder = suffix === undefined ? new AStar() : pathFinders[suffix].make()
  return entry.make({ finder, draws: typeof draws === 'number' ? new JavaRandom(draws) : draws })
}

/**
 * The same for a name that must be known.
 *
 * @throws UnknownBot naming the nearest
 */
export function createBot(name: string, draws: number | JavaRandom = 0): Bot {
  const bot = findBot(name, draws)
  if (bot === undefined) throw new UnknownBot(name, listBots())
  return bot
}

/**
 * Two bots for one game. They draw from one stream, as bots of the reference do, whose first draws are player 0's.
 *
 * @throws UnknownBot naming the nearest
 */
export function createBots([first, second]: readonly [string, string], seed = 0): [Bot, Bot] {
  const draws = new JavaRandom(seed)
  return [createBot(first, draws), createBot(second, draws)]
}
