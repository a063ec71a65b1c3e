import { bootstrapDefaults, type Estimate, figureRng } from '../bootstrap.ts'
import { curveDefaults } from '../curves.ts'
import { mean, meanInterval } from '../mean.ts'
import { twoSidedMean } from '../two-sided.ts'
import { type League, type LeagueMap, ordinal } from './league.ts'

/** Every figure of the standings. */
export interface Standings {
  readonly league: League
  readonly maps: readonly MapStandings[]
  readonly resamples: number
}

export interface MapStandings {
  readonly map: LeagueMap
  /** Winning rate of a learner's programs against another's, in the order of the learners; undefined against itself. */
  readonly cross: readonly (readonly (Estimate | undefined)[])[]
  /** Against each bot, in their order. */
  readonly bots: readonly (readonly (Estimate | undefined)[])[]
  /** Against all bots together, and against the programs of all other learners together. */
  readonly overall: readonly Overall[]
  /** Winning rates at the checkpoints, of the runs that are as far as that. */
  readonly curves: readonly LearnerCurves[]
  /** Places of the entrants, best first: by what is safe to say of their ratings. */
  readonly ranking: readonly number[]
}

export interface Overall {
  readonly bots: Estimate | undefined
  readonly learners: Estimate | undefined
}

export interface LearnerCurves {
  readonly bots: readonly RatePoint[]
  readonly learners: readonly RatePoint[]
}

/** A winning rate after so many evaluations. */
export interface RatePoint extends Estimate {
  readonly evaluations: number
  readonly runs: number
}

/** Computes every figure. The same league gives the same figures. */
export function standingsOf(league: League, resamples: number = bootstrapDefaults.resamples): Standings {
  return { league, maps: league.maps.map((map) => mapStandings(league, map, resamples)), resamples }
}

function mapStandings({ learners, bots }: League, map: LeagueMap, resamples: number): MapStandings {
  const { entrants, payoff, label } = map
  const places = learners.map((_, learner) => placesWhere(map, (entrant) => entrant.learner === learner))
  const botPlaces = bots.map((bot) => placesWhere(map, ({ name, learner }) => learner === undefined && name === bot)[0])
  const rows = (learner: number, against: readonly number[]) =>
    places[learner]!.map((at) => against.map((other) => payoff[at]![other]!))
  const meanOf = (learner: number, against: readonly number[], figure: string) => {
    const values = against.length === 0 ? [] : rows(learner, against).map(mean)
    return values.length === 0 ? undefined : meanInterval(values, rng(figure), resamples)
  }
  const rng = (figure: string) => figureRng(`league/${label}/${figure}`)
  return {
    map,
    cross: learners.map((one, at) =>
      learners.map((other, place) => {
        const own = places[at]!
        const theirs = places[place]!
        if (at === place || own.length === 0 || theirs.length === 0) return undefined
        return twoSidedMean(rows(at, theirs), rng(`cross/${one}/${other}`), resamples)
      }),
    ),
    bots: learners.map((one, at) =>
      bots.map((bot, place) => {
        const against = botPlaces[place]
        return against === undefined ? undefined : meanOf(at, [against], `bot/${one}/${bot}`)
      }),
    ),
    overall: learners.map((one, at) => ({
      bots: meanOf(
        at,
        botPlaces.filter((place) => place !== undefined),
        `bots/${one}`,
      ),
      learners: meanOf(
        at,
        places.flatMap((of, place) => (place === at ? [] : of)),
        `learners/${one}`,
      ),
    })),
    curves: learners.map((one, at) => ({
      bots: curveOf(map, (checkpoint) => checkpoint.againstBots[at]!, `league/${label}/curve/bots/${one}`),
      learners: curveOf(map, (checkpoint) => checkpoint.againstLearners[at]!, `league/${label}/curve/learners/${one}`),
    })),
    ranking: entrants
      .map((_, at) => at)
      .toSorted((a, b) => ordinal(entrants[b]!.rating) - ordinal(entrants[a]!.rating) || a - b),
  }
}

function placesWhere({ entrants }: LeagueMap, fits: (entrant: LeagueMap['entrants'][number]) => boolean): number[] {
  return entrants.flatMap((entrant, at) => (fits(entrant) ? [at] : []))
}

function curveOf(
  { checkpoints }: LeagueMap,
  of: (checkpoint: LeagueMap['checkpoints'][number]) => readonly number[],
  figure: string,
): RatePoint[] {
  return checkpoints.flatMap((checkpoint) => {
    const values = of(checkpoint)
    if (values.length === 0) return []
    const { evaluations } = checkpoint
    const estimate = meanInterval(values, figureRng(`${figure}/${values.length}`), curveDefaults.resamples)
    return [{ evaluations, runs: values.length, ...estimate }]
  })
}
