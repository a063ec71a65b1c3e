import { admits, type Language, type Production, type Program } from '@cairn/language'

/**
 * The program that self-play starts from where it is given none: the one of the fewest bytes, the first in the order of
 * the productions among several. In MicroLanguage that is the empty program.
 */
export function shortestProgram(language: Language): Program {
  const shortest = new Map<string, readonly number[]>()
  // Parts of parts first: each round finds those whose own parts are known.
  for (let changed = true; changed; ) {
    changed = false
    for (const { name } of language.nonTerminals) {
      for (const production of language.productions) {
        if (!admits(language, name, production.number)) continue
        const bytes = written(production, shortest)
        const known = shortest.get(name)
        if (bytes === undefined || (known !== undefined && known.length <= bytes.length)) continue
        shortest.set(name, bytes)
        changed = true
      }
    }
  }
  // A language has programs: `language()` refuses one that has none.
  return Uint8Array.from(shortest.get(language.start)!)
}

function written(production: Production, shortest: ReadonlyMap<string, readonly number[]>): number[] | undefined {
  const bytes = [production.number]
  for (const slot of production.slots) {
    const part = shortest.get(slot)
    if (part === undefined) return undefined
    bytes.push(...part)
  }
  return bytes
}
