import type { Player } from '../state.ts'
import { BadMessage, badField, shown } from './bad-message.ts'

/** The first line of a request of the engine. */
export type Request =
  | { readonly word: 'budget'; readonly ms: number; readonly iterations: number }
  | { readonly word: 'utt' }
  | { readonly word: 'preGameAnalysis'; readonly ms: number; readonly folder: string | undefined }
  | { readonly word: 'getAction'; readonly player: Player }
  | { readonly word: 'gameOver'; readonly winner: -1 | Player }
  | { readonly word: 'end' }

export type Word = Request['word']

/** All words, and whether a second line follows. */
const hasBody: Readonly<Record<Word, boolean>> = {
  budget: false,
  utt: true,
  preGameAnalysis: true,
  getAction: true,
  gameOver: false,
  end: false,
}

/** The word that a line begins with, if it is one of the engine's. */
export function wordOf(line: string): Word | undefined {
  const [word] = line.split(' ', 1)
  return Object.hasOwn(hasBody, word) ? (word as Word) : undefined
}

/** Is the word followed by a second line, with a table or a state? */
export function expectsBody(word: Word): boolean {
  return hasBody[word]
}

/** @throws BadMessage of the fault `unknown` when there is no such request, else naming what is wrong in it */
export function readRequest(line: string): Request {
  const word = wordOf(line)
  const rest = line.slice(word?.length).trim()
  switch (word) {
    case undefined:
      throw new BadMessage('unknown', `expected ${Object.keys(hasBody).join(', ')}; got ${shown(line)}`)
    case 'budget': {
      const [, ms, iterations] = /^(-?\d{1,9}) +(-?\d{1,9})$/.exec(rest) ?? []
      if (ms === undefined) throw badField('budget', rest, 'milliseconds and iterations')
      return { word, ms: Number(ms), iterations: Number(iterations) }
    }
    case 'preGameAnalysis': {
      const [, ms, folder] = /^(-?\d{1,9})(?: +"(.*)")?$/.exec(rest) ?? []
      if (ms === undefined) throw badField('preGameAnalysis', rest, 'milliseconds and perhaps a folder in quotes')
      return { word, ms: Number(ms), folder }
    }
    case 'getAction':
      if (rest !== '0' && rest !== '1') throw badField('getAction', rest, 'player 0 or 1')
      return { word, player: rest === '0' ? 0 : 1 }
    case 'gameOver':
      if (rest !== '0' && rest !== '1' && rest !== '-1') throw badField('gameOver', rest, '0, 1 or -1')
      return { word, winner: rest === '-1' ? -1 : rest === '0' ? 0 : 1 }
    default:
      return { word }
  }
}
