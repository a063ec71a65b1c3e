import { createWorld, type RoomStart, restart, type World } from './world.ts'

/** Where an episode starts, and what the task alone knows about it. */
export interface Start<Facts> {
  readonly room: RoomStart
  readonly facts: Facts
}

export interface Begun<Facts> {
  readonly world: World
  readonly facts: Facts
}

/** The start states of a task. */
export interface Starts<Facts> {
  /** The world of that episode, put back to its start. */
  begin(episode: number): Begun<Facts>
}

const remembered = 4096

/** Start states made from the episode number alone, the latest 4096 kept ready. */
export function madeStarts<Facts>(make: (episode: number) => Start<Facts>): Starts<Facts> {
  const known = new Map<number, Begun<Facts>>()
  return {
    begin(episode) {
      const again = known.get(episode)
      if (again !== undefined) {
        restart(again.world)
        return again
      }
      const { room, facts } = make(episode)
      const begun = { world: createWorld(room), facts }
      const oldest = known.size < remembered ? undefined : known.keys().next().value
      if (oldest !== undefined) known.delete(oldest)
      known.set(episode, begun)
      return begun
    },
  }
}

/** The same given start state for every episode. */
export function givenStart<Facts>({ room, facts }: Start<Facts>): Starts<Facts> {
  const begun = { world: createWorld(room), facts }
  return {
    begin() {
      restart(begun.world)
      return begun
    },
  }
}
