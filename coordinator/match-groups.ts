import type { Program } from '@cairn/language'
import { wireLimits } from '@cairn/proto/queue'
import type { ProgramStore } from './program-store.ts'
import { type BatchQuestion, wireBytes } from './wire.ts'

/** Programs that wait to be sent, in batches of their own as they need the same matches. */
export interface MatchGroup {
  readonly asks: BatchQuestion & { readonly opponents: readonly Program[] }
  /** Ascending; those before `next` have been taken. */
  readonly numbers: number[]
  next: number
}

/** The programs of a question that wait, by the opponents they lack: a batch has one list of them and one threshold. */
export class MatchGroups {
  readonly #store: ProgramStore
  readonly #groups = new Map<string, MatchGroup>()
  #waiting = 0

  constructor(store: ProgramStore) {
    this.#store = store
  }

  /** Programs that wait; one may wait several times, for other matches. */
  get waiting(): number {
    return this.#waiting
  }

  add(number: number, opponents: readonly Program[], threshold: number | undefined): void {
    const key = `${threshold} ${opponents.map((opponent) => this.#store.entry(opponent)).join()}`
    let group = this.#groups.get(key)
    if (group === undefined) {
      const asks = { firstEpisode: 0, episodes: 2 * opponents.length, threshold, opponents, wantReturns: true }
      group = { asks, numbers: [], next: 0 }
      this.#groups.set(key, group)
    }
    insert(group, number)
    this.#waiting++
  }

  /** The group that the lowest number waits in. */
  first(): MatchGroup | undefined {
    let first: MatchGroup | undefined
    for (const [key, group] of this.#groups) {
      if (group.next === group.numbers.length) this.#groups.delete(key)
      else if (first === undefined || group.numbers[group.next]! < first.numbers[first.next]!) first = group
    }
    return first
  }

  /** The lowest number that waits in the group, if one does. */
  next({ numbers, next }: MatchGroup): number | undefined {
    return numbers[next]
  }

  /** That number no longer waits. */
  taken(group: MatchGroup): void {
    group.next++
    this.#waiting--
  }
}

/** How many programs of a group go into a batch of so many pairs, and how many bytes they leave room for. */
export function fitOf({ asks }: MatchGroup, mostPairs: number): { readonly programs: number; readonly bytes: number } {
  const { opponents, episodes } = asks
  const returns = Math.floor(wireLimits.returnsPerBatch / episodes)
  return {
    programs: Math.max(1, Math.min(Math.floor(mostPairs / opponents.length), returns)),
    bytes: wireBytes(opponents),
  }
}

/** Keeps those that wait in ascending order: one that is needed again may come before those that are new. */
function insert({ numbers, next }: MatchGroup, number: number): void {
  let at = numbers.length
  while (at > next && numbers[at - 1]! > number) at--
  numbers.splice(at, 0, number)
}
