import type { Search } from './context.ts'
import { bestFirst, someProgramsOf } from './starts.ts'

export type FmOnlyOptions = { programs: string }

export const fmOnlyDefaults = { programs: 'completions' } satisfies FmOnlyOptions

/**
 * The best of a model's programs, without any search: the baseline FM of InnateCoder, and the best return of a request
 * set in LLM-GS.
 */
export const fmOnly: Search<FmOnlyOptions> = {
  name: 'fm-only',
  summary: 'the best of a language model’s programs, without search (InnateCoder’s baseline FM)',
  options: {
    programs: {
      kind: 'text',
      default: fmOnlyDefaults.programs,
      about: 'the model’s programs: completions (bundled), completions:FILE, compat, compat:FILE',
    },
  },
  async run(search, { programs }) {
    await bestFirst(search, await someProgramsOf(search, programs))
  },
}
