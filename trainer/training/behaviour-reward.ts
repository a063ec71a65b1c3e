import { Behaviour, karel, type ProgramData } from '@cairn/domains'
import { ParseError, type Program, parse, type Rng, type Vocabulary } from '@cairn/language'
import type { BehaviourOptions } from './behaviour-options.ts'

/** What a sampled text is worth. */
export interface Reward {
  readonly reward: number
  /** What the text says; undefined where it is no program: an empty block, or no end. */
  readonly program: Program | undefined
}

/**
 * How far a sampled text does the same as the program whose latent it was sampled from, from 0 to 1, and the bonus; or
 * the reward of what is no program.
 *
 * @param text tokens from `DEF` on
 * @param original the program of the data set, and a stream for the worlds in which both are run
 */
export function rewardOf(
  text: readonly number[],
  original: { readonly data: ProgramData; readonly words: Vocabulary; readonly number: number; readonly rng: Rng },
  { bonus, noProgram, worlds }: Pick<BehaviourOptions, 'bonus' | 'noProgram' | 'worlds'>,
): Reward {
  const { data, words, number, rng } = original
  const program = programOf(words.decode(text))
  if (program === undefined) return { reward: noProgram, program }
  const wanted = parse(karel.language, words.decode(data.tokens(number)))
  return { reward: new Behaviour(wanted, data.settings, rng, worlds).likeness(program) + bonus, program }
}

function programOf(text: string): Program | undefined {
  try {
    return parse(karel.language, text)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}
