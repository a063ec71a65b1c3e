/** Keeps coordinators on other machines off the run. */
export interface Fence {
  /** A number that grows with every holder; results of earlier holders are not accepted. */
  readonly epoch?: number
  /** False when the fence is known to be gone, though `lost` may not have been told yet. */
  readonly held?: boolean
  /** Aborts when somebody else may have the run: nothing is written from then on. */
  readonly lost: AbortSignal
}

/** Somebody else may have taken the run over. */
export class RunFenced extends Error {
  readonly code = 'E_RUN_FENCED'
  readonly run: string
  constructor(run: string, options?: ErrorOptions) {
    super(
      `run "${run}" may have been taken over by another coordinator; this one has stopped and writes no more`,
      options,
    )
    this.run = run
  }
}
