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
  /** Of an epoch. */
  readonly steps: number
  readonly loss: number
  readonly terms: Readonly<Record<string, number>>
  /** The learning rate. */
  readonly rate: number
  /** Trained on, in this process. */
  readonly programsPerSecond: number
  /** As long as no epoch has ended here, without validation. */
  readonly secondsLeft: number
}

export interface TrainingEpoch {
  readonly event: 'epoch'
  readonly epoch: number
  readonly epochs: number
  /** Means over the steps of the epoch. */
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
  #steps = 0
  #stepsMs = 0
  #validations = 0
  #validationsMs = 0

  constructor(now: () => number) {
    this.#now = now
  }

  step<T>(work: () => T): T {
    const began = this.#now()
    const result = work()
    this.#stepsMs += this.#now() - began
    this.#steps += 1
    return result
  }

  async validation<T>(work: () => Promise<T>): Promise<T> {
    const began = this.#now()
    const result = await work()
    this.#validationsMs += this.#now() - began
    this.#validations += 1
    return result
  }

  get stepsPerSecond(): number {
    return (1000 * this.#steps) / Math.max(1e-3, this.#stepsMs)
  }

  secondsLeft(steps: number, validations: number): number {
    const ofValidation = this.#validationsMs / Math.max(1, this.#validations) / 1000
    return steps / this.stepsPerSecond + validations * ofValidation
  }
}
