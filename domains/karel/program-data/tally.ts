import { type Candidate, type Rejection, rejections } from './candidate.ts'

/** What has been drawn and what became of it. */
export type Tally = Record<Rejection | 'drawn' | 'completed' | 'crashed' | 'spent', number>

/** In the order in which they are written. */
export const tallied = ['drawn', ...rejections, 'completed', 'crashed', 'spent'] as const satisfies (keyof Tally)[]

export function emptyTally(): Tally {
  return {
    drawn: 0,
    duplicate: 0,
    long: 0,
    useless: 0,
    failing: 0,
    few: 0,
    still: 0,
    completed: 0,
    crashed: 0,
    spent: 0,
  }
}

/** Adds one draw. */
export function count(tally: Tally, candidate: Candidate | 'duplicate'): void {
  tally.drawn++
  if (candidate === 'duplicate') {
    tally.duplicate++
    return
  }
  tally.completed += candidate.completed
  tally.crashed += candidate.crashed
  tally.spent += candidate.spent
  if (typeof candidate.outcome === 'string') tally[candidate.outcome]++
}

/** Adds one tally to another. */
export function addTally(to: Tally, other: Tally): void {
  for (const name of tallied) to[name] += other[name]
}
