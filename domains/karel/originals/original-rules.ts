import { handleMarkers, type LeapsRules } from '../leaps-interpreter.ts'
import type { Starts } from '../starts.ts'
import type { World } from '../world.ts'

/** Rules of a task of LEAPS or HPRL, whatever they know of the start. */
export interface PlayableRules extends LeapsRules {
  /** The task's own condition for the end: in LEAPS that of the last action, in HPRL once and for all. */
  readonly done: boolean
}

/** What the tasks of LEAPS and HPRL share: the LEAPS interpreter plays them, and being done ends nothing by itself. */
export abstract class OriginalRules<Facts = unknown> implements PlayableRules {
  done = false
  readonly #starts: Starts<Facts>

  constructor(starts: Starts<Facts>) {
    this.#starts = starts
  }

  begin(episode: number): World {
    const { world, facts } = this.#starts.begin(episode)
    this.done = false
    this.reset(world, facts)
    return world
  }

  handle(world: World, action: number): number {
    return handleMarkers(world, action)
  }

  /** Bookkeeping at the start of an episode. */
  protected abstract reset(world: World, facts: Facts): void
  abstract step(world: World, action: number, from: number, change: number): number
}

/** `dense` pays for every bit of progress, `sparse` for reaching the end. */
export type Rewards = 'dense' | 'sparse'

/** Cells of one kind, for tasks that ask about all of them. */
export interface Cells {
  readonly cells: readonly number[]
}

/**
 * TopOff: cells of the bottom row that are as they should be, counted from its left end up to the agent's column,
 * whatever row the agent is in, until one is not; one more when all are and the agent stands in the last one.
 */
export function topOffLength({ width, height, markers, at, start }: World): number {
  const row = (height - 2) * width
  const column = at % width
  let right = 0
  while (right < column && markers[row + right + 1] === 2 * start.markers[row + right + 1]) right++
  return right + (right === width - 2 && at === row + width - 2 ? 1 : 0)
}

/** Corners with exactly one marker. */
export function markedCorners({ width, height, markers }: World): number {
  let marked = 0
  for (const row of [width, (height - 2) * width]) {
    if (markers[row + 1] === 1) marked++
    if (markers[row + width - 2] === 1) marked++
  }
  return marked
}
