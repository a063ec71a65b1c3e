import type { EpochStep, Pass } from './epoch-steps.ts'
import type { StepReport } from './step.ts'
import type { Validation } from './validation.ts'

/** What a training tells of itself, in the order in which it happens. Epochs count from 1, steps from 1. */
export type TrainingEvent = TrainingBegan | TrainingStep | TrainingEpoch | TrainingEnded

export interface TrainingBegan {
  readonly event: 'began'
  /** Whether a checkpoint was there. */
  readonly resumed: boolean
  /** Epochs that are over, and steps of the one that is not. */
  readonly epochs: number
  readonly steps: number
  readonly parameters: number
  readonly train: number
  readonly validation: number
}

export interface TrainingStep {
  readonly event: 'step'
  readonly epoch: number
  readonly epochs: number
  readonly step: number
  /** Of this epoch. */
  readonly steps: number
  /** What it learnt from: with +R an epoch begins with a pass of behaviour, once enough is reconstructed. */
  readonly pass: Pass
  readonly loss: number
  /** Of the loss; of behaviour also the mean `reward`, and how many samples were `valid` programs, in percent. */
  readonly terms: Readonly<Record<string, number>>
  /** The learning rate. */
  readonly rate: number
  /** Trained on in this pass, in this process. */
  readonly programsPerSecond: number
  /** As long as no epoch has ended here, without validation. */
  readonly secondsLeft: number
}

export interface TrainingEpoch {
  readonly event: 'epoch'
  readonly epoch: number
  readonly epochs: number
  /** Means over the steps of the epoch; those of behaviour are called `behaviour/...`. */
  readonly training: Readonly<Record<string, number>>
  readonly validation: Validation
  /** These weights are the best so far, and lie in the folder with their card. */
  readonly best: boolean
}

export interface TrainingEnded {
  readonly event: 'ended'
  /** All epochs are over; otherwise it was stopped, and goes on from its folder. */
  readonly finished: boolean
  readonly epochs: number
  readonly steps: number
}

/** How quickly it goes. */
export class Pace {
  readonly #now: () => number
  readonly #passes: Record<Pass, { programs: number; ms: number }> = {
    behaviour: { programs: 0, ms: 0 },
    reconstruction: { programs: 0, ms: 0 },
  }
  #validations = 0
  #validationsMs = 0

  constructor(now: () => number) {
    this.#now = now
  }

  step({ pass, programs, run }: EpochStep): StepReport {
    const began = this.#now()
    const report = run()
    this.#passes[pass].ms += this.#now() - began
    this.#passes[pass].programs += programs
    return report
  }

  async validation<T>(work: () => Promise<T>): Promise<T> {
    const began = this.#now()
    const result = await work()
    this.#validationsMs += this.#now() - began
    this.#validations += 1
    return result
  }

  /** Of a pass; of the other one as long as this has had no step. */
  programsPerSecond(pass: Pass): number {
    const { behaviour, reconstruction } = this.#passes
    const known =
      this.#passes[pass].programs > 0 ? this.#passes[pass] : pass === 'behaviour' ? reconstruction : behaviour
    return (1000 * known.programs) / Math.max(1e-3, known.ms)
  }

  /** @param programs still to be trained on */
  secondsLeft(programs: Readonly<Record<Pass, number>>, validations: number): number {
    const ofValidation = this.#validationsMs / Math.max(1, this.#validations) / 1000
    const ofPass = (pass: Pass) => (programs[pass] === 0 ? 0 : programs[pass] / this.programsPerSecond(pass))
    return ofPass('behaviour') + ofPass('reconstruction') + validations * ofValidation
  }
}
