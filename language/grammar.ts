import { type Automaton, compileAutomaton } from './automaton.ts'
import type { Drawing, Trim } from './drawing.ts'
import { hashBytes, hex } from './hash.ts'
import { type Lexis, words } from './lexis.ts'
import { compileTables, type Tables } from './tables.ts'

/** One production: a leaf of a non-terminal's tree of choices. Write it with `rule`. */
export interface Rule {
  /** The same name is the same production, and the same byte of a program, wherever it stands. */
  readonly name: string
  /** Tokens and `<slots>`, separated by blanks: `WHILE c( <cond> c) w( <stmt> w)`. */
  readonly template: string
  /** Share among its siblings when programs are drawn; 0: the parser accepts it, nothing ever draws it. */
  readonly weight: number
  /** Adds 1 to the height of a program. */
  readonly nests: boolean
  /** Two statements in a row: `<first> <rest>`, with or without tokens between them. */
  readonly chains: boolean
}

/** A choice that costs a draw of its own, such as "an action" before "which action". Write it with `choice`. */
export interface Choice {
  readonly name: string
  readonly weight: number
  readonly alternatives: readonly Alternative[]
}

export type Alternative = Rule | Choice

/** Bounds of a program. */
export interface Limits {
  /** Most nesting productions on one path from the root, the root included if it nests. */
  readonly height: number
  /** Most statements in a row. */
  readonly run: number
  /** Most tokens of the one-line text. */
  readonly tokens: number
}

/** A language as data. */
export interface Definition {
  /** The non-terminal of whole programs. */
  readonly start: string
  readonly limits: Limits
  readonly rules: Readonly<Record<string, readonly Alternative[]>>
  /** Token orders that models use, by name; a vocabulary may leave out tokens. */
  readonly vocabularies?: Readonly<Record<string, readonly string[]>>
  /** How text becomes tokens and tokens text; words between blanks unless told. */
  readonly lexis?: Lexis
}

/** A piece of a template. */
export type Piece = { readonly token: string } | { readonly slot: string }

export interface Production {
  /** Its byte in a program. */
  readonly number: number
  readonly name: string
  readonly pieces: readonly Piece[]
  /** Non-terminals of its children, in order. */
  readonly slots: readonly string[]
  readonly nests: boolean
  readonly chains: boolean
}

export interface NonTerminal {
  readonly index: number
  readonly name: string
  readonly alternatives: readonly Alternative[]
}

export interface Language {
  readonly name: string
  readonly start: string
  readonly limits: Limits
  readonly productions: readonly Production[]
  readonly nonTerminals: readonly NonTerminal[]
  /** Every token of the language, in order of first appearance. */
  readonly tokens: readonly string[]
  /** Index in `tokens`. */
  readonly tokenIndex: ReadonlyMap<string, number>
  readonly vocabularies: Readonly<Record<string, readonly string[]>>
  readonly lexis: Lexis
  /** Of everything in the definition; 16 hexadecimal digits. */
  readonly hash: string
  /**
   * How its programs are drawn, where published work has a way of its own; searches draw so. Otherwise, and by
   * `sampleProgram` and `neighbour` always, by weights and within limits.
   */
  readonly drawing?: Drawing
  /** Where interpreters can tell which parts of a program had an effect. */
  readonly trim?: Trim
  /** @internal */
  readonly tables: Tables
  /** @internal */
  readonly automaton: Automaton
}

/** A table that is not a language: two readings of one text, a slot without rules, a name used twice. */
export class BadLanguage extends Error {
  readonly code = 'E_BAD_LANGUAGE'
  readonly language: string
  constructor(language: string, message: string) {
    super(`language ${language}: ${message}`)
    this.language = language
  }
}

export interface RuleOptions {
  readonly weight?: number
  readonly nests?: boolean
  readonly chains?: boolean
}

/** A production; its template is its name unless given. */
export function rule(name: string, template: string = name, options: RuleOptions = {}): Rule {
  return { name, template, weight: options.weight ?? 1, nests: options.nests ?? false, chains: options.chains ?? false }
}

/** A group of alternatives that is first drawn as one. */
export function choice(weight: number, name: string, alternatives: readonly Alternative[]): Choice {
  return { name, weight, alternatives }
}

/**
 * Compiles a table. Productions are numbered, and tokens listed, in order of first appearance.
 *
 * @throws BadLanguage naming what is wrong with the table
 */
export function language(name: string, definition: Definition): Language {
  const { start, limits, rules } = definition
  const lexis = definition.lexis ?? words
  const vocabularies = definition.vocabularies ?? {}
  const nonTerminals = Object.keys(rules).map((key, index) => ({ index, name: key, alternatives: rules[key]! }))
  const productions = numbered(name, nonTerminals)
  const tokens = [
    ...new Set(productions.flatMap(({ pieces }) => pieces.flatMap((p) => ('token' in p ? [p.token] : [])))),
  ]
  if (!(start in rules)) throw new BadLanguage(name, `start names no non-terminal: ${start}`)

  for (const [order, listed] of Object.entries(vocabularies)) {
    const odd = listed.find((token, i) => !tokens.includes(token) || listed.indexOf(token) < i)
    if (odd !== undefined) throw new BadLanguage(name, `vocabulary ${order}: ${odd} is listed twice or is no token`)
  }

  const tokenIndex = new Map(tokens.map((token, index) => [token, index]))
  const symbols = { name, start, productions, nonTerminals, tokens, tokenIndex }
  const tables = compileTables(symbols)
  const automaton = compileAutomaton(symbols, tables, tokens)
  const endless = nonTerminals.find(({ index }) => automaton.roots[index]! < 0)
  if (endless) throw new BadLanguage(name, `${endless.name}: no program has an end`)
  return {
    ...symbols,
    limits,
    vocabularies,
    lexis,
    hash: hex(hashBytes(new TextEncoder().encode(JSON.stringify([name, start, limits, rules, vocabularies])))),
    tables,
    automaton,
  }
}

/**
 * The number of the production of that name.
 *
 * @throws RangeError if the language has none
 */
export function numberOf(language: Pick<Language, 'name' | 'productions'>, name: string): number {
  const found = language.productions.findIndex((production) => production.name === name)
  if (found < 0) throw new RangeError(`language ${language.name} has no production ${name}`)
  return found
}

/**
 * The index of the non-terminal of that name.
 *
 * @throws RangeError if the language has none
 */
export function nonTerminalOf(language: Pick<Language, 'name' | 'nonTerminals'>, name: string): number {
  const found = language.nonTerminals.findIndex((nonTerminal) => nonTerminal.name === name)
  if (found < 0) throw new RangeError(`language ${language.name} has no non-terminal ${name}`)
  return found
}

/** Every rule below these alternatives, in order. */
export function leaves(alternatives: readonly Alternative[]): Rule[] {
  return alternatives.flatMap((alternative) =>
    'alternatives' in alternative ? leaves(alternative.alternatives) : [alternative],
  )
}

function numbered(language: string, nonTerminals: readonly NonTerminal[]): Production[] {
  const byName = new Map<string, Production & { readonly template: string }>()
  const names = new Set(nonTerminals.map((nonTerminal) => nonTerminal.name))
  for (const nonTerminal of nonTerminals) {
    const rules = leaves(nonTerminal.alternatives)
    const repeated = rules.find((rule, i) => rules.findIndex((other) => other.name === rule.name) < i)
    if (repeated) throw new BadLanguage(language, `${nonTerminal.name} lists ${repeated.name} twice`)
    for (const { name, template, weight, nests, chains } of rules) {
      if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
        throw new BadLanguage(language, `weight of ${name}: ${weight}`)
      const known = byName.get(name)
      if (known) {
        if (known.template === template && known.nests === nests && known.chains === chains) continue
        throw new BadLanguage(language, `${name} is defined in two ways`)
      }
      const pieces = template.split(/\s+/).filter(Boolean).map(piece)
      if (pieces.length === 0) throw new BadLanguage(language, `${name} has an empty template`)
      const slots = pieces.flatMap((p) => ('slot' in p ? [p.slot] : []))
      const unknown = slots.find((slot) => !names.has(slot))
      if (unknown !== undefined) throw new BadLanguage(language, `${name} has a slot without rules: ${unknown}`)
      byName.set(name, { number: byName.size, name, template, pieces, slots, nests, chains })
    }
  }
  if (byName.size > 256) throw new BadLanguage(language, `${byName.size} productions; a byte tells 256 apart`)
  return [...byName.values()]
}

function piece(text: string): Piece {
  return /^<\w+>$/.test(text) ? { slot: text.slice(1, -1) } : { token: text }
}
