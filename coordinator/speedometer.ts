/** How fast a count has grown lately. */
export class Speedometer {
  readonly #windowMs: number
  #readings: { readonly atMs: number; readonly count: number }[] = []

  constructor(windowMs: number) {
    this.#windowMs = windowMs
  }

  /** Takes a reading. @returns growth per second over the window */
  read(count: number, atMs: number): number {
    this.#readings.push({ atMs, count })
    while (this.#readings.length > 2 && this.#readings[1]!.atMs <= atMs - this.#windowMs) this.#readings.shift()
    const first = this.#readings[0]!
    return atMs > first.atMs ? (1000 * (count - first.count)) / (atMs - first.atMs) : 0
  }
}
