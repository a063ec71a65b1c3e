import { type Alternative, type Language, numberOf, type Production } from '@cairn/language'

/** An action or a perception as a Python call. */
export interface Call {
  /** Name of the function, the first token of its production. */
  readonly name: string
  /** Its only argument, a text; absent when it takes none. */
  readonly argument?: string
  readonly production: Production
}

/** What of a language can be said in Python: its calls. Control is `while`, `for ... in range`, `if`, `else`, `not`. */
export interface PythonForms {
  readonly actions: readonly Call[]
  readonly perceptions: readonly Call[]
}

/** By these names a table has what Python's own statements become. */
const control = ['while', 'repeat', 'if', 'ifelse', 'not', 'sequence'] as const

/**
 * The Python forms of a language, or undefined if its table does not have the six control productions of Karel (`while`,
 * `repeat`, `if`, `ifelse`, `not`, `sequence`). Actions are the leaves of its statements, perceptions those of its
 * conditions; what is never drawn (weight 0) is never asked for.
 */
export function pythonForms(language: Language): PythonForms | undefined {
  const { productions } = language
  if (!control.every((name) => productions.some((production) => production.name === name))) return undefined
  const [condition, statement] = productions[numberOf(language, 'while')]!.slots
  return { actions: calls(language, statement!), perceptions: calls(language, condition!) }
}

function calls(language: Language, nonTerminal: string): Call[] {
  const { alternatives } = language.nonTerminals.find(({ name }) => name === nonTerminal)!
  return drawn(alternatives)
    .map((name) => language.productions[numberOf(language, name)]!)
    .filter(({ slots }) => slots.length === 0)
    .map(call)
}

function call(production: Production): Call {
  const [name, , argument] = production.pieces.map((piece) => ('token' in piece ? piece.token : ''))
  return { name: name!, ...(argument === undefined ? {} : { argument }), production }
}

/** Names of the rules of positive weight, in order. */
function drawn(alternatives: readonly Alternative[]): string[] {
  return alternatives
    .filter(({ weight }) => weight > 0)
    .flatMap((one) => ('alternatives' in one ? drawn(one.alternatives) : [one.name]))
}
