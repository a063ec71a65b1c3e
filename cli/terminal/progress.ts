import type { RunEvent } from '@cairn/coordinator'
import { clock, grouped, perSecond, returned, some } from './numbers.ts'

export type Progress = Extract<RunEvent, { event: 'progress' }>

/** Where a run stands, in one line of at most `width` characters; the least important parts go first. */
export function progressLine(progress: Progress, budget: number, width: number): string {
  const { behaviours, selfPlay } = progress
  const percent = (100 * progress.charged) / Math.max(1, budget)
  const parts = [
    behaviours === undefined
      ? leader(progress)
      : `building the library: ${grouped(behaviours.known)} of ${grouped(behaviours.of)} subtrees run`,
    `${grouped(progress.charged)} of ${grouped(budget)} charged (${percent < 10 ? percent.toFixed(1) : Math.floor(percent)} %)`,
    selfPlay === undefined
      ? undefined
      : `response ${grouped(selfPlay.responses)} against ${some(selfPlay.opponents, 'opponent')}`,
    progress.secondsLeft === null ? undefined : `${clock(progress.secondsLeft)} left`,
    perSecond(progress.rate),
    `${grouped(progress.executed)} executed`,
    progress.workers === 0 ? 'no workers' : `${some(progress.workers, 'worker')}, ${some(progress.threads, 'thread')}`,
  ].filter((part) => part !== undefined)
  while (parts.length > 1 && parts.join(' · ').length > width) parts.pop()
  return parts.join(' · ')
}

/** What there is so far. */
function leader({ bestReturn, champions }: Progress): string {
  return champions === undefined
    ? `best ${returned(bestReturn)}`
    : `champion ${grouped(champions)}: ${returned(bestReturn)}`
}
