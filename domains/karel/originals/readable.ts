import { ParseError, type Program, parse, vocabulary } from '@cairn/language'
import { karel } from '../language.ts'

const words = new Set(vocabulary(karel, 'leaps').tokens)

/**
 * The program, if LEAPS and HPRL can read it: no empty block, nothing after its end, none of the words that only
 * prog_policies knows. `undefined` for everything else, which is executed nowhere.
 */
export function readable(text: string): Program | undefined {
  if (!text.split(' ').every((word) => words.has(word))) return undefined
  try {
    return parse(karel, text)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}
