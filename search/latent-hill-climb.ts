import type { Scored, Search, SearchContext } from './context.ts'
import { inForks } from './forks.ts'
import { type EmbeddingOptions, embeddingDefaults, embeddingOption } from './latent/embedding-option.ts'
import { neighboursOf, type Point, randomPoint } from './latent/points.ts'
import { latentOf } from './latent.ts'
import { bestFirst, noPrograms, programsOf, whole } from './starts.ts'

export type LatentHillClimbOptions = EmbeddingOptions & {
  /** k: neighbours tried before a vector counts as a local optimum. */
  neighbours: number
  /** Deviation of a neighbour. */
  sigma: number
  /** Each neighbour is, with chance 1 / (nodes of the program), a fresh random vector. */
  fresh: boolean
  /** Source of the programs that climbs start from, again and again, the best first; `none`: random vectors. */
  programs: string
  /** Climbs that run side by side, each on its own share of the budget. 1 is the published algorithm. */
  climbers: number
}

export const latentHillClimbDefaults = {
  ...embeddingDefaults,
  neighbours: 250,
  sigma: 0.25,
  fresh: true,
  programs: noPrograms,
  climbers: 1,
} satisfies LatentHillClimbOptions

/** Vectors decoded at a time; of no effect on what is found. */
const chunk = 50

/**
 * Stochastic hill climbing over the vectors of a program embedding; the first strictly better neighbour wins.
 *
 * Source: prog_policies ("Reclaiming the Source of Programmatic Policies", ICLR 2024), `StochasticHillClimbing2_LEAPS`;
 * `HillClimbing` over `LatentSpace` has k = 32, sigma 0.1 and no fresh vectors.
 */
export const latentHillClimb: Search<LatentHillClimbOptions> = {
  name: 'latent-hc',
  summary: 'hill climbing in the latent space of a program embedding (prog_policies)',
  options: {
    ...embeddingOption,
    neighbours: {
      kind: 'integer',
      default: latentHillClimbDefaults.neighbours,
      min: 1,
      max: 1_000_000,
      about: 'k: neighbours tried before a restart (250: ICLR 2024 paper; 32: the prog_policies script)',
    },
    sigma: {
      kind: 'number',
      default: latentHillClimbDefaults.sigma,
      min: 0,
      max: 100,
      about: 'standard deviation of a neighbour (0.25: ICLR 2024 paper; 0.1: the prog_policies script)',
    },
    fresh: {
      kind: 'boolean',
      default: latentHillClimbDefaults.fresh,
      about: 'a neighbour is a fresh vector with chance 1 / (nodes of the program) (ICLR 2024 paper)',
    },
    programs: {
      kind: 'text',
      default: latentHillClimbDefaults.programs,
      about: 'where climbs start: none (random vectors), or a source such as completions, file:PATH, run:NAME',
    },
    climbers: {
      kind: 'integer',
      default: latentHillClimbDefaults.climbers,
      min: 1,
      max: 1024,
      about: 'climbs side by side, each with its share of the budget',
    },
  },
  async run(search, options) {
    const { programs, climbers } = options
    const space = latentOf(search)
    const given = await bestFirst(search, whole(search, programs, await programsOf(search, programs)))
    const starts = given.length === 0 ? [] : await space.encode(given)
    await inForks(search, 'climber', climbers, async (fork, climber) => {
      for (let n = climber; fork.open; n += climbers) await climb(fork, await startOf(fork, starts, n), options)
    })
  },
}

/** Where the n-th climb starts: the given vectors take turns; a random one without any, or where one is no program. */
async function startOf(search: SearchContext, given: readonly Float64Array[], n: number): Promise<Point> {
  const space = latentOf(search)
  if (given.length === 0) return randomPoint(space, search.rng)
  const vector = given[n % given.length]!
  const [program] = await space.decode([vector])
  return program === undefined ? randomPoint(space, search.rng) : { vector, program }
}

async function climb(search: SearchContext, start: Point, options: LatentHillClimbOptions): Promise<void> {
  let at: Point | undefined = start
  let here = await search.score(start.program)
  while (at !== undefined) {
    const better = await firstBetterAround(search, at, here, options)
    if (better !== undefined) here = better.scored
    at = better?.point
  }
}

async function firstBetterAround(
  search: SearchContext,
  at: Point,
  here: Scored,
  { neighbours, sigma, fresh }: LatentHillClimbOptions,
): Promise<{ readonly point: Point; readonly scored: Scored } | undefined> {
  const space = latentOf(search)
  const drawing = { sigma, fresh: fresh ? 1 / at.program.length : 0 }
  for (let tried = 0; tried < neighbours; tried += chunk) {
    const from = Array.from({ length: Math.min(chunk, neighbours - tried) }, () => at)
    const points = await neighboursOf(space, from, drawing, search.rng)
    const scored = await search.firstBetter(
      here,
      points.map(({ program }) => program),
    )
    if (scored === undefined) continue
    const point = points.find(({ program }) => equal(program, scored.program))! // of equal ones the first has won
    return { point, scored }
  }
  return undefined
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
