import type { Clock } from '../client/clock.ts'

/** A clock on which waiting takes no time but moves it on; it keeps every wait. */
export interface SwiftClock extends Clock {
  readonly waits: readonly number[]
}

export function swiftClock(startMs = Date.parse('2025-01-31T12:00:00Z')): SwiftClock {
  let now = startMs
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    async sleep(ms, signal) {
      if (signal.aborted) return
      if (ms > 0) waits.push(ms)
      now += ms
    },
  }
}
