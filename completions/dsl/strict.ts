import { type Language, numberOf, ParseError, parse, print } from '@cairn/language'
import { type AnswerText, type Passage, Rejected } from '../answer-text.ts'
import { misfit } from '../misfit.ts'

/**
 * The program that an answer writes down in the language itself: the last fenced block, or line outside of the blocks,
 * that begins as programs do. Nothing is repaired.
 *
 * @returns its canonical text; undefined if nothing begins like a program
 * @throws Rejected
 */
export function readProgram(answer: AnswerText, language: Language): string | undefined {
  const opening = openingWords(language)
  const begins = opening.length === 0 ? /(?:)/ : new RegExp(`^\\s*${opening.join('\\s+')}(?!\\w)`)
  const block = answer.blocks.findLast(({ text }) => begins.test(text))
  const line = opening.length === 0 ? undefined : answer.lines.findLast(({ text }) => begins.test(text))
  if (line === undefined || (block !== undefined && block.firstLine > line.firstLine)) {
    return block === undefined ? undefined : canonical(block, language)
  }
  try {
    return canonical(line, language)
  } catch (error) {
    // A program that goes on in the next lines.
    if (error instanceof UnfinishedProgram) return canonical(paragraphFrom(line, answer), language)
    throw error
  }
}

/** The words that every program begins with, `DEF run`; none if programs begin in several ways. */
export function openingWords({ start, nonTerminals, productions }: Language): readonly string[] {
  const { alternatives } = nonTerminals.find(({ name }) => name === start)!
  const [only] = alternatives
  if (alternatives.length !== 1 || only === undefined || 'alternatives' in only) return []
  const { pieces } = productions[numberOf({ name: start, productions }, only.name)]!
  const words = pieces.map((piece) => ('token' in piece && /^\w+$/.test(piece.token) ? piece.token : undefined))
  const end = words.indexOf(undefined)
  return (end < 0 ? words : words.slice(0, end)) as string[]
}

class UnfinishedProgram extends Rejected {}

function canonical(passage: Passage, language: Language): string {
  try {
    return print(language, parse(language, passage.text))
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    const Failure = error.token === '' ? UnfinishedProgram : Rejected
    throw new Failure(misfit(error), passage, error.offset)
  }
}

function paragraphFrom({ firstLine }: Passage, answer: AnswerText): Passage {
  const following = answer.lines.filter((line) => line.firstLine >= firstLine)
  const end = following.findIndex(({ text, firstLine: at }, i) => text.trim() === '' || at !== firstLine + i)
  const lines = end < 0 ? following : following.slice(0, end)
  return { text: lines.map(({ text }) => text).join('\n'), firstLine }
}
