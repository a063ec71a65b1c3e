import type { LatentDecoder } from '@cairn/coordinator'
import { type Program, parse, print } from '@cairn/language'
import { toyLanguage } from './toy.ts'

/** Numbers of a toy vector, each of which is a word of the program. */
export const toySize = 16

const third = 0.4

/** Above 0.4 is `up`, below -0.4 is `left`, the rest is `right`; no program if the first one is below -2. */
export function toyDecoded(latent: ArrayLike<number>): Program | undefined {
  if (latent[0]! < -2) return undefined
  const words = Array.from(latent, (value) => (value > third ? 'up' : value < -third ? 'left' : 'right'))
  return parse(toyLanguage, `DO ${words.join(' ')}`)
}

/** 1 for `up`, -1 for `left`, 0 for `right` and for words that are not there. */
export function toyEncoded(program: Program): Float64Array {
  const words = print(toyLanguage, program).split(' ').slice(1)
  return Float64Array.from({ length: toySize }, (_, i) => (words[i] === 'up' ? 1 : words[i] === 'left' ? -1 : 0))
}

export interface ToyDecoder extends LatentDecoder {
  /** What it was asked, question by question. */
  readonly asked: ('decode' | 'encode')[]
}

/** An embedding of the toy language without a network. */
export function toyDecoder(changes: Partial<LatentDecoder> = {}): ToyDecoder {
  const asked: ('decode' | 'encode')[] = []
  return {
    size: toySize,
    name: 'toy-embedding-1',
    asked,
    async decode(latents) {
      asked.push('decode')
      return latents.map(toyDecoded)
    },
    async encode(programs) {
      asked.push('encode')
      return programs.map(toyEncoded)
    },
    ...changes,
  }
}
