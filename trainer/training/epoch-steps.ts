import type { Rng } from '@cairn/language'
import { programBatch } from '../model/batches.ts'
import { linearDecay, stepDecay } from '../optimiser/schedules.ts'
import { behaviourStep } from './behaviour-step.ts'
import { batchDemonstrations } from './demonstrations.ts'
import { epochBatches } from './epoch-batches.ts'
import type { TrainingOptions } from './options.ts'
import { type StepReport, scoped, supervisedStep } from './step.ts'
import type { TrainingState } from './training-state.ts'
import { noiseFor } from './validation.ts'

/** What the steps of a training learn from: texts and demonstrations, or what sampled programs do. */
export type Pass = 'behaviour' | 'reconstruction'

export interface EpochStep {
  readonly pass: Pass
  /** Learnt from in it. */
  readonly programs: number
  readonly rate: number
  run(): StepReport
}

/**
 * The steps of the epoch that a training stands in. With +R, one with sampled programs comes first if the validation
 * before has found enough reconstructed: LEAPS has it after the validation, so nothing comes in another order, but a pass
 * whose weights nobody would look at is left out at the end.
 *
 * @param rng of the epoch
 */
export class EpochSteps {
  readonly counts: Readonly<Record<Pass, number>>
  readonly #state: TrainingState
  readonly #options: TrainingOptions
  readonly #rng: Rng
  readonly #batches: Readonly<Record<Pass, readonly Uint32Array[]>>

  constructor(state: TrainingState, options: TrainingOptions, train: Uint32Array, rng: Rng) {
    const { data, batch, losses, behaviour } = options
    this.#state = state
    this.#options = options
    this.#rng = rng
    const due = losses.behaviour && state.reconstructedPercent >= behaviour.from
    const length = (number: number) => data.tokens(number).length
    this.#batches = {
      // As long as the longest sample, whichever programs come together; so they are not sorted.
      behaviour: due ? epochBatches(train, batch * behaviour.parts, () => 0, rng.stream('behaviour/order')) : [],
      reconstruction: epochBatches(train, batch, length, rng.stream('order')),
    }
    const { behaviour: sampled, reconstruction } = this.#batches
    this.counts = { behaviour: sampled.length, reconstruction: reconstruction.length }
  }

  get length(): number {
    return this.counts.behaviour + this.counts.reconstruction
  }

  /** Steps of a pass that come after the first ones of the epoch. */
  left(pass: Pass, done: number): number {
    const { behaviour, reconstruction } = this.counts
    const before = Math.min(done, behaviour)
    return pass === 'behaviour' ? behaviour - before : reconstruction - (done - before)
  }

  at(number: number): EpochStep {
    const { behaviour } = this.counts
    return number < behaviour ? this.#sampled(number) : this.#reconstructed(number - behaviour)
  }

  #reconstructed(number: number): EpochStep {
    const { embedding, optimiser, words, epochs } = this.#state
    const { data, losses, demonstrations, rate: initial } = this.#options
    const { tf } = embedding.parameters
    const numbers = this.#batches.reconstruction[number]!
    const rng = this.#rng.stream(`step/${number}`)
    const rate = stepDecay(epochs, { initial })
    const run = () =>
      scoped(tf, () => {
        const programs = Array.from(numbers, (program) => data.tokens(program))
        const batch = programBatch(tf, words, programs)
        const noise = noiseFor(embedding, numbers.length, rng.stream('noise'))
        const shown = losses.latent
          ? { demonstrations: batchDemonstrations(tf, data, numbers, demonstrations, rng.stream('demonstrations')) }
          : {}
        return supervisedStep(embedding, optimiser, { batch, noise, ...shown }, { rate })
      })
    return { pass: 'reconstruction', programs: numbers.length, rate, run }
  }

  #sampled(number: number): EpochStep {
    const { embedding, behaviourOptimiser, words } = this.#state
    const { data, steps, batch, behaviour: options } = this.#options
    const numbers = this.#batches.behaviour[number]!
    const parts = Array.from({ length: options.parts }, (_, i) => numbers.subarray(i * batch, (i + 1) * batch))
    const updates = Math.floor(options.programs / numbers.length)
    const update = behaviourOptimiser!.steps / options.parts
    const rate = linearDecay(Math.min(update, updates), { initial: options.rate, updates })
    const rng = this.#rng.stream(`behaviour/step/${number}`)
    const run = () => behaviourStep(embedding, behaviourOptimiser!, { data, words, parts, steps, rate, options, rng })
    return { pass: 'behaviour', programs: numbers.length, rate, run }
  }
}
