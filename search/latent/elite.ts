/** How the elite becomes the next centre. */
export type Reduction = 'mean' | 'weighted_mean' | 'max'

export interface Candidate {
  readonly vector: ArrayLike<number>
  readonly reward: number
  /** Its text: the rule for equal rewards. */
  readonly program: string
}

/** Half goes to the even neighbour, as Python rounds. */
function roundHalfEven(value: number): number {
  const below = Math.floor(value)
  if (value - below !== 0.5) return Math.round(value)
  return below % 2 === 0 ? below : below + 1
}

/** `round(population * elitism_rate)`; 0 means that everybody is elite, because LEAPS takes the last -0 of a list. */
export function eliteCount(population: number, rate: number): number {
  return roundHalfEven(population * rate)
}

/** Indices of the candidates by (reward, program), the best last. Texts are compared by code point. */
export function ranking(candidates: readonly Candidate[]): number[] {
  return candidates
    .map((_, i) => i)
    .sort((i, j) => {
      const [a, b] = [candidates[i]!, candidates[j]!]
      if (a.reward !== b.reward) return a.reward - b.reward
      if (a.program !== b.program) return a.program < b.program ? -1 : 1
      return i - j
    })
}

/** The best of the ranking, the very best last. */
export function eliteOf(candidates: readonly Candidate[], rate: number): Candidate[] {
  const count = eliteCount(candidates.length, rate)
  return ranking(candidates)
    .slice(count === 0 ? 0 : -count)
    .map((index) => candidates[index]!)
}

/** The centre of the next population. */
export function centreOf(elite: readonly Omit<Candidate, 'program'>[], reduction: Reduction): Float64Array {
  const size = elite[0]!.vector.length
  const inEach = (of: (d: number) => number) => Float64Array.from({ length: size }, (_, d) => of(d))
  if (reduction === 'max') return inEach((d) => Math.max(...elite.map(({ vector }) => vector[d]!)))
  const weights = elite.map(({ reward }) => (reduction === 'mean' ? 1 : reward))
  const total = weights.reduce((sum, weight) => sum + weight, reduction === 'mean' ? 0 : 1e-5)
  return inEach((d) => elite.reduce((sum, { vector }, i) => sum + weights[i]! * vector[d]!, 0) / total)
}

export interface SigmaSchedule {
  /** `sigma` */
  readonly initial: number
  /** `final_sigma` */
  readonly final: number
  /** `max_number_of_epochs`: the final value is reached after half of them. */
  readonly iterations: number
}

/** The factor of each iteration of `use_exp_sig_decay`. */
export function sigmaDecay({ initial, final, iterations }: SigmaSchedule): number {
  return (final / initial) ** (1 / (iterations / 2))
}

/** Deviation in an iteration, counted from 1; the first two have the initial one. */
export function sigmaAt(iteration: number, schedule: SigmaSchedule): number {
  const { initial, final } = schedule
  const decayed = initial * sigmaDecay(schedule) ** Math.max(0, iteration - 2)
  return iteration >= 2 + schedule.iterations / 2 ? final : Math.max(final, decayed)
}

/** prog_policies: times 0.998 after each iteration, not below 0.1. */
export function sigmaAfter(
  iterations: number,
  { initial, factor = 0.998, floor = 0.1 }: { initial: number; factor?: number; floor?: number },
): number {
  return Math.max(floor, initial * factor ** iterations)
}
