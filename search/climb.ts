import type { Program } from '@cairn/language'
import type { Scored, SearchContext } from './context.ts'

/** How a climb goes on from a program. */
export interface Climb {
  /** The neighbours that are tried, in order. */
  around(here: Program): Iterable<Program>
  /** A better program has been found, and the climb goes on from there. */
  moved?(to: Scored, from: Scored): void
}

/**
 * One climb: evaluates the start, also if it has been scored before, then moves to the first neighbour that is strictly
 * better until none is. Resolves to the local optimum.
 */
export async function climb(search: SearchContext, start: Program, { around, moved }: Climb): Promise<Scored> {
  let here = await search.score(start)
  for (;;) {
    const better = await search.firstBetter(here, around(here.program))
    if (better === undefined) return here
    moved?.(better, here)
    here = better
  }
}
