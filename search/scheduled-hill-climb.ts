import { neighbourhood, type Program } from '@cairn/language'
import { climb } from './climb.ts'
import type { Search, SearchContext, SearchOption } from './context.ts'
import { neighboursIn, type Space, spaceOption } from './program-space.ts'
import { type Schedule, scheduleDefaults, scheduledNeighbours, scheduleOptions } from './schedule.ts'
import { bestFirst, noPrograms, programsOf, startOf, whole } from './starts.ts'

export type ScheduledHillClimbOptions = Schedule & {
  /** Source of the programs that climbs start from; `none`: random ones. */
  programs: string
  /** Programs used of it. */
  'most-programs': number
  space: Space
}

export const scheduledHillClimbDefaults = {
  ...scheduleDefaults,
  programs: noPrograms,
  'most-programs': 32,
  space: 'clean',
} satisfies ScheduledHillClimbOptions

/** How many of a source's programs climbs start from. */
export const mostProgramsOption = {
  kind: 'integer',
  default: scheduledHillClimbDefaults['most-programs'],
  min: 1,
  max: 1_000_000,
  about: 'programs used of the source, the first ones (LLM-GS max_program_nums)',
} as const satisfies SearchOption

/**
 * Hill climbing whose neighbourhoods grow with the evaluations spent, from given programs or random ones.
 *
 * Source: LLM-GS, `Scheduled_HillClimbing`.
 */
export const scheduledHillClimb: Search<ScheduledHillClimbOptions> = {
  name: 'scheduled-hc',
  summary: 'hill climbing with a neighbourhood that grows as evaluations are spent (LLM-GS Scheduled HC)',
  options: {
    ...scheduleOptions,
    programs: {
      kind: 'text',
      default: scheduledHillClimbDefaults.programs,
      about: 'where climbs start: none (random programs), or a source such as completions, file:PATH, run:NAME',
    },
    'most-programs': mostProgramsOption,
    space: spaceOption(scheduledHillClimbDefaults.space),
  },
  async run(search, options) {
    const { programs: source, 'most-programs': most } = options
    const programs = whole(search, source, await programsOf(search, source))
    await scheduledClimbs(search, await bestFirst(search, programs.slice(0, most)), options)
  },
}

/** Climbs from each given program in turn, again and again; from random programs if there are none. */
export async function scheduledClimbs(
  search: SearchContext,
  given: readonly Program[],
  options: Schedule & { readonly space: Space },
): Promise<void> {
  const { language, rng } = search
  const { space } = options
  for (let n = 0; search.open; n++) {
    // Read once for each climb, before its start is evaluated.
    const k = scheduledNeighbours(options, search.charged, search.budget)
    const around = (here: Program) => neighbourhood(language, here, rng, k, neighboursIn(space, language))
    await climb(search, startOf(search, given, n, space), { around })
  }
}
