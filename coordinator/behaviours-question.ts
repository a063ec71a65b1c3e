import type { Program } from '@cairn/language'
import type { cairn } from '@cairn/proto'
import { wireLimits } from '@cairn/proto/queue'
import type { Behaviour } from './behaviour-memory.ts'
import type { Pace } from './pace.ts'
import type { Portion, Ticket, Work } from './shard.ts'
import { type BatchProbe, type BatchQuestion, behavioursPerProgram, lengthBytes } from './wire.ts'

export interface BehavioursQuestionSetup {
  readonly probe: BatchProbe
  readonly states: number
  readonly pace: Pace
  /** Whole programs, each once. */
  readonly programs: readonly Program[]
  /** Workers have told of a program, by its number among the programs. */
  readonly observed: (number: number, behaviour: Behaviour) => void
  readonly poisoned: (number: number, reason: string) => void
}

/**
 * What programs do, on its way through the workers. Its batches hold as many programs as the pace says and a message can
 * answer, so however many programs there are, no more of them are out than the workers have a use for.
 *
 *   open --all are known--> answered
 *     +------fail---------> failed
 */
export class BehavioursQuestion implements Work {
  readonly mayEndEarly = false
  readonly pace: Pace
  readonly #asks: BatchQuestion
  readonly answered: Promise<void>
  readonly #setup: BehavioursQuestionSetup
  readonly #mostPerBatch: number
  /** Stride of the numbers in a result. */
  readonly #stride: number
  readonly #known: Uint8Array
  #unknown: number
  #nextUnsent = 0
  #resolve!: () => void
  #reject!: (error: unknown) => void

  constructor(setup: BehavioursQuestionSetup) {
    const { probe, states, pace, programs } = setup
    this.#setup = setup
    this.pace = pace
    this.#asks = { firstEpisode: 0, episodes: states, threshold: undefined, probe }
    this.#stride = behavioursPerProgram(this.#asks)
    this.#mostPerBatch = Math.max(1, Math.floor(wireLimits.returnsPerBatch / this.#stride))
    this.#known = new Uint8Array(programs.length)
    this.#unknown = programs.length
    this.answered = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    if (this.#unknown === 0) this.#resolve()
  }

  get remaining(): number {
    return this.#setup.programs.length - this.#nextUnsent
  }

  take(most: number, room: number): Portion | undefined {
    const { programs } = this.#setup
    const tickets: Ticket[] = []
    let bytes = 0
    while (tickets.length < Math.min(most, this.#mostPerBatch) && this.#nextUnsent < programs.length) {
      const number = this.#nextUnsent
      const program = programs[number]!
      bytes += program.length + lengthBytes
      if (bytes > room && tickets.length > 0) break
      tickets.push({ number, program })
      this.#nextUnsent++
    }
    return tickets.length > 0 ? { asks: this.#asks, tickets } : undefined
  }

  settled({ tickets }: Portion, { behaviours }: cairn.v1.Result): void {
    const { probe, observed } = this.#setup
    for (const [i, { number }] of tickets.entries()) {
      const at = i * this.#stride
      const each = probe.behaviour === 'each'
      observed(number, each ? Float64Array.from(behaviours.slice(at, at + this.#stride)) : behaviours[at]!)
      this.#now(number)
    }
  }

  poisoned({ tickets }: Portion, reason: string): void {
    const { number } = tickets[0]!
    this.#setup.poisoned(number, reason)
    this.#now(number)
  }

  fail(error: unknown): void {
    this.#nextUnsent = this.#setup.programs.length
    this.#reject(error)
  }

  #now(number: number): void {
    if (this.#known[number] === 1) return
    this.#known[number] = 1
    if (--this.#unknown === 0) this.#resolve()
  }
}
