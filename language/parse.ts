import { action } from './automaton.ts'
import { type Language, nonTerminalOf } from './grammar.ts'
import type { Lexeme } from './lexis.ts'
import type { Program } from './program.ts'
import { Walk } from './walk.ts'

/** A text that is not a program. */
export class ParseError extends Error {
  readonly code = 'E_PARSE'
  /** The token that does not fit; empty at the end of the text. */
  readonly token: string
  /** Its 0-based index among the tokens. */
  readonly at: number
  /** Its offset in the text, in UTF-16 units. */
  readonly offset: number
  /** Tokens that would have fitted. */
  readonly expected: readonly string[]
  /** The text could have ended here. */
  readonly couldEnd: boolean
  constructor(text: string, lexeme: Lexeme, at: number, expected: readonly string[], couldEnd: boolean) {
    const found = lexeme.text === '' ? 'end of the text' : `"${lexeme.text}"`
    const wanted = couldEnd ? [...expected, 'the end of the text'] : expected
    const one = wanted.length > 1 ? 'one of ' : ''
    super(`token ${at}, ${found}: expected ${one}${wanted.join(' ')}\n${pointAt(text, lexeme)}`)
    this.token = lexeme.text
    this.at = at
    this.offset = lexeme.offset
    this.expected = expected
    this.couldEnd = couldEnd
  }
}

/**
 * The program that the text writes down.
 *
 * @param from the non-terminal to read, the language's start unless given
 * @throws ParseError pointing at the first token after which no completion is a program
 */
export function parse(language: Language, text: string, from: string = language.start): Program {
  const { columns, actions, roots, slot, chainOf, nonTerminal, settles, completes, afterItem } = language.automaton
  const root = nonTerminalOf(language, from)
  const lexemes = language.lexis.split(text)

  // A node's byte is known only after some of its tokens, a chain's after its first statement: both leave a hole (-1).
  const written: number[] = []
  const states: number[] = []
  const holes: number[] = []
  let state = roots[root]!
  let hole = open(root)

  function open(entered: number): number {
    if (chainOf[entered]! >= 0) written.push(-1)
    return written.push(-1) - 1
  }

  for (let at = 0; at <= lexemes.length; at++) {
    const token = at === lexemes.length ? columns - 1 : (language.tokenIndex.get(lexemes[at]!.text) ?? -1)
    let reading = true
    while (reading) {
      const todo = token < 0 ? action.none : actions[state * columns + token]!
      const operand = todo >> 3
      switch (todo & 7) {
        case action.shift:
          if (afterItem[state]) written[hole - 1] = chainOf[nonTerminal[state]!]!
          state = operand
          if (settles[state]! >= 0) written[hole] = settles[state]!
          reading = false
          break
        case action.enter:
          states.push(operand)
          holes.push(hole)
          hole = open(slot[state]!)
          state = roots[slot[state]!]!
          break
        case action.item:
          written[hole] = completes[state]!
          state = operand
          break
        case action.rest:
          if (afterItem[state]) written[hole - 1] = chainOf[nonTerminal[state]!]!
          state = operand
          hole = open(nonTerminal[state]!)
          break
        case action.leave:
          if (!afterItem[state]) written[hole] = completes[state]!
          if (states.length > 0) {
            state = states.pop()!
            hole = holes.pop()!
            if (settles[state]! >= 0) written[hole] = settles[state]!
            break
          }
          if (at === lexemes.length) return Uint8Array.from(written.filter((byte) => byte >= 0))
          throw misfit(language, text, lexemes, at, root)
        default:
          throw misfit(language, text, lexemes, at, root)
      }
    }
  }
  throw misfit(language, text, lexemes, lexemes.length, root)
}

function misfit(language: Language, text: string, lexemes: readonly Lexeme[], at: number, root: number): ParseError {
  const walk = new Walk(language.automaton, root)
  for (const lexeme of lexemes.slice(0, at)) walk.push(language.tokenIndex.get(lexeme.text)!)
  const expected = language.tokens.filter((_, token) => walk.shortestWith(token) < Number.POSITIVE_INFINITY)
  return new ParseError(text, lexemes[at] ?? { text: '', offset: text.trimEnd().length }, at, expected, walk.complete)
}

/** The line of the token, cut to what fits a terminal, and a caret below it. */
function pointAt(text: string, { text: token, offset }: Lexeme): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const lineEnd = text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset)
  const from = Math.max(lineStart, offset - 40)
  const line = text.slice(from, Math.min(lineEnd, offset + 40)).replaceAll('\t', ' ')
  return `  ${line}\n  ${' '.repeat(offset - from)}${'^'.repeat(Math.max(1, Math.min(token.length, 40)))}`
}
