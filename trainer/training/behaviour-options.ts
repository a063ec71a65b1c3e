import { type BehaviourSettings, leapsBehaviour } from '@cairn/domains'

/** How programs learn to do the same as those they are sampled for (+R). In brackets LEAPS's names and values. */
export interface BehaviourOptions {
  /** Percent of programs that the validation before must have found reconstructed for a pass to come (80). */
  readonly from: number
  /** Parts of a batch, one step of the optimiser each; the returns of all are normalised together (`num_mini_batch`, 2). */
  readonly parts: number
  /** Learning rate of the first step; it falls to 0 in a straight line (`rl.algo.lr`, 5e-4). */
  readonly rate: number
  /** Programs after which it is 0 (`num_env_steps`, 10 million). */
  readonly programs: number
  /** Longest gradient (`max_grad_norm`, 0.5). */
  readonly clip: number
  /** Weight of the tokens' entropy (`entropy_coef`, 0.1). */
  readonly entropy: number
  /** Weight of the divergence (`latent_rl_loss_coef`, 0.1 on LEAPS's command line). */
  readonly kl: number
  /** Draw the latents of the update anew, as LEAPS does; otherwise they are those that the programs were sampled from. */
  readonly redraw: boolean
  /** Added to the reward of what is a program (0.1). */
  readonly bonus: number
  /** Reward of what is none (0.01). */
  readonly noProgram: number
  /** In which worlds programs are compared. */
  readonly worlds: BehaviourSettings
}

export const behaviourDefaults: BehaviourOptions = {
  from: 80,
  parts: 2,
  rate: 5e-4,
  programs: 10e6,
  clip: 0.5,
  entropy: 0.1,
  kl: 0.1,
  redraw: true,
  bonus: 0.1,
  noProgram: 0.01,
  worlds: leapsBehaviour,
}

/** Of Adam, which REINFORCE has one of its own of (`reinforce.eps`). */
export const behaviourAdam = { epsilon: 1e-5 } as const
