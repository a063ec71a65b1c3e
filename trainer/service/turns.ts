/** Work on one thing, one after the other in the order of asking; who has given up meanwhile is passed over. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  /** @throws what the work throws, or the signal's reason if its turn comes too late */
  take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      signal.throwIfAborted()
      return work()
    })
    this.#last = turn.catch(() => {})
    return turn
  }
}
