import { checkProgram, type Language, type Program } from '@cairn/language'
import { Closing } from './closing.ts'

/**
 * A program embedding, as a run is given it. Forks of a search may ask it several things at once. A resumed run asks it
 * nothing that the journal can answer.
 */
export interface LatentDecoder {
  /** Numbers in a vector. */
  readonly size: number
  /** Tells its weights from all others, such as their hash: a run goes on only with those that it was started with. */
  readonly name: string
  /** Where its weights lie, for whoever resumes the run. */
  readonly folder?: string
  /** The most likely program of each vector, in order; undefined where none comes out. The same every time. */
  decode(latents: readonly Float64Array[]): Promise<readonly (Program | undefined)[]>
  /** The mean of the vectors of each program, in order. The same every time. */
  encode(programs: readonly Program[]): Promise<readonly Float64Array[]>
}

/** An embedding failed, or gave what it must not. */
export class BadDecoder extends Error {
  readonly code = 'E_BAD_DECODER'
  readonly decoder: string
  constructor(decoder: string, why: string, options?: ErrorOptions) {
    super(`embedding ${decoder}: ${why}. The run has ended, and can be resumed with one that works.`, options)
    this.decoder = decoder
  }
}

/** Asks the run's embedding, and sees that what comes back is programs and vectors. */
export class CheckedDecoder implements LatentDecoder {
  readonly #language: Language
  readonly #decoder: LatentDecoder
  readonly #closing = new Closing()

  constructor(language: Language, decoder: LatentDecoder) {
    this.#language = language
    this.#decoder = decoder
  }

  get size(): number {
    return this.#decoder.size
  }

  get name(): string {
    return this.#decoder.name
  }

  /** @throws BadDecoder, and what `close` was called with */
  async decode(latents: readonly Float64Array[]): Promise<readonly (Program | undefined)[]> {
    const programs = await this.#ask(latents.length, () => this.#decoder.decode(latents))
    return programs.map((program, i) => {
      if (program === undefined) return undefined
      const copy = Uint8Array.from(program)
      try {
        checkProgram(this.#language, copy)
      } catch (cause) {
        throw this.#bad(`program ${i} of ${programs.length}: ${wordsOf(cause)}`, cause)
      }
      return copy
    })
  }

  /** @throws BadDecoder, and what `close` was called with */
  async encode(programs: readonly Program[]): Promise<readonly Float64Array[]> {
    const vectors = await this.#ask(programs.length, () => this.#decoder.encode(programs))
    const bad = vectors.findIndex((vector) => vector.length !== this.size || !vector.every(Number.isFinite))
    if (bad >= 0) throw this.#bad(`vector ${bad} of ${vectors.length}: expected ${this.size} finite numbers`)
    return vectors.map((vector) => Float64Array.from(vector))
  }

  /** Whoever waits gets the error instead. */
  close(error: unknown): void {
    this.#closing.close(error)
  }

  async #ask<T>(count: number, ask: () => Promise<readonly T[]>): Promise<readonly T[]> {
    const answers = await this.#closing.until(ask).catch((cause: unknown) => {
      if (this.#closing.closed) throw cause
      throw this.#bad(wordsOf(cause), cause)
    })
    if (answers.length !== count) throw this.#bad(`expected ${count} answers, got ${answers.length}`)
    return answers
  }

  #bad(why: string, cause?: unknown): BadDecoder {
    return new BadDecoder(this.name, why, cause === undefined ? undefined : { cause })
  }
}

function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
