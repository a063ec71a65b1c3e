import { drawProgram, type Language, type NeighbourOptions, type Program } from '@cairn/language'
import type { SearchContext, SearchOption } from './context.ts'

/**
 * Which published program space: how random programs and replaced subtrees are drawn. There is but one for a language
 * with a drawing of its own.
 */
export type Space = 'clean' | 'old'

/** The option of every search that draws programs. */
export const spaceOption = (space: Space) =>
  ({
    kind: 'choice',
    default: space,
    of: ['clean', 'old'],
    about:
      'how programs are drawn: clean (prog_policies search_space, LLM-GS) or old (StochasticHillClimbing2, InnateCoder); on MicroRTS either is as 2L and LISS draw',
  }) as const satisfies SearchOption

/** A random program to start from. The old form does not hold them to the limits, only their neighbours. */
export function randomStart({ language, rng }: SearchContext, space: Space): Program {
  return drawProgram(language, rng, { filter: space === 'clean' })
}

export function neighboursIn(space: Space, { drawing }: Language): NeighbourOptions {
  return { variant: space, drawing }
}
