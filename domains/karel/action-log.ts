/** Told of every executed action, after its reward. */
export type ActionListener = (action: number, reward: number) => void

const smallestChunk = 256
const largestChunk = 1 << 16

/**
 * The actions of one episode after another, a byte each. Episodes share large chunks of memory: a small array of its own
 * for each would cost more than the episode.
 */
export class ActionLog {
  #chunk = new Uint8Array(smallestChunk)
  #start = 0
  #end = 0

  /** Begins an episode; what was logged before stays as it is. */
  begin(): void {
    this.#start = this.#end
  }

  push(action: number): void {
    if (this.#end === this.#chunk.length) this.#moveOn()
    this.#chunk[this.#end++] = action
  }

  /** The actions of the episode: a view, which nothing writes to any more once the next episode has begun. */
  get bytes(): Uint8Array {
    return this.#chunk.subarray(this.#start, this.#end)
  }

  /** Takes the episode along into another chunk. */
  #moveOn(): void {
    const begun = this.bytes
    const chunk = new Uint8Array(Math.max(Math.min(2 * this.#chunk.length, largestChunk), 2 * begun.length))
    chunk.set(begun)
    this.#chunk = chunk
    this.#start = 0
    this.#end = begun.length
  }
}
