/** Rewards of each action of each program of a list, run one after the other from one start state. */
export type ListRewards = readonly (readonly number[])[]

/** `none` is what HIPO's code does; `each` restarts the exponent with every program, as POMP's formula reads. */
export type Discounting = 'none' | 'each' | 'continuing'

/** All rewards of a list over the number of its programs. */
export function listReturn(rewards: ListRewards, discounting: Discounting = 'none', discount = 0.99): number {
  let sum = 0
  let step = 0
  for (const ofProgram of rewards) {
    if (discounting === 'each') step = 0
    for (const reward of ofProgram) sum += reward * (discounting === 'none' ? 1 : discount ** step++)
  }
  return sum / rewards.length
}

export interface CompatibilityOptions {
  readonly discounting: Discounting
  /** Added to the mean; 0 in the paper. */
  readonly syntaxBonus: number
}

/** HIPO's code. The paper's variant is `{ discounting: 'each', syntaxBonus: 0 }`. */
export const compatibilityDefaults = { discounting: 'none', syntaxBonus: 0.1 } satisfies CompatibilityOptions

/** What a candidate that is no program is worth, before the multiplier. */
const ofNoProgram = -1

/**
 * How well a candidate goes with the modes found before: the mean over lists and start states, times its diversity.
 *
 * @param lists rewards by list and start state; undefined for a candidate that is no program
 */
export function compatibility(
  lists: readonly (readonly ListRewards[])[] | undefined,
  multiplier: number,
  options: Partial<CompatibilityOptions> = {},
): number {
  const { discounting, syntaxBonus } = { ...compatibilityDefaults, ...options }
  if (lists === undefined) return ofNoProgram * multiplier
  const returns = lists.flat().map((rewards) => listReturn(rewards, discounting))
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length
  return (mean + syntaxBonus) * multiplier
}
