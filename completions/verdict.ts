import { type Language, parse } from '@cairn/language'
import { judgeAsReference } from './compat.ts'
import { judgeStrictly } from './strict.ts'

/** `strict` keeps the meaning of an answer or gives a reason why it cannot; `compat` does what LLM-GS does. */
export const converters = ['strict', 'compat'] as const
export type Converter = (typeof converters)[number]

/** What became of one way from an answer to a program: its Python, or its text in the language. */
export interface PathVerdict {
  readonly ok: boolean
  /** The canonical program, on one line; when it is accepted. */
  readonly text?: string
  /** Why it is not accepted. */
  readonly reason?: string
  /** Where in the answer, from 1. */
  readonly line?: number
  /** From 1, in UTF-16 units. */
  readonly column?: number
}

/** Absent is the path that an answer does not take. */
export interface Paths {
  readonly python?: PathVerdict
  readonly dsl?: PathVerdict
}

export interface Verdict extends Paths {
  /** At least one path is. */
  readonly accepted: boolean
  /**
   * Canonical texts of the accepted paths, Python first, no repeats. The parser of LLM-GS takes texts that are no
   * programs of the language here (`front_object_type h( cat h)`): those are accepted by `compat`, and not in the list.
   */
  readonly programs: readonly string[]
}

/** In UTF-16 units; with it there is a bound on the time that any answer takes. */
export const longestAnswer = 65_536

/** What becomes of a language model's answer. Every text gets a verdict. */
export function judge(answer: string, language: Language, converter: Converter): Verdict {
  const paths = judged(answer, language, converter)
  const accepted = [paths.python, paths.dsl].flatMap((path) => (path?.ok ? [path] : []))
  const texts = accepted.flatMap(({ text }) => (text !== undefined && isProgram(language, text) ? [text] : []))
  return { accepted: accepted.length > 0, ...paths, programs: [...new Set(texts)] }
}

function judged(answer: string, language: Language, converter: Converter): Paths {
  if (answer.length > longestAnswer) {
    const reason = `the answer has ${answer.length} characters; more than ${longestAnswer} are not read`
    return { python: { ok: false, reason }, dsl: { ok: false, reason } }
  }
  return converter === 'strict' ? judgeStrictly(answer, language) : judgeAsReference(answer, language)
}

function isProgram(language: Language, text: string): boolean {
  try {
    parse(language, text)
    return true
  } catch {
    return false
  }
}
