/**
 * How LEAPS scores a program: `score` is what its search maximises. Source: LEAPS, the wrapper of its environments
 * (`syntax bonus`) and the fitness of its search.
 */
export const leapsScoring = {
  /** Added to the mean of every program that can be read, where the last action decides. */
  syntaxBonus: 0.1,
  /** What a text that is no program gets; one with an empty body is none. */
  invalid: 0.01,
  /** The same where rewards are summed. */
  invalidSummed: -1,
  /** Episodes with fewer actions count as nothing. */
  fewestActions: 2,
  /** Start states that a program is scored on. */
  configurations: 10,
} as const

/** Whether the last action of an episode decides, the rewards are summed, or their mean over all actions counts. */
export type LeapsScoring = 'last' | 'sum' | 'mean'

/** What the rewards of one episode amount to. */
export interface Level {
  /** Reward of the last action. */
  readonly last: number
  /** Sum of the rewards. */
  readonly sum: number
  readonly actions: number
}

/** What one episode is worth: the last reward as a 32-bit number, the sum of rewards, or their mean. */
export function worthOf({ last, sum, actions }: Level, scoring: LeapsScoring): number {
  if (scoring === 'sum') return sum
  if (scoring === 'mean') return sum / Math.max(1, actions)
  return actions < leapsScoring.fewestActions ? 0 : Math.fround(last)
}

/**
 * The score of a program over its episodes, `undefined` for a text that is no program. `last` adds the syntax bonus,
 * which the papers subtract again; `mean` is that of all actions of all episodes together.
 */
export function leapsScore(episodes: readonly Level[] | undefined, scoring: LeapsScoring): number {
  if (episodes === undefined) return scoring === 'last' ? leapsScoring.invalid : leapsScoring.invalidSummed
  const total = (of: (episode: Level) => number) => episodes.reduce((sum, episode) => sum + of(episode), 0)
  if (scoring === 'mean')
    return (
      total(({ sum }) => sum) /
      Math.max(
        1,
        total(({ actions }) => actions),
      )
    )
  const mean = total((episode) => worthOf(episode, scoring)) / episodes.length
  return scoring === 'last' ? leapsScoring.syntaxBonus + mean : mean
}
