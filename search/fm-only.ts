import type { Search } from './context.ts'
import { someProgramsOf, whole } from './starts.ts'

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
  async run(search, { programs: source }) {
    const programs = whole(search, source, await someProgramsOf(search, source))
    let best = await search.score(programs[0]!)
    for (let scored = 1; scored < programs.length; ) {
      const before = search.charged
      best = (await search.firstBetter(best, programs.slice(scored))) ?? best
      scored += search.charged - before
    }
  },
}
