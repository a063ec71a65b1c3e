import { karel } from '@cairn/domains'
import { drawProgram, OutsideVocabulary, type Program, print, type Rng } from '@cairn/language'
import type { LatentMap, Trajectory } from '@cairn/report'
import type { TrainedEmbedding } from '@cairn/trainer'
import type { Feature } from './features.ts'

/** Programs drawn for one that is new and short enough before there are said to be no more. */
const triesEach = 50

/** Different programs that the grammar draws and the embedding can hold. */
export function drawnPrograms({ words, card }: TrainedEmbedding, count: number, rng: Rng): Program[] {
  const found = new Map<string, Program>()
  for (let tries = 0; found.size < count && tries < count * triesEach; tries++) {
    const program = drawProgram(karel.language, rng, { filter: false })
    const text = print(karel.language, program)
    if (!found.has(text) && holds(text)) found.set(text, program)
  }
  return [...found.values()]

  /** `DEF` is not written, but read. */
  function holds(text: string): boolean {
    try {
      return words.encodeText(text).length <= card.steps
    } catch (error) {
      if (error instanceof OutsideVocabulary) return false
      throw error
    }
  }
}

/** Programs at the means of their latents, coloured by what they do. */
export async function mapOf(
  embedding: TrainedEmbedding,
  programs: readonly Program[],
  about: string,
  { colour, valued }: Feature,
  trajectory?: Trajectory,
): Promise<LatentMap> {
  const latents = await embedding.encode(programs)
  return {
    title: `${embedding.card.name}: latent space`,
    ...{ about, colour },
    points: programs.map((program, i) => ({
      latent: latents[i]!,
      program: print(karel.language, program),
      value: valued(program),
    })),
    ...(trajectory === undefined ? {} : { trajectory }),
  }
}
