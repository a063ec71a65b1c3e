import type { CampaignManifest } from '@cairn/coordinator'
import { openTask } from '@cairn/domains'
import { printIndented } from '@cairn/language'
import type { Checkpoint, Entrant, League, LeagueMap, Origin } from '@cairn/report'
import type { Side } from './fixture.ts'
import { bothSides, rivalsOf } from './fixtures.ts'
import type { MatchBook } from './match-book.ts'
import { type RatedMatch, ratingsOf } from './ratings.ts'
import { championAt, type Roster, type RosterMap } from './roster.ts'

/** What the standings are made from: the roster, and the results in the book. Matches that are not in it are left out. */
export function leagueOfBook(
  { plan, source, version, node, host, startedAt }: CampaignManifest,
  roster: Roster,
  book: MatchBook,
  commands: Origin['commands'],
): League {
  const { learners, bots } = roster
  const maps = roster.maps.map((map) => mapOf(map, roster, book))
  const all = maps.flatMap(({ matches }) => matches.betweenLearners)
  const runs = roster.maps.flatMap((map) => map.runs)
  return {
    name: plan.name,
    learners,
    bots: bots.map(({ key }) => key),
    maps: maps.map(({ map }) => map),
    ratings: known(ratingsOf(learners.length, all, 'all maps')),
    runs: runs.length,
    unfinished: runs.filter(({ done }) => !done).length,
    origin: { plan: source, version, node, host, startedAt, commands },
  }
}

interface RatedMatches {
  /** Between different programs and bots, by the places of `sides`. */
  readonly betweenSides: readonly RatedMatch[]
  readonly betweenLearners: readonly RatedMatch[]
}

function mapOf(map: RosterMap, roster: Roster, book: MatchBook): { map: LeagueMap; matches: RatedMatches } {
  const { label, task, budget, runs } = map
  const players = runs.filter(({ champions }) => champions.length > 0)
  const sides: Side[] = [...players.map(({ champions }) => champions.at(-1)!.side), ...roster.bots]
  const learnerOf = (at: number) => players[at]?.learner
  const matches = matchesOf(map, sides, learnerOf, book)
  const ratings = ratingsOf(sides.length, matches.betweenSides, label)
  const firsts = firstsOf(sides)
  const { language } = openTask(task.spec.name, task.spec.options)
  const entrants = sides.map((side, at): Entrant => {
    const run = players[at]
    const last = run?.champions.at(-1)
    return {
      name: run?.run ?? side.key,
      learner: run?.learner,
      seed: run?.seed,
      charged: last?.charged,
      champions: run?.champions.length,
      rating: ratings[firsts[at]!]!,
      program: side.kind === 'bot' ? undefined : printIndented(language, side.program).trimEnd(),
    }
  })
  return {
    matches,
    map: {
      ...{ label, name: task.spec.name, options: rulesOf(map), budget, entrants },
      payoff: sides.map((one, row) =>
        sides.map((other, column) => (row === column ? undefined : meanPoints(map, one, other, book))),
      ),
      ratings: known(ratingsOf(roster.learners.length, matches.betweenLearners, `learners of ${label}`)),
      checkpoints: map.checkpoints.map((evaluations) => checkpointOf(evaluations, map, roster, book)),
    },
  }
}

/** The options of the task that the matches of the league have. */
function rulesOf({ task }: RosterMap) {
  const { opponents: _, ...rules } = task.spec.options
  return rules
}

/** Where the same program or bot stands first: runs with the same champion are rated as one. */
function firstsOf(sides: readonly Side[]): number[] {
  return sides.map(({ key }) => sides.findIndex((side) => side.key === key))
}

function matchesOf(
  { task }: RosterMap,
  sides: readonly Side[],
  learnerOf: (at: number) => number | undefined,
  book: MatchBook,
): RatedMatches {
  const betweenSides: RatedMatch[] = []
  const betweenLearners: RatedMatch[] = []
  const firsts = firstsOf(sides)
  for (const [first, one] of sides.entries()) {
    for (const [second, other] of sides.entries()) {
      if (first === second || (one.kind === 'bot' && other.kind === 'bot')) continue
      const same = one.key === other.key
      const points = same ? 0.5 : book.find({ map: task, first: one, second: other })?.points
      if (points === undefined) continue
      if (!same && firsts[first] === first && firsts[second] === second) betweenSides.push({ first, second, points })
      const [learner, rival] = [learnerOf(first), learnerOf(second)]
      if (learner === undefined || rival === undefined || learner === rival) continue
      betweenLearners.push({ first: learner, second: rival, points })
    }
  }
  return { betweenSides, betweenLearners }
}

/** Points against another one, mean of both sides. */
function meanPoints({ task }: RosterMap, one: Side, other: Side, book: MatchBook): number | undefined {
  if (one.kind === 'bot' && other.kind === 'bot') return undefined
  const fixtures = [...bothSides(task, one, other)]
  if (fixtures.length === 0) return 0.5
  const [asFirst, asSecond] = fixtures.map((fixture) => book.find(fixture)?.points)
  return asFirst === undefined || asSecond === undefined ? undefined : (asFirst + 1 - asSecond) / 2
}

function checkpointOf(evaluations: number, map: RosterMap, { learners, bots }: Roster, book: MatchBook): Checkpoint {
  const champions = new Map(map.runs.map((run) => [run, championAt(run, evaluations)]))
  const rates = new Map(map.runs.map((run) => [run, [] as number[]]))
  for (const [one, other] of rivalsOf(map)) {
    const [first, second] = [champions.get(one), champions.get(other)]
    if (first === undefined || second === undefined) continue
    const points = meanPoints(map, first.side, second.side, book)
    if (points === undefined) continue
    rates.get(one)!.push(points)
    rates.get(other)!.push(1 - points)
  }
  const byLearner = (of: (run: RosterMap['runs'][number]) => readonly number[]) =>
    learners.map((_, learner) =>
      map.runs.filter((run) => run.learner === learner).flatMap((run) => (of(run).length === 0 ? [] : mean(of(run)))),
    )
  return {
    evaluations,
    againstLearners: byLearner((run) => rates.get(run)!),
    againstBots: byLearner((run) => {
      const side = champions.get(run)?.side
      return side === undefined ? [] : bots.flatMap((bot) => meanPoints(map, side, bot, book) ?? [])
    }),
  }
}

/** A rating without a match says nothing. */
function known<R extends { readonly matches: number }>(ratings: readonly R[]): (R | undefined)[] {
  return ratings.map((one) => (one.matches === 0 ? undefined : one))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
