import type { Cell, RunDone } from '@cairn/coordinator'
import type { CampaignProgress } from './campaign-event.ts'

/** Time over which the rate is taken. */
const rateMs = 15_000

/** How far the runs of a campaign are. */
export class Tally {
  readonly #campaign: string
  readonly #cells: readonly Cell[]
  readonly #parallel: number
  readonly #now: () => number
  readonly #startedMs: number
  readonly #done = new Map<string, Pick<RunDone, 'charged' | 'solved' | 'seconds'>>()
  readonly #failed = new Set<string>()
  readonly #running = new Map<string, Running>()
  /** Evaluations charged that are not of runs done or running. */
  readonly #stopped = new Map<string, number>()
  readonly #samples: { atMs: number; charged: number }[] = []

  constructor(campaign: string, cells: readonly Cell[], parallel: number, now: () => number = () => performance.now()) {
    this.#campaign = campaign
    this.#cells = cells
    this.#parallel = parallel
    this.#now = now
    this.#startedMs = now()
  }

  get done(): number {
    return this.#done.size
  }

  get failed(): number {
    return this.#failed.size
  }

  get solved(): number {
    return [...this.#done.values()].filter(({ solved }) => solved).length
  }

  get seconds(): number {
    return Math.round(this.#now() - this.#startedMs) / 1000
  }

  /** @param charged evaluations in its journal already */
  started(run: string, charged: number): void {
    this.#stopped.delete(run)
    this.#running.set(run, { charged, seconds: 0 })
  }

  progress(run: string, charged: number, seconds: number): void {
    if (this.#running.has(run)) this.#running.set(run, { charged, seconds })
  }

  ended(run: string, done: Pick<RunDone, 'charged' | 'solved' | 'seconds'>): void {
    this.#running.delete(run)
    this.#stopped.delete(run)
    this.#done.set(run, done)
  }

  stopped(run: string, charged: number): void {
    this.#running.delete(run)
    this.#stopped.set(run, charged)
  }

  failedRun(run: string): void {
    const running = this.#running.get(run)
    if (running !== undefined) this.stopped(run, running.charged)
    this.#failed.add(run)
  }

  event(): CampaignProgress {
    const charged = this.#charged()
    const left = this.#cells.length - this.#done.size - this.#running.size - this.#failed.size
    return {
      event: 'campaign-progress',
      campaign: this.#campaign,
      runs: this.#cells.length,
      done: this.#done.size,
      running: this.#running.size,
      left,
      failed: this.#failed.size,
      solved: this.solved,
      charged,
      rate: Math.round(this.#rate(charged)),
      seconds: this.seconds,
      secondsLeft: this.#secondsLeft(),
    }
  }

  #charged(): number {
    const parts = [this.#done.values(), this.#running.values()].flatMap((of) => [...of].map(({ charged }) => charged))
    return [...parts, ...this.#stopped.values()].reduce((sum, charged) => sum + charged, 0)
  }

  #rate(charged: number): number {
    const atMs = this.#now()
    this.#samples.push({ atMs, charged })
    while (this.#samples.length > 2 && atMs - this.#samples[0]!.atMs > rateMs) this.#samples.shift()
    const [first] = this.#samples
    return first === undefined || atMs === first.atMs ? 0 : (1000 * (charged - first.charged)) / (atMs - first.atMs)
  }

  /**
   * What is left is expected to take as long as what is done: the mean time of runs of the same task and search, else
   * of the same task, else of the same search, else of all; a run that is going on has used up its part of that.
   */
  #secondsLeft(): number | null {
    const known = this.#meanSeconds()
    let seconds = 0
    for (const { task, search, plan } of this.#cells) {
      if (this.#done.has(plan.run) || this.#failed.has(plan.run)) continue
      const mean = known(`${task}\n${search}`) ?? known(`${task}\n`) ?? known(`\n${search}`) ?? known('\n')
      if (mean === undefined) return null
      seconds += Math.max(0, mean - (this.#running.get(plan.run)?.seconds ?? 0))
    }
    return Math.ceil(seconds / this.#parallel)
  }

  #meanSeconds(): (group: string) => number | undefined {
    const groups = new Map<string, { sum: number; runs: number }>()
    for (const { task, search, plan } of this.#cells) {
      const done = this.#done.get(plan.run)
      if (done === undefined) continue
      for (const group of [`${task}\n${search}`, `${task}\n`, `\n${search}`, '\n']) {
        const { sum, runs } = groups.get(group) ?? { sum: 0, runs: 0 }
        groups.set(group, { sum: sum + done.seconds, runs: runs + 1 })
      }
    }
    return (group) => {
      const found = groups.get(group)
      return found && found.sum / found.runs
    }
  }
}

interface Running {
  readonly charged: number
  /** Of this run, all sittings. */
  readonly seconds: number
}
