import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '../backend.ts'
import type { ProgramBatch } from '../model/batches.ts'
import { type BatchDemonstrations, type Embedding, type LossWeights, lossDefaults } from '../model/embedding.ts'
import type { Adam } from '../optimiser/adam.ts'
import { clipByNorm } from '../optimiser/clip.ts'

/** What a step did, as numbers. */
export interface StepReport {
  readonly total: number
  /** Terms of the loss by name. */
  readonly terms: Readonly<Record<string, number>>
  /** Length of the gradient before clipping, where it is clipped. */
  readonly norm?: number
}

interface Losses {
  readonly total: Tensor
  readonly [term: string]: Tensor | undefined
}

export interface StepOptions {
  readonly rate: number
  /** Longest gradient (`max_grad_norm`); not clipped when left out. */
  readonly clip?: number | undefined
}

/**
 * Computes a loss and its gradient and moves the parameters. Nothing of it stays in memory but what the parameters and
 * the optimiser hold.
 */
export function step(embedding: Embedding, optimiser: Adam, losses: () => Losses, options: StepOptions): StepReport {
  const { parameters } = embedding
  const { tf } = parameters
  return tf.tidy(() => {
    let kept: Losses | undefined
    const { loss, gradients } = parameters.gradients(() => {
      kept = losses()
      for (const term of Object.values(kept)) if (term !== undefined) tf.keep(term)
      return kept.total
    })
    const { clip } = options
    const clipped = clip === undefined ? undefined : clipByNorm(tf, gradients, clip)
    optimiser.update(clipped?.clipped ?? gradients, options.rate)
    const numbers = Object.entries(kept!).flatMap(([name, term]) =>
      term ? [[name, term.dataSync()[0]!] as const] : [],
    )
    for (const term of [loss, ...Object.values(kept!)]) term?.dispose()
    const { total, ...terms } = Object.fromEntries(numbers) as { total: number; [term: string]: number }
    return { total, terms, ...(clipped === undefined ? {} : { norm: clipped.norm }) } as never
  }) as unknown as StepReport
}

/** Runs some work after which no tensor of it stays in memory but what the parameters and optimisers hold. */
export function scoped<T>(tf: Tf, work: () => T): T {
  const engine = tf.engine()
  engine.startScope()
  try {
    return work()
  } finally {
    engine.endScope()
  }
}

/** A step of reconstruction (optimiser A of LEAPS: not clipped). */
export function supervisedStep(
  embedding: Embedding,
  optimiser: Adam,
  data: { batch: ProgramBatch; noise: Tensor2D; demonstrations?: BatchDemonstrations },
  { rate, weights = lossDefaults }: { rate: number; weights?: LossWeights },
): StepReport {
  const losses = () => ({ ...embedding.supervisedLoss(data.batch, data.noise, weights, data.demonstrations) })
  return step(embedding, optimiser, losses, { rate })
}
