import type { TaskSpec } from '@cairn/domains'
import type { Program } from '@cairn/language'

/** Whoever plays: a program, or a scripted bot. */
export type Side =
  | {
      readonly kind: 'program'
      /** Names the program in the book of matches: a hash of 64 bits. */
      readonly key: string
      readonly program: Program
      /** Canonical one-line text. */
      readonly text: string
    }
  | { readonly kind: 'bot'; readonly key: string }

/** A match to be played; whoever plays it, the same comes of it. */
export interface Fixture {
  readonly map: LeagueTask
  /** Player 0. */
  readonly first: Side
  /** Player 1. No bot where the first one is. */
  readonly second: Side
}

/** The rules under which the champions of a map meet. */
export interface LeagueTask {
  /** The task of the runs, but for its opponents, its loop and its ticks. */
  readonly spec: TaskSpec
  /** Name of the map, as `cairn match` takes it. */
  readonly map: string
  /** Ticks after which a match is a draw. */
  readonly maxTicks: number
  /** Names the rules in the book of matches: a hash of 64 bits. */
  readonly key: string
}

export interface MatchResult {
  /** Of player 0: 1 won, 0.5 a draw, 0 lost. */
  readonly points: 0 | 0.5 | 1
  readonly ticks: number
  /** A program failed on the way, and waited in those ticks. */
  readonly failed: boolean
}

/** What the book of matches calls it. */
export function fixtureKey({ map, first, second }: Fixture): string {
  return `${map.key} ${first.key} ${second.key}`
}

/** Draws no random numbers but those of the seed 0: every match of the league is played with it. */
export const leagueSeed = 0

/** Whose view a match is played from: that player draws from the seed itself. A bot is never asked for its view. */
export function viewOf({ first }: Pick<Fixture, 'first'>): 0 | 1 {
  return first.kind === 'bot' ? 1 : 0
}
