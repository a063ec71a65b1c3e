import type { Contestant } from './contestants.ts'
import { type GameObserver, type GameOptions, playGame } from './game.ts'
import { ProgramError } from './language/program-error.ts'
import { type Player, restart, type State } from './state.ts'

/** How a match ended, as player `side` sees it. */
export interface MatchEnd {
  /** 1 won, 0 lost, 0.5 neither; -1: a program failed, whichever (2L, `playout`). */
  readonly score: -1 | 0 | 0.5 | 1
  /** -1: nobody won, or a program failed. */
  readonly winner: -1 | Player
  /** Ticks played. */
  readonly ticks: number
  /** False when the ticks ran out. */
  readonly over: boolean
  readonly failure?: ProgramError
}

export interface MatchOptions extends Omit<GameOptions, 'first'> {
  /** Of all that is random in the match. */
  readonly seed: number
}

/** Added to the seed of a match for what the opponent draws; 1 and 2 are taken by conflicts and damage. */
const opponentsDraws = 3

/**
 * Plays a match on a state, which is set back to its start.
 *
 * @param side which player the first contestant is; in the loop `synthesis` it decides first
 */
export function playMatch(
  state: State,
  [one, other]: readonly [Contestant, Contestant],
  side: Player,
  { seed, ...options }: MatchOptions,
  observer?: GameObserver,
): MatchEnd {
  restart(state, seed)
  const [mine, theirs] = [one.make(seed), other.make(seed + opponentsDraws)]
  const bots = side === 0 ? ([mine, theirs] as const) : ([theirs, mine] as const)
  try {
    const { winner, over, time } = playGame(state, bots, { ...options, first: side }, observer)
    return { score: winner === -1 ? 0.5 : winner === side ? 1 : 0, winner, over, ticks: time }
  } catch (failure) {
    if (!(failure instanceof ProgramError)) throw failure
    return { score: -1, winner: -1, over: false, ticks: state.time, failure }
  }
}

/** The tick limit of LISS, by the height of the map. */
export function tickLimit(height: number): number {
  return limits.get(height) ?? 12_000
}

const limits = new Map([
  [8, 3000],
  [16, 4000],
  [24, 5000],
  [32, 6000],
  [64, 8000],
])
