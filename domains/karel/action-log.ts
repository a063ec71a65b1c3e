/** Told of every executed action, after its reward. */
export type ActionListener = (action: number, reward: number) => void

/** The actions of an episode, one byte each, in a buffer that grows. */
export class ActionLog {
  #bytes = new Uint8Array(256)
  #length = 0

  push(action: number): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(this.#length * 2)
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    this.#bytes[this.#length++] = action
  }

  /** A copy of what was pushed. */
  get bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}
