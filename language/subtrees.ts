import type { Language } from './grammar.ts'
import { endOf, type Program } from './program.ts'

/** A part of a program that is a program of its own: an option of InnateCoder, once its behaviour is known. */
export interface Subtree {
  /** The non-terminal that it is one of (`kindOf`). */
  readonly kind: string
  readonly program: Program
}

/**
 * The kind of a subtree that begins with this production: the first non-terminal of the language that admits it. So a
 * production that may stand in several slots (a statement that is no sequence, say) is of one kind.
 */
export function kindOf(language: Language, production: number): string {
  const { admits } = language.tables
  const found = language.nonTerminals.find(({ index }) => admits[index * 256 + production] === 1)
  if (found === undefined) throw new RangeError(`language ${language.name} has no production ${production}`)
  return found.name
}

/** Every subtree of a program but the program itself, in preorder; equal ones as often as they occur. */
export function* subtrees(language: Language, program: Program): Generator<Subtree> {
  for (let at = 1; at < program.length; at++) {
    yield { kind: kindOf(language, program[at]!), program: program.slice(at, endOf(language, program, at)) }
  }
}
