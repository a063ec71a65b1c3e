import type { Alternative, Language } from '@cairn/language'

/** The grammar as a language model reads it: one line per non-terminal, without what is never drawn. */
export function grammarText(language: Language): string {
  return language.nonTerminals
    .map(({ name, alternatives }) => `<${name}> ::= ${templates(alternatives).join(' | ')}`)
    .join('\n')
}

function templates(alternatives: readonly Alternative[]): string[] {
  return alternatives
    .filter(({ weight }) => weight > 0)
    .flatMap((one) => ('alternatives' in one ? templates(one.alternatives) : [one.template]))
}
