/** Sizes and rules of a program embedding. In brackets the names of LEAPS's configuration (`pretrain/cfg.py`). */
export interface EmbeddingSettings {
  /** Tokens with the pad, which is the last. Token embeddings are as wide as this. */
  readonly tokens: number
  /** Units of the encoder's and of the decoder's GRU (`num_lstm_cell_units`). */
  readonly hidden: number
  /**
   * Length of a latent vector, and units of the conditioned policy, which begins with it. Where it is not `hidden`, the
   * encoder ends and the decoder begins with a layer more.
   */
  readonly latent: number
  /** A latent is squashed into (-1, 1) after it is drawn (`net.tanh_after_sample`). */
  readonly squashed: boolean
  /** Standard deviation of the noise that a latent is drawn with. */
  readonly noise: number
  /** Channels of a state of the world. */
  readonly channels: number
  /** Rows and columns of a state. */
  readonly world: readonly [height: number, width: number]
  /** Actions with the stop, which is the last. */
  readonly actions: number
}

/** LEAPS (NeurIPS 2021): 965,509 parameters of encoder, latent and decoder. */
export const leapsSettings: EmbeddingSettings = {
  tokens: 51,
  hidden: 256,
  latent: 256,
  squashed: false,
  noise: 1,
  channels: 16,
  world: [8, 8],
  actions: 6,
}

/** HPRL (ICML 2023): 839,797 parameters of encoder, latent and decoder, 91,562 of the policy. */
export const hprlSettings: EmbeddingSettings = {
  ...leapsSettings,
  tokens: 35,
  latent: 64,
  squashed: true,
  noise: 0.1,
  channels: 8,
}
