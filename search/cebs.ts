import { normals } from '@cairn/language'
import type { Search, SearchContext } from './context.ts'
import { around } from './latent/around.ts'
import { centreOf, sigmaAfter } from './latent/elite.ts'
import { type EmbeddingOptions, embeddingDefaults, embeddingOption } from './latent/embedding-option.ts'
import { neighboursOf, oneAfterAnother, type Point, randomPoint, scoreVectors } from './latent/points.ts'
import { type LatentSpace, latentOf } from './latent.ts'

export type CebsOptions = EmbeddingOptions & {
  /** `population_size`; k of the clean form. */
  population: number
  /** `elitism_rate`; e of the clean form as a share of k. */
  elite: number
  /** `initial_sigma` */
  sigma: number
  /** `reduce_to_mean`: what the next population is drawn around. */
  parents: 'elite' | 'mean'
  /** `exp_decay` */
  decay: boolean
  /** `restart_timeout` */
  restart: number
  /** Which of the two programs of prog_policies. */
  form: 'old' | 'clean'
}

/** Those of the paper's settings files. */
export const cebsDefaults = {
  ...embeddingDefaults,
  population: 64,
  elite: 0.25,
  sigma: 0.25,
  parents: 'elite',
  decay: false,
  restart: 5,
  form: 'old',
} satisfies CebsOptions

/**
 * Cross-entropy beam search: the next population is drawn around the members of the elite. Around their mean it is the
 * cross entropy method as prog_policies has it.
 *
 * Source: prog_policies ("Reclaiming the Source of Programmatic Policies", ICLR 2024), `LatentCEM` of its older `search`
 * package; `CEBS` and `CEM` of `search_methods` for the clean form.
 */
export const cebs: Search<CebsOptions> = {
  name: 'cebs',
  summary: 'beam search in the latent space of a program embedding (prog_policies CEBS)',
  options: {
    ...embeddingOption,
    population: {
      kind: 'integer',
      default: cebsDefaults.population,
      min: 1,
      max: 10_000,
      about: 'vectors of a generation; k of the clean form',
    },
    elite: {
      kind: 'number',
      default: cebsDefaults.elite,
      min: 0,
      max: 1,
      about: 'share of them that the next are drawn around, rounded down, one at least',
    },
    sigma: { kind: 'number', default: cebsDefaults.sigma, min: 0, max: 100, about: 'standard deviation around them' },
    parents: {
      kind: 'choice',
      default: cebsDefaults.parents,
      of: ['elite', 'mean'],
      about: 'drawn around the members of the elite (CEBS) or around their mean (CEM)',
    },
    decay: {
      kind: 'boolean',
      default: cebsDefaults.decay,
      about: 'sigma falls by 0.002 of itself with each generation, not below 0.1; old form',
    },
    restart: {
      kind: 'integer',
      default: cebsDefaults.restart,
      min: 0,
      max: 1_000_000,
      about: 'generations whose elite is on average no better before it starts anew; 0: never; old form',
    },
    form: {
      kind: 'choice',
      default: cebsDefaults.form,
      of: ['old', 'clean'],
      about: 'old: parents are drawn from the elite (paper); clean: each has as many, a climb ends when no better',
    },
  },
  async run(search, options) {
    const space = latentOf(search)
    await oneAfterAnother(search, 0, async () => {
      await (options.form === 'old' ? generations : climb)(search, space, options)
      return options.population
    })
  },
}

/** From a population of N(0, I) to where it starts anew: when it is stalled, or no vector decodes to a program. */
async function generations(search: SearchContext, space: LatentSpace, options: CebsOptions): Promise<void> {
  const { population, sigma, parents, decay, restart } = options
  const { rng } = search
  let vectors = Array.from({ length: population }, () => normals(rng, space.size))
  let best = Number.NEGATIVE_INFINITY
  let stalled = 0
  for (let generation = 0; ; generation++) {
    const scored = await scoreVectors(search, vectors)
    if (scored.every((one) => one === undefined)) return
    const members = vectors.map((vector, i) => ({ vector, score: scored[i]?.score ?? Number.NEGATIVE_INFINITY }))
    const elite = bestOf(members, options)
    const mean = meanScore(elite)
    stalled = mean > best ? 0 : stalled + 1
    best = Math.max(best, mean)
    if (restart > 0 && stalled >= restart) return
    const deviation = decay ? sigmaAfter(generation, { initial: sigma }) : sigma
    const centre = meanVector(elite)
    vectors = vectors.map(() =>
      around(parents === 'mean' ? centre : elite[rng.below(elite.length)]!.vector, deviation, rng),
    )
  }
}

/** From one random vector to where the elite is on average no better than before. */
async function climb(search: SearchContext, space: LatentSpace, options: CebsOptions): Promise<void> {
  const { population, sigma, parents } = options
  const start = await randomPoint(space, search.rng)
  await search.score(start.program)
  let best = Number.NEGATIVE_INFINITY
  let from: readonly Point[] = times(population, start)
  for (;;) {
    const points = await neighboursOf(space, from, { sigma }, search.rng)
    const scored = await search.scoreAll(points.map(({ program }) => program))
    const elite = bestOf(
      points.map((point, i) => ({ ...point, score: scored[i]!.score })),
      options,
    )
    const mean = meanScore(elite)
    if (!(mean > best)) return
    best = mean
    from =
      parents === 'mean'
        ? times(population, await pointAt(space, meanVector(elite), elite[0]!))
        : elite.flatMap((one) => times(Math.floor(population / elite.length), one))
  }
}

/** The best share of them, best first; equal ones stay in order. */
function bestOf<T extends { readonly score: number }>(members: readonly T[], { elite }: CebsOptions): T[] {
  const count = Math.max(1, Math.floor(members.length * elite))
  return members.toSorted((a, b) => (a.score === b.score ? 0 : b.score - a.score)).slice(0, count)
}

function meanScore(elite: readonly { readonly score: number }[]): number {
  return elite.reduce((sum, { score }) => sum + score, 0) / elite.length
}

function meanVector(elite: readonly { readonly vector: Float64Array }[]): Float64Array {
  return centreOf(
    elite.map(({ vector }) => ({ vector, reward: 0 })),
    'mean',
  )
}

/** The vector with its program; with that of another point, where it has none. */
async function pointAt(space: LatentSpace, vector: Float64Array, { program: otherwise }: Point): Promise<Point> {
  const [program = otherwise] = await space.decode([vector])
  return { vector, program }
}

function times(count: number, point: Point): Point[] {
  return Array.from({ length: count }, () => point)
}
