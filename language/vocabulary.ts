import { type Automaton, compileAutomaton } from './automaton.ts'
import { type Language, nonTerminalOf } from './grammar.ts'
import { tokensOf } from './print.ts'
import type { Program } from './program.ts'
import { Walk } from './walk.ts'

/** A token, or an index, that a vocabulary does not have. */
export class OutsideVocabulary extends Error {
  readonly code = 'E_OUTSIDE_VOCABULARY'
  readonly vocabulary: string
  readonly token: string | number
  constructor(vocabulary: string, token: string | number, at: number) {
    super(`vocabulary ${vocabulary} has no ${typeof token === 'number' ? 'index ' : ''}${token} (position ${at})`)
    this.vocabulary = vocabulary
    this.token = token
  }
}

/**
 * The language's vocabulary of that name.
 *
 * @throws RangeError if it has none
 */
export function vocabulary(language: Language, name: string): Vocabulary {
  const tokens = language.vocabularies[name]
  if (tokens === undefined) throw new RangeError(`language ${language.name} has no vocabulary ${name}`)
  return new Vocabulary(language, name, tokens)
}

/** A language's tokens in the order that a model knows them by, and a pad after the last one. */
export class Vocabulary {
  readonly language: Language
  readonly name: string
  readonly tokens: readonly string[]
  /** Index of the pad, which ends a text and fills what is left of a row. */
  readonly pad: number
  /** Tokens and pad. */
  readonly size: number
  /** @internal Only what can be written in these tokens. */
  readonly automaton: Automaton
  /** @internal Index in the language's tokens, per index here. */
  readonly inLanguage: Uint16Array
  readonly #indices: ReadonlyMap<string, number>

  constructor(language: Language, name: string, tokens: readonly string[]) {
    this.language = language
    this.name = name
    this.tokens = tokens
    this.pad = tokens.length
    this.size = tokens.length + 1
    this.automaton = compileAutomaton(language, language.tables, tokens)
    this.inLanguage = Uint16Array.from(tokens, (token) => language.tokenIndex.get(token)!)
    this.#indices = new Map(tokens.map((token, index) => [token, index]))
  }

  /**
   * Indices of the program's tokens, without a pad.
   *
   * @throws OutsideVocabulary
   */
  encode(program: Program): Uint16Array {
    const { tokens } = this.language
    return tokensOf(this.language, program).map((token, at) => this.#index(tokens[token]!, at))
  }

  /**
   * Indices of the text's tokens, whether or not it is a program.
   *
   * @throws OutsideVocabulary
   */
  encodeText(text: string): Uint16Array {
    return Uint16Array.from(this.language.lexis.split(text), (lexeme, at) => this.#index(lexeme.text, at))
  }

  /**
   * The text of the tokens before the first pad, whether or not it is a program.
   *
   * @throws OutsideVocabulary
   */
  decode(indices: ArrayLike<number>): string {
    const tokens: string[] = []
    for (let at = 0; at < indices.length && indices[at] !== this.pad; at++) {
      const token = this.tokens[indices[at]!]
      if (token === undefined) throw new OutsideVocabulary(this.name, indices[at]!, at)
      tokens.push(token)
    }
    return this.language.lexis.join(tokens)
  }

  #index(token: string, at: number): number {
    const index = this.#indices.get(token)
    if (index === undefined) throw new OutsideVocabulary(this.name, token, at)
    return index
  }
}

export interface TokenMaskOptions {
  /** Most tokens of the whole text, the pad not counted. */
  readonly tokens?: number
  /** The non-terminal that is written; the language's start unless given. */
  readonly from?: string
}

/**
 * Which tokens may come next while a text is written from left to right. Exact: a text can be finished after every
 * allowed token, within the bound on tokens if there is one, and after no other.
 */
export class TokenMask {
  readonly #vocabulary: Vocabulary
  readonly #tokens: number
  #walk: Walk
  #ended = false

  constructor(vocabulary: Vocabulary, options: TokenMaskOptions = {}) {
    const { language, automaton } = vocabulary
    this.#vocabulary = vocabulary
    this.#tokens = options.tokens ?? Number.POSITIVE_INFINITY
    this.#walk = new Walk(automaton, nonTerminalOf(language, options.from ?? language.start))
  }

  /** The tokens so far are a whole text. */
  get complete(): boolean {
    return this.#walk.complete
  }

  /** Whether the index may come next. The pad may, and from then on it alone, once the text is whole. */
  allows(index: number): boolean {
    const { pad, inLanguage } = this.#vocabulary
    if (index === pad) return this.#ended || this.#walk.complete
    if (this.#ended || !(index >= 0 && index < pad)) return false
    const shortest = this.#walk.shortestWith(inLanguage[index]!)
    return shortest < Number.POSITIVE_INFINITY && this.#walk.pushed + shortest <= this.#tokens
  }

  /** 1 for every index that may come next, 0 for the others. */
  allowed(into: Uint8Array = new Uint8Array(this.#vocabulary.size)): Uint8Array {
    for (let index = 0; index < this.#vocabulary.size; index++) into[index] = Number(this.allows(index))
    return into
  }

  /** Goes on with the index; false, and nothing has changed, if it may not come next. */
  push(index: number): boolean {
    if (!this.allows(index)) return false
    if (index === this.#vocabulary.pad) this.#ended = true
    else this.#walk.push(this.#vocabulary.inLanguage[index]!)
    return true
  }

  /** A mask at the same place that goes its own way. */
  clone(): TokenMask {
    const copy = new TokenMask(this.#vocabulary, { tokens: this.#tokens })
    copy.#walk = this.#walk.clone()
    copy.#ended = this.#ended
    return copy
  }
}
