/**
 * Lets the event loop have a turn now and then while answers come from memory, so that timers, signals and messages are
 * not kept waiting. Usually there is nothing to wait for, which costs next to nothing.
 */
export class Breath {
  readonly #everyMs: number
  #last = performance.now()
  #asked = 0
  #turn: Promise<void> | undefined

  constructor(everyMs: number) {
    this.#everyMs = everyMs
  }

  /** @returns the turn to wait for, if one is due */
  due(): Promise<void> | undefined {
    if (this.#turn !== undefined) return this.#turn
    if ((++this.#asked & 31) !== 0 || performance.now() - this.#last < this.#everyMs) return undefined
    this.#turn = new Promise((resolve) => {
      setImmediate(() => {
        this.#last = performance.now()
        this.#turn = undefined
        resolve()
      })
    })
    return this.#turn
  }
}
