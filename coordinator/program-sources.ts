import { checkProgram, hashBytes, kindOf, type Language, type Program } from '@cairn/language'
import { QuestionHash } from './answers.ts'
import { Closing } from './closing.ts'

/** Finds the programs of a named source. */
export type ReadSource = (source: string) => Promise<readonly Program[]>

/** Programs that a search asked for could not be had. */
export class BadSource extends Error {
  readonly code = 'E_BAD_SOURCE'
  readonly source: string
  constructor(source: string, why: string, options?: ErrorOptions) {
    super(`programs from "${source}": ${why}. The run has ended, and can be resumed once they can be had.`, options)
    this.source = source
  }
}

export function sourceHash(source: string): QuestionHash {
  const hash = new QuestionHash('programs')
  hash.add(hashBytes(new TextEncoder().encode(source)))
  return hash
}

/** Asks whoever started the run for programs from outside, and sees that they are programs or parts of programs. */
export class ProgramSources {
  readonly #language: Language
  readonly #read: ReadSource | undefined
  readonly #closing = new Closing()

  constructor(language: Language, read: ReadSource | undefined) {
    this.#language = language
    this.#read = read
  }

  /**
   * Their own copies. Subtrees may be of any kind; the limits of the language do not hold for programs from outside.
   *
   * @throws BadSource, and what `close` was called with
   */
  async programs(source: string): Promise<readonly Program[]> {
    const read = this.#read
    if (read === undefined) throw new BadSource(source, 'this run was started without any place to get programs from')
    const programs = await this.#closing
      .until(() => read(source))
      .catch((cause: unknown) => {
        if (this.#closing.closed) throw cause
        throw new BadSource(source, cause instanceof Error ? cause.message : String(cause), { cause })
      })
    return programs.map((program, i) => {
      const copy = Uint8Array.from(program)
      try {
        checkProgram(this.#language, copy, copy.length > 0 ? kindOf(this.#language, copy[0]!) : undefined)
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new BadSource(source, `number ${i} of ${programs.length}: ${why}`, { cause })
      }
      return copy
    })
  }

  /** Whoever waits gets the error instead. */
  close(error: unknown): void {
    this.#closing.close(error)
  }
}
