import type { Language } from '@cairn/language'
import { answerText, Rejected } from './answer-text.ts'
import { openingWords, readProgram } from './dsl/strict.ts'
import { readPython } from './python/strict.ts'
import { readableForms } from './python-forms.ts'
import type { Paths, PathVerdict } from './verdict.ts'

/** Both ways from an answer to a program, none of which changes the meaning of what stands there. */
export function judgeStrictly(answer: string, language: Language): Paths {
  const text = answerText(answer)
  const forms = readableForms(language)
  const python = forms === undefined ? undefined : verdictOf(() => readPython(text, language, forms))
  const dsl = verdictOf(() => readProgram(text, language))
  if (python === undefined && dsl === undefined) return nothingFound(language, forms !== undefined)
  return { ...(python === undefined ? {} : { python }), ...(dsl === undefined ? {} : { dsl }) }
}

function verdictOf(read: () => string | undefined): PathVerdict | undefined {
  try {
    const text = read()
    return text === undefined ? undefined : { ok: true, text }
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    const { message: reason, line, column } = error
    return { ok: false, reason, ...(line === undefined || column === undefined ? {} : { line, column }) }
  }
}

function nothingFound(language: Language, python: boolean): Paths {
  const opening = openingWords(language).join(' ')
  const begins = opening === '' ? 'there is no block in backticks' : `no line begins with "${opening}"`
  const dsl = { ok: false, reason: begins }
  return python ? { python: { ok: false, reason: 'no block in backticks defines run()' }, dsl } : { dsl }
}
