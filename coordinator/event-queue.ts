/** Events on their way to one reader. Nothing is lost before the reader comes, but of two `replaceable` in a row one is. */
export class EventQueue<T> implements AsyncIterable<T> {
  readonly #replaceable: (event: T) => boolean
  #waiting: T[] = []
  #ended = false
  #wake = () => {}

  constructor(replaceable: (event: T) => boolean) {
    this.#replaceable = replaceable
  }

  push(event: T): void {
    const last = this.#waiting[this.#waiting.length - 1]
    if (last !== undefined && this.#replaceable(last) && this.#replaceable(event)) this.#waiting.pop()
    this.#waiting.push(event)
    this.#wake()
  }

  end(): void {
    this.#ended = true
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const events = this.#waiting
      this.#waiting = []
      yield* events
      if (this.#waiting.length > 0) continue
      if (this.#ended) return
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}
