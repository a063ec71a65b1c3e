/** The sum of `times` equal rewards in the order they are paid. Not `times * reward`: 36 times 1/36 is not 1 here. */
export function repeated(reward: number, times: number): number {
  let sum = 0
  for (let i = 0; i < times; i++) sum += reward
  return sum
}

/**
 * Upper bound for rewards that pay progress and take it back: their exact sum never exceeds 1, but walking to and fro
 * adds rounding. Each nonzero reward r (|r| <= 1) is rounded once and so is the partial sum it joins, by at most 2^-53 of
 * their size; an episode pays at most `calls` of them.
 *
 * @param largest bound of the size of any partial sum
 */
export function telescoped(calls: number, largest: number): number {
  return 1 + calls * (largest + 1) * 2 ** -53
}

/** Calls for which `telescoped` stays so near 1 that a solution, its own rounding included, is recognised within 1e-9. */
export function callsForTelescoping(largest: number): number {
  return Math.floor(5e-10 / ((largest + 1) * 2 ** -53))
}
