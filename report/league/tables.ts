import type { Estimate } from '../bootstrap.ts'
import { csv, type Field } from '../csv.ts'
import { grouped, nothing, returned, returnedInterval } from '../figures.ts'
import type { TextTable } from '../tables.ts'
import { type LeagueMap, ordinal, type Rating } from './league.ts'
import type { MapStandings, Standings } from './standings.ts'

/** Learner against learner on one map, then against the bots: winning rates. */
export function crossTable(
  { league: { learners, bots } }: Standings,
  { map, cross, bots: againstBots, overall }: MapStandings,
  { intervals = true }: { readonly intervals?: boolean } = {},
): TextTable {
  const written = (of: Estimate | undefined) => (intervals ? returnedInterval(of) : returned(of?.value))
  const heads = [map.label, ...learners, 'learners', ...bots, 'bots', 'rating']
  return {
    heads,
    numeric: heads.map((_, at) => at > 0),
    rows: learners.map((learner, at) => [
      learner,
      ...cross[at]!.map(written),
      written(overall[at]!.learners),
      ...againstBots[at]!.map(written),
      written(overall[at]!.bots),
      ratingText(map.ratings[at]),
    ]),
  }
}

/** The programs and bots of one map, best first. */
export function rankingTable({ league: { learners } }: Standings, { map, ranking }: MapStandings): TextTable {
  const heads = ['place', map.label, 'learner', 'seed', 'rating', 'after', 'champions']
  return {
    heads,
    numeric: heads.map((_, at) => at === 0 || at > 2),
    rows: ranking.map((place, at) => {
      const { name, learner, seed, charged, champions, rating } = map.entrants[place]!
      return [
        ...[String(at + 1), name, learner === undefined ? 'bot' : learners[learner]!],
        ...[seed, charged, champions].map((value) => (value === undefined ? nothing : grouped(value))),
      ].toSpliced(4, 0, ratingText(rating))
    }),
  }
}

/** `21.4 (27.8 ± 2.1)`: what is safe to say, then the mean and its deviation. */
export function ratingText(rating: Rating | undefined): string {
  if (rating === undefined || rating.matches === 0) return nothing
  return `${ordinal(rating).toFixed(1)} (${rating.mu.toFixed(1)} ± ${rating.sigma.toFixed(1)})`
}

/** How to read the tables, a sentence a line. */
export const leagueNotes: readonly string[] = [
  'winning rate: points per match, both sides; a win 1, a draw 0.5; of the last champions of all runs, every one against every one of the other learner.',
  'intervals: 95 % bootstrap over the seeds of either side.',
  'rating: mu - 3 sigma (mu ± sigma), Weng and Lin 2011 by openskill.',
]

/** One row for each learner and whom it played: a learner, a bot, all learners, all bots. */
export function crossCsv({ league, maps }: Standings): string {
  const heads = ['map', 'learner', 'against', 'kind', 'winning_rate', 'low', 'high']
  const rows = maps.flatMap(({ map, cross, bots, overall }) =>
    league.learners.flatMap((learner, at) => {
      const row = (against: string, kind: string, of: Estimate | undefined): Field[] => [
        ...[map.label, learner, against, kind, of?.value, of?.low, of?.high],
      ]
      return [
        ...cross[at]!.flatMap((of, place) => (place === at ? [] : [row(league.learners[place]!, 'learner', of)])),
        row('', 'learners', overall[at]!.learners),
        ...bots[at]!.map((of, place) => row(league.bots[place]!, 'bot', of)),
        row('', 'bots', overall[at]!.bots),
      ]
    }),
  )
  return csv([heads, ...rows])
}

/** One row for each two entrants that played: the points of the first, mean of both sides. */
export function payoffCsv({ league }: Standings): string {
  const heads = ['map', 'entrant', 'against', 'points']
  const rows = league.maps.flatMap(({ label, entrants, payoff }) =>
    entrants.flatMap(({ name }, row) =>
      entrants.flatMap(({ name: against }, column) => {
        const points = payoff[row]![column]
        return points === undefined ? [] : [[label, name, against, points]]
      }),
    ),
  )
  return csv([heads, ...rows])
}

/** One row for each entrant of each map, then for each learner of each map, then for each learner. */
export function ratingsCsv({ league }: Standings): string {
  const heads = ['map', 'kind', 'name', 'learner', 'seed', 'charged', 'mu', 'sigma', 'ordinal', 'matches']
  const figures = (rating: Rating | undefined): Field[] => {
    if (rating === undefined) return [undefined, undefined, undefined, 0]
    return [rating.mu, rating.sigma, ordinal(rating), rating.matches]
  }
  const ofLearners = (map: string, ratings: LeagueMap['ratings']) =>
    league.learners.map((learner, at) => [
      ...[map, 'learner', learner, learner, undefined, undefined],
      ...figures(ratings[at]),
    ])
  const rows = league.maps.flatMap(({ label, entrants, ratings }) => [
    ...entrants.map(({ name, learner, seed, charged, rating }) => [
      ...[label, learner === undefined ? 'bot' : 'program', name],
      ...[learner === undefined ? undefined : league.learners[learner], seed, charged],
      ...figures(rating),
    ]),
    ...ofLearners(label, ratings),
  ])
  return csv([heads, ...rows, ...ofLearners('all', league.ratings)])
}

/** The curves as they are drawn. */
export function ratesCsv({ league, maps }: Standings): string {
  const heads = ['map', 'learner', 'against', 'evaluations', 'winning_rate', 'low', 'high', 'runs']
  const rows = maps.flatMap(({ map, curves }) =>
    curves.flatMap((curve, at) =>
      (['bots', 'learners'] as const).flatMap((against) =>
        curve[against].map(({ evaluations, value, low, high, runs }) => [
          ...[map.label, league.learners[at], against, evaluations, value, low, high, runs],
        ]),
      ),
    ),
  )
  return csv([heads, ...rows])
}
