import { createBot } from './bots/index.ts'
import { playGame } from './game.ts'
import { openMap } from './maps.ts'
import { type Position, setPosition, writePosition } from './position.ts'
import { createState, hasIdle, type Player, type State } from './state.ts'

/** A position in which it is a player's turn: at least one of its units has nothing to do. */
export interface SampledPosition {
  /** For all who ask: nobody changes it. */
  readonly state: State
  readonly player: Player
}

/** A game that positions are taken from. */
export interface SampledGame {
  /** The bots that play it: player 0, player 1. */
  readonly bots: readonly [string, string]
  readonly positions: readonly SampledPosition[]
}

/** Small and middle ones: with walls and without, from one base to four, and one without bases. */
const maps = [
  'NoWhereToRun9x8',
  'basesWorkers16x16A',
  'FourBasesWorkers8x8',
  'basesWorkers24x24A',
  'letMeOut',
  'TwoBasesBarracks16x16',
  'basesWorkers8x8A',
  'itsNotSafe',
  'basesWorkers12x12A',
  'melee14x12Mixed18',
] as const

const pairs = [
  ['LightRush', 'WorkerRush'],
  ['HeavyRush', 'RangedRush'],
  ['WorkerDefense', 'EconomyRush'],
  ['RandomBiasedAI', 'LightRush'],
] as const

const games = maps.length * pairs.length

/** Positions of each player, of each game. */
const perPlayer = 16

/** Ticks of a game. What comes later is much like what came before. */
const mostTicks = 1000

/** How many positions there are. */
export const sampledPositions = games * 2 * perPlayer

/** Multiples of it spread over the circle whatever their number. */
const goldenRatio = (Math.sqrt(5) - 1) / 2

const played: SampledGame[] = []

/**
 * The position of that number; after the last one they begin again. Neighbours come from different maps, and every
 * hundred of them are from early, middle and late in their games, half of them of each player.
 *
 * A game is played when the first of its positions is asked for, in some ten milliseconds, and its positions are kept:
 * 12 MB for all of them.
 */
export function sampledPosition(number: number): SampledPosition {
  const { positions } = gameOf(number)
  return positions[Math.floor(number / games) % positions.length]!
}

/** The bots in whose game the position of that number came about. */
export function playersOf(number: number): readonly [string, string] {
  return gameOf(number).bots
}

function gameOf(number: number): SampledGame {
  const game = number % games
  const known = played[game]
  if (known !== undefined) return known
  const fresh = play(game)
  played[game] = fresh
  return fresh
}

function play(game: number): SampledGame {
  const round = Math.floor(game / maps.length)
  const map = openMap(maps[game % maps.length]!)
  const bots = pairs[(game + round) % pairs.length]!
  const turns: [Position[], Position[]] = [[], []]
  const decided = (state: State) => {
    const position = hasIdle(state, 0) || hasIdle(state, 1) ? writePosition(state) : undefined
    for (const player of [0, 1] as const) if (hasIdle(state, player)) turns[player].push(position!)
  }
  const seed = game
  const contestants = [createBot(bots[0], seed), createBot(bots[1], seed + 1)] as const
  playGame(createState(map, { seed }), contestants, { maxTicks: mostTicks }, { decided })
  const positions = Array.from({ length: 2 * perPlayer }, (_, i): SampledPosition => {
    const player = ((game + i) % 2) as Player
    const part = ((game + Math.floor(i / 2)) * goldenRatio) % 1
    const state = createState(map)
    setPosition(state, turns[player][Math.floor(part * turns[player].length)]!)
    return { state, player }
  })
  return { bots, positions }
}
