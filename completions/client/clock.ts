import { setTimeout as sleep } from 'node:timers/promises'

/** Time, so that a test can do without waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after that time, or at once when the signal says so. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
}
