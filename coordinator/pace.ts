/** What the size of a batch depends on besides the cost of an evaluation. */
export interface Demand {
  /** Programs that the question may still have to send, if it runs to its end. */
  readonly remaining: number
  /** Batches of the question so far. */
  readonly sent: number
  /** The question may be answered by any program: what was sent after that one was sent for nothing. */
  readonly mayEndEarly: boolean
}

export interface PaceOptions {
  /** Good evaluation time for a batch. */
  readonly targetBatchMs: number
  readonly mostPrograms: number
}

/** Share of the newest measurement in the running mean of the cost. */
const newest = 0.2
/** Assumed of an evaluation before the first one was measured. */
const firstGuessMs = 1
/** An evaluation costs at least this much, in the sums here; clocks are coarse. */
const leastMs = 1e-4
/** Part of the target that the first batches of a question that may end early take; the next ones double. */
const firstPart = 1 / 8
/** Part of the target below which sharing out a question gains less than carrying one more batch costs. */
const leastPart = 1 / 32

/**
 * How many programs go into a batch: as many as make it last `targetBatchMs`, so that carrying it costs little; fewer
 * near the end of a question, so that all threads end together; and fewer at its beginning if it may end early, so that
 * little is evaluated in vain.
 */
export class Pace {
  readonly #options: PaceOptions
  #costMs = firstGuessMs
  #measured = false

  constructor(options: PaceOptions) {
    this.#options = options
  }

  /** `evaluations` of them took so long. */
  measured(evaluations: number, seconds: number): void {
    if (evaluations === 0 || !(seconds >= 0 && seconds < Number.POSITIVE_INFINITY)) return
    const cost = (1000 * seconds) / evaluations
    this.#costMs = this.#measured ? this.#costMs + newest * (cost - this.#costMs) : cost
    this.#measured = true
  }

  batchSize({ remaining, sent, mayEndEarly }: Demand, threads: number): number {
    const { targetBatchMs, mostPrograms } = this.#options
    const full = targetBatchMs / Math.max(this.#costMs, leastMs)
    const doublings = Math.floor(sent / Math.max(threads, 1))
    const begun = mayEndEarly ? Math.min(1, firstPart * 2 ** doublings) : 1
    const share = Math.max(remaining / (2 * Math.max(threads, 1)), full * leastPart)
    return Math.max(1, Math.min(Math.floor(full * begun), Math.ceil(share), mostPrograms))
  }
}
