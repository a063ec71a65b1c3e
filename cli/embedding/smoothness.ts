import { karel } from '@cairn/domains'
import { type Program, print, type Rng } from '@cairn/language'
import type { Smoothness, SmoothnessRow } from '@cairn/report'
import { gaussians, type TrainedEmbedding } from '@cairn/trainer'
import type { SampledStates } from './behaviour.ts'

export const smoothnessDefaults = {
  /** Standard deviations of each number of a latent. */
  sigmas: [0.1, 0.25, 0.5, 1],
  /** Latents drawn around each program's, at each of them. */
  draws: 16,
} as const

export interface SmoothnessOptions {
  readonly sigmas?: readonly number[]
  readonly draws?: number
  /** In which behaviour is compared. */
  readonly states: SampledStates
  readonly rng: Rng
}

/**
 * What becomes of programs when their latents are moved, the more the further: against what the latents themselves
 * decode to. Those that decode to no program are left out.
 */
export async function smoothnessOf(
  embedding: Pick<TrainedEmbedding, 'size' | 'encode' | 'decode'>,
  programs: readonly Program[],
  { sigmas = smoothnessDefaults.sigmas, draws = smoothnessDefaults.draws, states, rng }: SmoothnessOptions,
): Promise<Smoothness> {
  const latents = await embedding.encode(programs)
  const decoded = await embedding.decode(latents)
  const centres = latents.flatMap((latent, i) => {
    const program = decoded[i]
    return program === undefined ? [] : [{ latent, program }]
  })
  const rows: SmoothnessRow[] = []
  for (const sigma of centres.length === 0 ? [] : sigmas) {
    const noise = gaussians(rng.stream(`sigma ${sigma}`), centres.length * draws * embedding.size)
    const moved = centres.flatMap(({ latent }, of) =>
      Array.from({ length: draws }, (_, draw) =>
        latent.map((value, k) => value + sigma * noise[(of * draws + draw) * embedding.size + k]!),
      ),
    )
    const likenesses: number[] = []
    let same = 0
    for (const [i, program] of (await embedding.decode(moved)).entries()) {
      if (program === undefined) continue
      const centre = centres[Math.floor(i / draws)]!
      likenesses.push(states.likeness(centre.program, program))
      if (textOf(program) === textOf(centre.program)) same++
    }
    const of = moved.length
    rows.push({
      sigma,
      decoded: likenesses.length / of,
      sameProgram: same / of,
      sameBehaviour: likenesses.filter((likeness) => likeness === 1).length / of,
      distance:
        likenesses.length === 0 ? undefined : 1 - likenesses.reduce((sum, one) => sum + one, 0) / likenesses.length,
    })
  }
  return { programs: centres.length, draws, states: states.count, rows }
}

const textOf = (program: Program) => print(karel.language, program)
