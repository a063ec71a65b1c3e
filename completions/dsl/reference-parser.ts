import { language as compile, type Language, parse, rule } from '@cairn/language'
import type { PythonForms } from '../python-forms.ts'
import { namesWithArgument } from './repair.ts'

/**
 * Reads a DSL text as the parser of LLM-GS does, which takes more than a language may have: `True` and `False` as
 * conditions, and any word as an argument, without a look at it.
 *
 * @returns the canonical text
 * @throws ParseError
 */
export function parseAsReference(text: string, language: Language, forms: PythonForms): string {
  const words = text.split(' ')
  const withArgument = namesWithArgument(forms)
  const known = new Map(forms.perceptions.map(({ name, argument }) => [name, argument]))
  const checked = words.map((word, at) => {
    const name = words[at - 1] === 'h(' && words[at + 1] === 'h)' ? words[at - 2]! : ''
    return withArgument.has(name) ? (known.get(name) ?? word) : word
  })
  parse(withConstants(language), checked.join(' '))
  return words.join(' ')
}

const made = new WeakMap<Language, Language>()

/** The language with `True` and `False` wherever a condition stands. */
function withConstants(language: Language): Language {
  const before = made.get(language)
  if (before !== undefined) return before
  const conditions = new Set(['while', 'if', 'ifelse', 'not'].map((name) => slotOf(language, name)))
  const constants = ['True', 'False'].filter((token) => !language.tokens.includes(token))
  const rules = language.nonTerminals.map(({ name, alternatives }) => [
    name,
    conditions.has(name)
      ? [...alternatives, ...constants.map((token) => rule(token, token, { weight: 0 }))]
      : alternatives,
  ])
  const { start, limits, lexis } = language
  const wide = compile(`${language.name} of LLM-GS`, { start, limits, lexis, rules: Object.fromEntries(rules) })
  made.set(language, wide)
  return wide
}

function slotOf({ productions }: Language, name: string): string {
  return productions.find((production) => production.name === name)!.slots[0]!
}
