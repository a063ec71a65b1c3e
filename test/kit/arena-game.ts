import { hashBytes, type Language, type Program, parse, print, type Rng } from '@cairn/language'
import type { Game } from './arena.ts'
import { toyLanguage } from './toy.ts'

/** A program of the toy language with these words. */
export const wordsOf = (text: string): Program => parse(toyLanguage, `DO ${text}`)

/** One of two programs fails in the matches of one in so many pairs of them. */
const failing = 11

/**
 * A game of toy programs without rhyme or reason: what a match returns is decided by chance, from the seed. Programs with
 * the word `right` in the first place can be rid of it.
 */
export function chanceGame(seed: number, language: Language = toyLanguage): Game {
  const chance = (program: Program, opponent: Program, salt: number) =>
    hashBytes(Uint8Array.from([...program, 255, ...opponent]), seed * 31 + salt).low
  return {
    language,
    match(program, opponent, player) {
      if (chance(program, opponent, 2) % failing === 0) return -1
      return [0, 0.5, 1][chance(program, opponent, player) % 3]!
    },
    trimmed(program) {
      const words = print(toyLanguage, program).split(' ').slice(1)
      return words[0] === 'right' && words.length > 1 ? wordsOf(words.slice(1).join(' ')) : program
    },
  }
}

/**
 * The toy language with a drawing that can be told beforehand: the n-th neighbour drawn, of whatever program, has words
 * that depend on n and the program alone.
 */
export function countedLanguage(): Language {
  let drawn = 0
  const words = ['up', 'left', 'right']
  return {
    ...toyLanguage,
    drawing: {
      sample: () => wordsOf('up'),
      neighbour(program) {
        const chance = hashBytes(program, drawn++)
        const length = 1 + (chance.high % 4)
        return wordsOf(Array.from({ length }, (_, i) => words[(chance.low >>> (2 * i)) % 3]!).join(' '))
      },
      replaceable: ['program'],
    },
  }
}

/** Chances that can be told beforehand, of which splitting takes none. */
export class CountedRng implements Rng {
  #drawn = 0

  next32(): number {
    throw new Error('nobody draws bits')
  }

  uniform(): number {
    return hashBytes(Uint8Array.of(7), this.#drawn++).low / 2 ** 32
  }

  below(): number {
    throw new Error('nobody draws whole numbers')
  }

  split(): Rng {
    return this
  }

  stream(): Rng {
    return this
  }
}
