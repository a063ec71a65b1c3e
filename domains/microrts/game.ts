import type { Bot } from './bot.ts'
import { cycle } from './cycle.ts'
import { createView, look } from './fog.ts'
import { issueSafe } from './issue.ts'
import { clearOrders, createOrders, type Orders } from './orders.ts'
import { winnerOf } from './outcome.ts'
import type { Player, State } from './state.ts'

/**
 * How ticks are counted and who comes first.
 *
 * - `reference`: the loop of the Java engine. Player 0 decides and issues first; the game ends at `maxTicks`.
 * - `synthesis`: the loop of the papers on synthesis (2L, LISS). Player `first`, the program that is evaluated, decides
 *   and issues first; a game that nobody wins ends at `maxTicks + 1`.
 */
export type GameLoop = 'reference' | 'synthesis'

export interface GameOptions {
  /** Ticks. */
  readonly maxTicks: number
  readonly loop: GameLoop
  /** Counts in the loop `synthesis` alone. */
  readonly first: Player
  /** Fog of war: bots decide on what their units see. */
  readonly fog: boolean
}

export const gameDefaults = {
  maxTicks: 5000, // the reference's default configuration
  loop: 'reference',
  first: 0,
  fog: false,
} as const satisfies GameOptions

/** What is told of a game while it is played. */
export interface GameObserver {
  /** Both players have decided; nothing is issued yet. */
  decided?(state: State, orders: readonly [Orders, Orders]): void
  /** Time has gone on. */
  advanced?(state: State): void
}

/** How a game ended. */
export interface GameEnd {
  /** -1: nobody won. */
  readonly winner: -1 | Player
  /** False when the ticks ran out. */
  readonly over: boolean
  readonly time: number
}

/** Plays a game from the state, which is at its start, to its end. The bots are reset first. */
export function playGame(
  state: State,
  bots: readonly [Bot, Bot],
  options: Partial<GameOptions> = {},
  observer: GameObserver = {},
): GameEnd {
  const { maxTicks, loop, first, fog } = { ...gameDefaults, ...options }
  const [early, late]: [Player, Player] = loop === 'synthesis' && first === 1 ? [1, 0] : [0, 1]
  const orders = [createOrders(), createOrders()] as const
  const view = fog ? createView(state) : state
  const last = loop === 'synthesis' ? maxTicks : maxTicks - 1
  const decide = (player: Player) => {
    if (fog) look(state, player, view)
    clearOrders(orders[player])
    bots[player].decide(view, player, orders[player])
  }
  for (const bot of bots) bot.reset()
  let over = false
  while (!over && state.time <= last) {
    decide(early)
    decide(late)
    observer.decided?.(state, orders)
    issueSafe(state, orders[early])
    issueSafe(state, orders[late])
    over = cycle(state)
    observer.advanced?.(state)
  }
  return { winner: winnerOf(state), over, time: state.time }
}
