import type { Program } from './program.ts'
import type { Rng } from './rng.ts'

/** How published work draws the programs of a language, where no weights and limits say it. Whole programs only. */
export interface Drawing {
  /** A random program. */
  sample(rng: Rng): Program
  /** A syntactic neighbour of a program; nothing but the stream remembers that it was drawn. */
  neighbour(program: Program, rng: Rng): Program
  /** The non-terminals whose nodes, the root included, may be replaced by an option of a library; the start is one. */
  readonly replaceable: readonly string[]
}

/**
 * How a program of the language is rid of what has no effect, where interpreters can tell: `usage` holds a byte of flags
 * for each of its productions, those of several episodes joined by OR.
 */
export type Trim = (program: Program, usage: Uint8Array) => Program
