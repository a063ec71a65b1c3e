import type { Program } from '@cairn/language'
import type { Played } from '../arena.ts'
import { SearchClosed, type SearchContext } from '../context.ts'
import type { Draws } from './draws.ts'
import type { Matches } from './matches.ts'
import type { SelfPlayOptions } from './options.ts'
import { ResponseLimit } from './response-limit.ts'
import type { Surroundings } from './surroundings.ts'

/** What a best response is to, and how it is looked for. */
export interface ResponseSetting {
  readonly search: SearchContext
  readonly matches: Matches
  readonly surroundings: Surroundings
  readonly opponents: readonly Program[]
  /** Hears of every program that is evaluated. */
  readonly heard: ((played: readonly Played[]) => void) | undefined
  readonly options: SelfPlayOptions
}

/** A program that does better against the opponents than `start`, or `start`. */
export async function bestResponse(setting: ResponseSetting, start: Program): Promise<Program> {
  const { search, matches, opponents, options } = setting
  const limit = await ResponseLimit.begin(search, matches.arena, opponents.length, options)
  if ((await limit.allows(1)) === 0) return start
  const [first] = await matches.play([start], opponents)
  setting.heard?.([first!])
  const improve = options.response === 'hc' ? hillClimb : anneal
  return (await improve(setting, first!, limit)).program
}

/** Nothing better need be looked for: it wins almost every match. */
function isSolved({ opponents }: ResponseSetting, score: number): boolean {
  return score > almostAll(opponents)
}

/** `criterioParada` of LocalLearner. */
function almostAll(opponents: readonly Program[]): number {
  return opponents.length - 0.1
}

/**
 * Rounds of k neighbours. A round is a chain of improvements that begins at any neighbour of the best program, each
 * neighbour being one of the best so far in the round; its end is the best program if it is better than that was.
 *
 * Source: LocalLearner and LISS, `HC`.
 */
async function hillClimb(setting: ResponseSetting, start: Played, limit: ResponseLimit): Promise<Played> {
  let best = start
  while (!isSolved(setting, best.score) && (await limit.allows(1)) > 0) {
    const end = await round(setting, best, limit)
    if (end !== undefined && end.score > best.score) best = end
  }
  return best
}

/** The best of the round's neighbours; undefined if there was none. */
async function round(setting: ResponseSetting, best: Played, limit: ResponseLimit): Promise<Played | undefined> {
  const { surroundings, options } = setting
  let here: Played | undefined
  for (let left = options.neighbours; left > 0 && !(here && isSolved(setting, here.score)); ) {
    const count = await limit.allows(left)
    if (count === 0) break
    const near = surroundings.around((here ?? best).program, count)
    const winner = await firstToBeat(setting, here?.score ?? Number.NEGATIVE_INFINITY, near)
    const asked = winner === undefined ? count : near.upTo(winner.program)
    limit.asked(asked)
    left -= asked
    here = winner ?? here
  }
  return here
}

async function firstToBeat(setting: ResponseSetting, score: number, near: Draws): Promise<Played | undefined> {
  const { matches, opponents, heard } = setting
  const every = heard !== undefined
  const { winner, played } = await matches.arena.firstToBeat(score, near, { opponents, charge: matches.charge, every })
  heard?.(played)
  return winner
}

/** Neighbours of which the better one is proposed. */
const proposed = 2

/**
 * Two neighbours at a time, of which the better one is proposed, and accepted with a chance that falls as it is worse and
 * as time goes on.
 *
 * Source: LocalLearner, `SA`.
 */
async function anneal(setting: ResponseSetting, start: Played, limit: ResponseLimit): Promise<Played> {
  const { search, matches, surroundings, opponents, heard, options } = setting
  const { temperature, alpha, beta } = options
  const asked = { opponents, charge: matches.charge, every: true }
  let best = start
  let here = start
  for (let i = 0; !isSolved(setting, best.score); i++) {
    const count = await limit.allows(proposed)
    if (count === 0) break
    // The second one is not evaluated if the first has solved it.
    const near = surroundings.around(here.program, count)
    const { played } = await matches.arena.firstToBeat(almostAll(opponents), near, asked)
    if (played.length === 0) throw new SearchClosed('budget')
    heard?.(played)
    limit.asked(played.length)
    const better = played.reduce((most, each) => (each.score > most.score ? each : most))
    const chance = Math.exp((beta * (better.score - here.score)) / (temperature / (1 + alpha * i)))
    const isAccepted = search.rng.uniform() < chance // drawn in any case
    if (isAccepted || better.score > best.score) here = better
    if (better.score > best.score) best = better
  }
  return best
}
