/** Waits for others, until it is closed. */
export class Closing {
  readonly #closed = new AbortController()

  get closed(): boolean {
    return this.#closed.signal.aborted
  }

  /** Whoever waits, and whoever would, gets the error instead. */
  close(error: unknown): void {
    this.#closed.abort(error)
  }

  /** @throws what `close` was called with */
  async until<T>(ask: () => Promise<T>): Promise<T> {
    const { signal } = this.#closed
    signal.throwIfAborted()
    let stop = () => {}
    const closed = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason)
      signal.addEventListener('abort', stop)
    })
    try {
      return await Promise.race([ask(), closed])
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }
}
