import { type NeighbourOptions, type Program, sampleProgram } from '@cairn/language'
import type { SearchContext, SearchOption } from './context.ts'

/** Which published program space: how random programs and replaced subtrees are drawn. */
export type Space = 'clean' | 'old'

/** The option of every search that draws programs. */
export const spaceOption = (space: Space) =>
  ({
    kind: 'choice',
    default: space,
    of: ['clean', 'old'],
    about:
      'how programs are drawn: clean (prog_policies search_space, LLM-GS) or old (StochasticHillClimbing2, InnateCoder)',
  }) as const satisfies SearchOption

/** A random program to start from. The old form does not hold them to the limits, only their neighbours. */
export function randomStart({ language, rng }: SearchContext, space: Space): Program {
  return sampleProgram(language, rng, { filter: space === 'clean' })
}

export const neighboursIn = (space: Space): NeighbourOptions => ({ variant: space })
