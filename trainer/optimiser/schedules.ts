/** Times `factor` after every `period` epochs (StepLR; `scheduler.gamma`, `scheduler.step_size`). */
export function stepDecay(epoch: number, { initial = 1e-3, factor = 0.95, period = 10 } = {}): number {
  return initial * factor ** Math.floor(epoch / period)
}

/** Falls in a straight line to 0 (`use_linear_lr_decay`). */
export function linearDecay(update: number, { initial, updates }: { initial: number; updates: number }): number {
  return initial * (1 - update / updates)
}

/** From one to the other by equal factors (`use_exp_ent_decay`). */
export function exponentialDecay(
  update: number,
  { initial, final, updates }: { initial: number; final: number; updates: number },
): number {
  return initial * (final / initial) ** (update / updates)
}
