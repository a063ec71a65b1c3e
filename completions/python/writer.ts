import { admits, type Language, numberOf, type Piece, type Production } from '@cairn/language'

/** Writes a program token by token, from left to right. */
export class Writer {
  readonly language: Language
  readonly #tokens: string[] = []

  constructor(language: Language) {
    this.language = language
  }

  /** What has been written. */
  get text(): string {
    return this.language.lexis.join(this.#tokens)
  }

  /**
   * The production of that name.
   * @throws RangeError if the language has none
   */
  production(name: string): Production {
    return this.language.productions[numberOf(this.language, name)]!
  }

  /** The production of that name, if there is one and it may stand where the non-terminal is asked for. */
  admitted(nonTerminal: string, name: string): Production | undefined {
    const found = this.language.productions.find((production) => production.name === name)
    return found !== undefined && admits(this.language, nonTerminal, found.number) ? found : undefined
  }

  /** The tokens of the production; in its slots, whatever these write. */
  write({ pieces }: Production, ...slots: readonly (() => void)[]): void {
    let slot = 0
    for (const piece of pieces) {
      if ('token' in piece) this.#tokens.push(piece.token)
      else slots[slot++]!()
    }
  }

  /** Statements in a row, however many. */
  row(statements: readonly (() => void)[]): void {
    const { pieces } = this.production('sequence')
    const first = pieces.findIndex((piece) => 'slot' in piece)
    const rest = pieces.findLastIndex((piece) => 'slot' in piece)
    for (const [at, statement] of statements.entries()) {
      const more = at < statements.length - 1
      if (more) this.#write(pieces.slice(0, first))
      statement()
      if (more) this.#write(pieces.slice(first + 1, rest))
    }
    for (let i = 1; i < statements.length; i++) this.#write(pieces.slice(rest + 1))
  }

  #write(tokens: readonly Piece[]): void {
    for (const piece of tokens) if ('token' in piece) this.#tokens.push(piece.token)
  }
}
