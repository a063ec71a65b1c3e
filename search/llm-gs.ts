import type { Search } from './context.ts'
import { type Space, spaceOption } from './program-space.ts'
import { type Schedule, scheduleDefaults, scheduleOptions } from './schedule.ts'
import { mostProgramsOption, scheduledClimbs } from './scheduled-hill-climb.ts'
import { bestFirst, someProgramsOf, whole } from './starts.ts'

export type LlmGsOptions = Schedule & { programs: string; 'most-programs': number; space: Space }

export const llmGsDefaults = {
  ...scheduleDefaults,
  programs: 'completions',
  'most-programs': 32,
  space: 'clean',
} satisfies LlmGsOptions

/**
 * Programs of a language model, scored, then Scheduled Hill Climbing from each, the best first, again and again.
 *
 * Source: LLM-GS (ICLR 2025), a015kh/LLM-GS.
 */
export const llmGs: Search<LlmGsOptions> = {
  name: 'llm-gs',
  summary: 'a language model’s programs seed scheduled hill climbing (LLM-GS)',
  options: {
    programs: {
      kind: 'text',
      default: llmGsDefaults.programs,
      about: 'the model’s programs: completions (bundled), completions:FILE, compat, compat:FILE',
    },
    'most-programs': mostProgramsOption,
    ...scheduleOptions,
    space: spaceOption(llmGsDefaults.space),
  },
  async run(search, options) {
    const { programs: source, 'most-programs': most } = options
    const programs = whole(search, source, await someProgramsOf(search, source))
    await scheduledClimbs(search, await bestFirst(search, programs.slice(0, most)), options)
  },
}
