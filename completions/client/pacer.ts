import type { Clock } from './clock.ts'

/** When requests may begin: at an even pace, and not before a time the server named. */
export class Pacer {
  readonly #clock: Clock
  readonly #intervalMs: number
  #nextMs = 0

  /** @param perMinute requests that may begin in a minute; any number when undefined */
  constructor(clock: Clock, perMinute: number | undefined) {
    this.#clock = clock
    this.#intervalMs = perMinute === undefined ? 0 : 60_000 / perMinute
  }

  /** Resolves when one request may begin, or when the signal says so. */
  async turn(signal: AbortSignal): Promise<void> {
    const mineMs = Math.max(this.#nextMs, this.#clock.now())
    this.#nextMs = mineMs + this.#intervalMs
    // The server may have asked for patience while we were waiting for our turn.
    for (let atMs = mineMs; !signal.aborted; atMs = Math.max(atMs, this.#heldMs)) {
      const leftMs = atMs - this.#clock.now()
      if (leftMs <= 0 && atMs >= this.#heldMs) return
      await this.#clock.sleep(Math.max(0, leftMs), signal)
    }
  }

  #heldMs = 0

  /** Nobody begins for so long: the server has said that it is asked too often. */
  hold(ms: number): void {
    this.#heldMs = Math.max(this.#heldMs, this.#clock.now() + ms)
  }
}
