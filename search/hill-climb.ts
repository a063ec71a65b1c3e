import { neighbourhood, type Program } from '@cairn/language'
import { climb } from './climb.ts'
import type { Search } from './context.ts'
import { inForks } from './forks.ts'
import { neighboursIn, type Space, spaceOption } from './program-space.ts'
import { bestFirst, noPrograms, programsOf, startOf, whole } from './starts.ts'

export type HillClimbOptions = {
  /** k: neighbours tried before a program counts as a local optimum. */
  neighbours: number
  /** Which published program space: how random programs and replaced subtrees are drawn. */
  space: Space
  /** Source of the programs that climbs start from, again and again, the best first; `none`: random ones. */
  programs: string
  /** Climbs that run side by side, each on its own share of the budget. 1 is the published algorithm. */
  climbers: number
}

export const hillClimbDefaults = {
  neighbours: 250,
  space: 'clean',
  programs: noPrograms,
  climbers: 1,
} satisfies HillClimbOptions

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
    space: spaceOption(hillClimbDefaults.space),
    programs: {
      kind: 'text',
      default: hillClimbDefaults.programs,
      about: 'where climbs start: none (random programs), or a source such as completions, file:PATH, run:NAME',
    },
    climbers: {
      kind: 'integer',
      default: hillClimbDefaults.climbers,
      min: 1,
      max: 1024,
      about: 'climbs side by side, each with its share of the budget',
    },
  },
  async run(search, options) {
    const { programs, neighbours, space, climbers } = options
    const given = await bestFirst(search, whole(search, programs, await programsOf(search, programs)))
    await inForks(search, 'climber', climbers, async (fork, climber) => {
      const { language, rng } = fork
      const around = (here: Program) => neighbourhood(language, here, rng, neighbours, neighboursIn(space, language))
      for (let n = climber; fork.open; n += climbers) await climb(fork, startOf(fork, given, n, space), { around })
    })
  },
}
