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
  return forms(language, ({ weight }) => weight > 0)
}

/** The same with what is never drawn too, for what is read and not asked for; without the constants, which are no calls. */
export function readableForms(language: Language): PythonForms | undefined {
  return forms(language, (one) => !('template' in one && constants.has(one.template)))
}

const constants: ReadonlySet<string> = new Set(['True', 'False'])

type Test = (alternative: Alternative) => boolean

function forms(language: Language, wanted: Test): PythonForms | undefined {
  const { productions } = language
  if (!control.every((name) => productions.some((production) => production.name === name))) return undefined
  const [condition, statement] = productions[numberOf(language, 'while')]!.slots
  return { actions: calls(language, statement!, wanted), perceptions: calls(language, condition!, wanted) }
}

function calls(language: Language, nonTerminal: string, wanted: Test): Call[] {
  const { alternatives } = language.nonTerminals.find(({ name }) => name === nonTerminal)!
  return namesOf(alternatives, wanted)
    .map((name) => language.productions[numberOf(language, name)]!)
    .filter(({ slots }) => slots.length === 0)
    .map(call)
}

function call(production: Production): Call {
  const [name, , argument] = production.pieces.map((piece) => ('token' in piece ? piece.token : ''))
  return { name: name!, ...(argument === undefined ? {} : { argument }), production }
}

/** Names of the rules, in order. */
function namesOf(alternatives: readonly Alternative[], wanted: Test): string[] {
  return alternatives
    .filter(wanted)
    .flatMap((one) => ('alternatives' in one ? namesOf(one.alternatives, wanted) : [one.name]))
}
