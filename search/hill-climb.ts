import { neighbourhood, sampleProgram } from '@cairn/language'
import type { Search, SearchContext } from './context.ts'
import { inForks } from './forks.ts'

export type HillClimbOptions = {
  /** k: neighbours tried before a program counts as a local optimum. */
  neighbours: number
  /** Which published program space: how random programs and replaced subtrees are drawn. */
  space: 'clean' | 'old'
  /** Climbs that run side by side, each on its own share of the budget. 1 is the published algorithm. */
  climbers: number
}

export const hillClimbDefaults = { neighbours: 250, space: 'clean', climbers: 1 } satisfies HillClimbOptions

/**
 * Stochastic hill climbing with restarts; the first strictly better neighbour wins.
 *
 * Sources: prog_policies ("Reclaiming the Source of Programmatic Policies", ICLR 2024), `HillClimbing` (k = 32) for the
 * clean space and `StochasticHillClimbing2` (k = 250) for the old one; LLM-GS, its HC-250 baseline (clean space).
 */
export const hillClimb: Search<HillClimbOptions> = {
  name: 'hill-climb',
  summary: 'hill climbing in program space with random restarts (prog_policies, LLM-GS HC-250)',
  options: {
    neighbours: {
      kind: 'integer',
      default: hillClimbDefaults.neighbours,
      min: 1,
      max: 1_000_000,
      about: 'k: neighbours tried before a restart (250: LLM-GS and the ICLR 2024 paper; 32: the prog_policies script)',
    },
    space: {
      kind: 'choice',
      default: hillClimbDefaults.space,
      of: ['clean', 'old'],
      about: 'how programs are drawn: clean (prog_policies search_space, LLM-GS) or old (StochasticHillClimbing2)',
    },
    climbers: {
      kind: 'integer',
      default: hillClimbDefaults.climbers,
      min: 1,
      max: 1024,
      about: 'climbs side by side, each with its share of the budget',
    },
  },
  run: (search, options) => inForks(search, 'climber', options.climbers, (fork) => climbs(fork, options)),
}

async function climbs(search: SearchContext, { neighbours, space }: HillClimbOptions): Promise<void> {
  // The old form does not hold its restart programs to the limits, only its neighbours.
  const filter = space === 'clean'
  while (search.open) {
    let here = await search.score(sampleProgram(search.language, search.rng, { filter }))
    for (;;) {
      const around = neighbourhood(search.language, here.program, search.rng, neighbours, { variant: space })
      const better = await search.firstBetter(here, around)
      if (better === undefined) break // local optimum: restart
      here = better
    }
  }
}
