import type { BackendOptions } from '../backend.ts'
import type { TrainingEvent } from '../training/progress.ts'

/** Of a training, what a client may choose; what is absent is as by default. */
export interface RemoteTrainingOptions {
  readonly epochs?: number
  readonly batch?: number
  readonly seed?: number
  readonly hidden?: number
  readonly latent?: number
  readonly losses?: RemoteLosses
  readonly demonstrations?: number
  readonly rate?: number
  readonly steps?: number
  readonly validate?: number
  readonly checkpointSteps?: number
  readonly behaviourFrom?: number
}

export const remoteLosses = ['p', 'p+l', 'p+r', 'p+r+l'] as const
export type RemoteLosses = (typeof remoteLosses)[number]

/** What a process that trains is started with. */
export interface TrainingSettings {
  readonly folder: string
  /** A file with the programs, or its contents. */
  readonly data: string | Uint8Array
  readonly options: RemoteTrainingOptions
  readonly backend: Partial<BackendOptions>
}

/** The only message: stop after the step. */
export type ToTraining = 'stop'

export type FromTraining =
  | { readonly kind: 'opened'; readonly backend: string; readonly report: readonly string[] }
  | { readonly kind: 'event'; readonly event: TrainingEvent }
  | { readonly kind: 'failed'; readonly code: string | undefined; readonly reason: string }
