import type { Entrant, League, Rating } from '@cairn/report'

/** What a made-up league is made from: the points of every row against every column, by name. */
export interface MadeLeague {
  readonly name?: string
  readonly map?: string
  readonly learners: readonly string[]
  readonly bots: readonly string[]
  /** Of each learner, in order, a row for each seed; columns: all programs, then the bots. */
  readonly points: readonly (readonly (readonly (number | undefined)[])[])[]
  readonly unfinished?: number
}

const rating = (place: number): Rating => ({ mu: 30 - place, sigma: 2, matches: 10 })

/** A league with these results; bots lose what programs win. Ratings fall from the first entrant to the last. */
export function madeLeague({
  name = 'made-up',
  map = 'Valley',
  learners,
  bots,
  points,
  unfinished = 0,
}: MadeLeague): League {
  const rows = points.flat()
  const entrants = [
    ...points.flatMap((own, learner) => own.map((_, seed): Entrant => programOf(learners[learner]!, learner, seed))),
    ...bots.map(
      (bot): Entrant => ({
        ...{ name: bot, learner: undefined, seed: undefined, charged: undefined, champions: undefined },
        ...{ rating: rating(0), program: undefined },
      }),
    ),
  ].map((entrant, place) => ({ ...entrant, rating: rating(place) }))
  const ofBots = bots.map((_, bot) => [
    ...rows.map((row) => {
      const won = row[rows.length + bot]
      return won === undefined ? undefined : 1 - won
    }),
    ...bots.map(() => undefined),
  ])
  return {
    ...{ name, learners, bots, unfinished, runs: rows.length },
    ratings: learners.map((_, place) => rating(place)),
    maps: [
      {
        ...{ label: map, name: 'made/valley', options: { 'max-ticks': 100 }, budget: 1_000 },
        entrants,
        payoff: [...rows, ...ofBots],
        ratings: learners.map((_, place) => rating(place)),
        checkpoints: [500, 1_000].map((evaluations) => ({
          evaluations,
          againstBots: points.map((own) => own.map((_, seed) => (evaluations === 500 ? 0 : 0.5 + 0.5 * (seed % 2)))),
          againstLearners: points.map((own) => own.map(() => 0.5)),
        })),
      },
    ],
    origin: {
      plan: `name: ${name}\n`,
      ...{ version: '9.8.7', node: 'v20.0.0', host: 'somewhere', startedAt: '2020-02-20T20:20:20.000Z' },
      commands: [['cairn campaign standings made-up', 'makes it again']],
    },
  }
}

function programOf(label: string, learner: number, seed: number): Entrant {
  return {
    name: `run-${label}-${seed}`,
    ...{ learner, seed, charged: 100 * (seed + 1), champions: seed + 1, rating: rating(0) },
    program: `program of ${label} ${seed}`,
  }
}

/** Two learners of two seeds and a bot: A's programs beat B's but for one draw, and the bot beats B. */
export const valley = madeLeague({
  learners: ['A', 'B'],
  bots: ['Rush'],
  points: [
    [
      [undefined, 0.5, 1, 1, 1],
      [0.5, undefined, 1, 0.5, 0.5],
    ],
    [
      [0, 0, undefined, 1, 0],
      [0, 0.5, 0, undefined, 0],
    ],
  ],
})
