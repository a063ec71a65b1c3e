/** The thread that ran a batch died; nothing of the batch is known. */
export class EvaluationLost extends Error {
  readonly code = 'E_EVALUATION_LOST'
  readonly reason: string
  /** Index of the program that was running; undefined when the thread died between programs. */
  readonly suspect?: number
  constructor(reason: string, suspect?: number, options?: ErrorOptions) {
    super(`evaluation lost${suspect === undefined ? '' : ` at program ${suspect}`}: ${reason}`, options)
    this.reason = reason
    if (suspect !== undefined) this.suspect = suspect
  }
}

/** Threads end before they have done anything: there is no use in starting more. */
export class PoolBroken extends Error {
  readonly code = 'E_POOL_BROKEN'
  readonly reason: string
  constructor(reason: string, options?: ErrorOptions) {
    super(`an evaluating thread cannot start: ${reason}`, options)
    this.reason = reason
  }
}

/** The pool was closed before the batch was done. */
export class PoolClosed extends Error {
  readonly code = 'E_POOL_CLOSED'
  constructor() {
    super('the pool of evaluating threads is closed')
  }
}
