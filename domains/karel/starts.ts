import { numpyRng, type Rng } from '@cairn/language'
import { createWorld, restart, type World, type WorldStart } from './world.ts'

/** Where an episode starts, and what the task alone knows about it: where the goal is, say. */
export interface Start<Facts> {
  readonly world: WorldStart
  readonly facts: Facts
}

/** A start made ready: the world stands at it and may be changed. */
export interface Begun<Facts> {
  readonly world: World
  readonly facts: Facts
}

/** The start states of a task. */
export interface Starts<Facts> {
  /** The world of that episode, put back to its start. Allocates nothing when the episode has been asked for lately. */
  begin(episode: number): Begun<Facts>
}

/**
 * Start states drawn from the episode number alone: MT19937 with numpy's legacy seeding, as in prog_policies and
 * LLM-GS, whose configuration i is the task built with seed i.
 */
export function drawnStarts<Facts>(draw: (rng: Rng, episode: number) => Start<Facts>): Starts<Facts> {
  const known = new Map<number, Begun<Facts>>()
  return {
    begin(episode) {
      const again = known.get(episode)
      if (again !== undefined) {
        restart(again.world)
        return again
      }
      const { world: start, facts } = draw(numpyRng(episode), episode)
      const world = createWorld(start)
      if (known.size >= remembered(world.cells)) forgetOldest(known)
      const begun = { world, facts }
      known.set(episode, begun)
      return begun
    },
  }
}

/** The same given start state for every episode. */
export function givenStart<Facts>({ world: start, facts }: Start<Facts>): Starts<Facts> {
  const begun = { world: createWorld(start), facts }
  return {
    begin() {
      restart(begun.world)
      return begun
    },
  }
}

/** Episodes kept ready: 4096, fewer in very large worlds so that they stay under about 64 MiB. */
function remembered(cells: number): number {
  return Math.max(64, Math.min(4096, Math.floor(2 ** 24 / cells)))
}

function forgetOldest(known: Map<number, unknown>): void {
  for (const episode of known.keys()) {
    known.delete(episode)
    return
  }
}
