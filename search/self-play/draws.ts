import type { Program } from '@cairn/language'

/** Programs that are drawn when they are needed, and once, however often they are gone through. */
export class Draws implements Iterable<Program> {
  readonly #drawn: Program[] = []
  readonly #source: Iterator<Program>

  constructor(source: Iterator<Program>) {
    this.#source = source
  }

  *[Symbol.iterator](): Generator<Program> {
    for (let i = 0; ; i++) {
      if (i === this.#drawn.length) {
        const next = this.#source.next()
        if (next.done === true) return
        this.#drawn.push(next.value)
      }
      yield this.#drawn[i]!
    }
  }

  /** How many there are up to and including the first one that is this program; all of them if none is. */
  upTo(program: Program): number {
    let count = 0
    for (const each of this) {
      count++
      if (each.length === program.length && each.every((byte, at) => byte === program[at])) break
    }
    return count
  }
}
