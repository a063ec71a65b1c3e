import { drawProgram, type Language, type Limits, type Program, type Rng } from '@cairn/language'
import type { Search, SearchContext } from './context.ts'
import { inForks } from './forks.ts'

export type RandomSearchOptions = {
  /** Most control structures inside one another, the program itself counted as 1. */
  height: number
  /** Most statements in a row. */
  run: number
  /** Searches side by side, each on its own share of the budget. */
  searchers: number
}

export const randomSearchDefaults = { height: 6, run: 8, searchers: 1 } satisfies RandomSearchOptions

/** Programs asked about at a time: what a resume may have to ask again. */
const chunk = 1_000

/**
 * Fresh random programs, one evaluation each, the best one kept.
 *
 * Source: prog_policies, `RandomSearch` (height limit 6, sequence limit 8, no filter).
 */
export const randomSearch: Search<RandomSearchOptions> = {
  name: 'random',
  summary: 'fresh random programs, the best one kept (prog_policies RandomSearch)',
  options: {
    height: {
      kind: 'integer',
      default: randomSearchDefaults.height,
      min: 1,
      max: 32,
      about: 'greatest height drawn; of no effect on MicroRTS',
    },
    run: {
      kind: 'integer',
      default: randomSearchDefaults.run,
      min: 1,
      max: 64,
      about: 'most statements in a row; of no effect on MicroRTS',
    },
    searchers: {
      kind: 'integer',
      default: randomSearchDefaults.searchers,
      min: 1,
      max: 1024,
      about: 'searches side by side',
    },
  },
  run: (search, options) => inForks(search, 'searcher', options.searchers, (fork) => draw(fork, options)),
}

async function draw(search: SearchContext, { height, run }: RandomSearchOptions): Promise<void> {
  const limits = { height, run, tokens: Number.POSITIVE_INFINITY }
  const options = { limits, filter: false }
  let best = await search.score(drawProgram(search.language, search.rng, options))
  while (search.open) {
    const better = await search.firstBetter(best, samples(search.language, search.rng.split(), options))
    if (better !== undefined) best = better
  }
}

function* samples(language: Language, rng: Rng, options: { limits: Limits; filter: boolean }): Generator<Program> {
  for (let drawn = 0; drawn < chunk; drawn++) yield drawProgram(language, rng, options)
}
