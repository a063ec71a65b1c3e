/** A token and where it begins in its text. */
export interface Lexeme {
  readonly text: string
  /** Offset in UTF-16 units. */
  readonly offset: number
}

/** How a language's text and its tokens become each other. */
export interface Lexis {
  split(text: string): Lexeme[]
  join(tokens: readonly string[]): string
}

/** Tokens are words between blanks; one blank joins them. */
export const words: Lexis = {
  split: (text) => Array.from(text.matchAll(/\S+/g), (match) => ({ text: match[0], offset: match.index })),
  join: (tokens) => tokens.join(' '),
}
