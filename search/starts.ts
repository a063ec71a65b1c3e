import type { Program } from '@cairn/language'
import type { SearchContext } from './context.ts'

/** What a search is told when it is to go without programs from outside. */
export const noPrograms = 'none'

/** A search that needs programs from outside got none. */
export class NoPrograms extends Error {
  readonly code = 'E_NO_PROGRAMS'
  readonly source: string
  constructor(source: string) {
    super(
      `programs: expected a source with at least one program, got ${JSON.stringify(source)}, which has none` +
        (source === noPrograms ? '; name one, such as completions, file:PATH or run:NAME' : ''),
    )
    this.source = source
  }
}

/** The programs of a source, at most `most`; none if the source is `none`. */
export async function programsOf(
  search: SearchContext,
  source: string,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Program[]> {
  if (source === noPrograms) return []
  const programs = await search.programs(source)
  return programs.slice(0, most)
}

/** @throws NoPrograms */
export async function someProgramsOf(
  search: SearchContext,
  source: string,
  most?: number,
): Promise<readonly Program[]> {
  const programs = await programsOf(search, source, most)
  if (programs.length === 0) throw new NoPrograms(source)
  return programs
}

/**
 * Scores programs in the order given, one evaluation each, and sorts them, best first; equal ones stay in order. They
 * are asked for one by one: the task may be solved before the last.
 */
export async function bestFirst(search: SearchContext, programs: readonly Program[]): Promise<Program[]> {
  const scored = []
  for (const program of programs) scored.push(await search.score(program))
  return scored.toSorted((a, b) => b.score - a.score).map(({ program }) => program)
}
