import type { Bot } from '../bot.ts'
import { type GameEnd, type GameObserver, playGame } from '../game.ts'
import type { GameMap } from '../map.ts'
import type { Player, State } from '../state.ts'
import { ProgramError } from './program-error.ts'

/** Ticks after which LISS ends a game that nobody has won, by the height of the map. */
const ticksByHeight: Readonly<Record<number, number>> = { 8: 3000, 16: 4000, 24: 5000, 32: 6000, 64: 8000 }
const ticksOtherwise = 12_000

/** The limit of LISS for games on a map, in ticks (`maxTicks` of a playout). */
export function tickLimit({ height }: Pick<GameMap, 'height'>): number {
  return ticksByHeight[height] ?? ticksOtherwise
}

export interface PlayoutOptions {
  /** A game that nobody has won ends at the tick after this one. */
  readonly maxTicks: number
  /** The player that is evaluated. It decides and issues first. */
  readonly first: Player
}

/** How a game ended for the player that is evaluated. */
export interface Playout extends GameEnd {
  /** 1: won; 0.5: nobody did; 0: lost; -1: a program failed, of whichever player. */
  readonly score: -1 | 0 | 0.5 | 1
  /** Of the program that failed. */
  readonly error?: ProgramError
}

/**
 * Plays a game as the evaluators of 2L and LISS do (`Playout`). A program that fails ends it. (An evaluator of LISS plays
 * on without the other player's program when that fails, and gives -1 all the same.)
 */
export function playout(
  state: State,
  bots: readonly [Bot, Bot],
  { maxTicks, first }: PlayoutOptions,
  observer?: GameObserver,
): Playout {
  try {
    const end = playGame(state, bots, { maxTicks, loop: 'synthesis', first }, observer)
    return { ...end, score: end.winner < 0 ? 0.5 : end.winner === first ? 1 : 0 }
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    return { winner: -1, over: false, time: state.time, score: -1, error }
  }
}
