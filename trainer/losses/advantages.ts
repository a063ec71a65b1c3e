/** Less the mean, over the deviation (of a sample: n - 1) plus 1e-5. */
export function normalise(values: ArrayLike<number>): Float64Array {
  const { length } = values
  let sum = 0
  for (let i = 0; i < length; i++) sum += values[i]!
  const mean = sum / length
  let squares = 0
  for (let i = 0; i < length; i++) squares += (values[i]! - mean) ** 2
  const deviation = Math.sqrt(squares / (length - 1))
  return Float64Array.from(values, (value) => (value - mean) / (deviation + 1e-5))
}

export interface Rollout {
  /** [step][worker] */
  readonly rewards: readonly (readonly number[])[]
  /** [step][worker], one row more: the value of where each worker stands afterwards. */
  readonly values: readonly (readonly number[])[]
  /** [step][worker], one row more: 0 where an episode ended with the step before. */
  readonly masks: readonly (readonly number[])[]
}

/** Generalised advantage estimation (Schulman et al. 2016); an advantage is the return less the value. */
export function generalisedReturns(
  { rewards, values, masks }: Rollout,
  { discount, decay }: { discount: number; decay: number },
): number[][] {
  const workers = rewards[0]?.length ?? 0
  const returns = rewards.map(() => new Array<number>(workers).fill(0))
  for (let worker = 0; worker < workers; worker++) {
    let advantage = 0
    for (let step = rewards.length - 1; step >= 0; step--) {
      const goesOn = masks[step + 1]![worker]!
      const value = values[step]![worker]!
      const surprise = rewards[step]![worker]! + discount * values[step + 1]![worker]! * goesOn - value
      advantage = surprise + discount * decay * goesOn * advantage
      returns[step]![worker] = advantage + value
    }
  }
  return returns
}
