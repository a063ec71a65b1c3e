import { type Language, print } from '@cairn/language'
import type { LibraryAsker } from '@cairn/search'
import { minigrid } from './languages.ts'

interface Question {
  readonly texts: readonly string[]
  readonly ask: { readonly states: number; readonly each?: boolean }
}

export interface Asker extends LibraryAsker {
  readonly questions: readonly Question[]
}

/** Answers what a text does in each state, or a number for what it does in all of them; remembers what it was asked. */
export function asker(does: (text: string, state: number) => number, language: Language = minigrid): Asker {
  const questions: Question[] = []
  const known = new Map<string, number>()
  return {
    language,
    questions,
    async behaviours(parts, ask) {
      const texts = parts.map((part) => print(language, part))
      questions.push({ texts, ask })
      const traces = texts.map((text) => Array.from({ length: ask.states }, (_, state) => does(text, state)))
      if (ask.each) return Float64Array.from(traces.flat())
      return Float64Array.from(traces, (trace) => {
        const key = trace.join()
        if (!known.has(key)) known.set(key, known.size)
        return known.get(key)!
      })
    },
  }
}

const numbers = new Map<string, number>()
/** Every text does something of its own. */
export const ownWay = (text: string) => {
  if (!numbers.has(text)) numbers.set(text, numbers.size)
  return numbers.get(text)!
}
