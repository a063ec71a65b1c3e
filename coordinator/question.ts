import type { cairn } from '@cairn/proto'
import { Answering, type OpenQuestion } from './answering.ts'
import type { Pace } from './pace.ts'
import type { ScoreCache } from './score-cache.ts'
import type { Portion, Ticket } from './shard.ts'
import { type BatchQuestion, lengthBytes } from './wire.ts'

/** What programs are scored on: this episode and those after it. */
export interface Episodes {
  readonly firstEpisode: number
  readonly episodes: number
}

/** Where a question looks up and keeps what evaluations say, and how it tells that it needs fewer of them. */
export interface QuestionPort {
  readonly cache: ScoreCache
  readonly pace: Pace
  /** A batch has settled; `entries` are its programs. */
  record(entries: readonly number[], result: cairn.v1.Result): void
  recordPoison(entry: number, reason: string): void
  /** The question needs no more of its tickets from this one on. */
  cancel(question: OpenQuestion, from: number): void
}

/**
 * A question about scores. It numbers its programs in order; a program that the cache knows, or that it has sent before,
 * is not sent.
 */
export abstract class Question<Answer> extends Answering<Answer> {
  readonly pace: Pace
  protected readonly port: QuestionPort
  /** Entries of the cache, by number. */
  protected readonly entries: number[] = []
  /** Numbers of the programs that have to be sent, ascending; those before `nextUnsent` have been. */
  protected readonly needed: number[] = []
  #nextUnsent = 0
  readonly #asks: BatchQuestion

  constructor(port: QuestionPort, { firstEpisode, episodes }: Episodes, threshold?: number) {
    super()
    this.port = port
    this.pace = port.pace
    this.#asks = { firstEpisode, episodes, threshold }
  }

  /** Numbers from this one on are not wanted. */
  protected abstract readonly end: number
  /** Programs not drawn yet, at most. */
  protected abstract readonly undrawn: number
  /** Draws programs until one more is needed. @returns false if there is none */
  protected abstract drawNeeded(): boolean

  get remaining(): number {
    return this.needed.length - this.#nextUnsent + this.undrawn
  }

  get mayEndEarly(): boolean {
    return this.#asks.threshold !== undefined
  }

  take(most: number, room: number): Portion | undefined {
    const tickets: Ticket[] = []
    let bytes = 0
    this.guarded(() => {
      while (tickets.length < most && (this.#nextUnsent < this.needed.length || this.drawNeeded())) {
        const number = this.needed[this.#nextUnsent]!
        if (number >= this.end) return
        const program = this.port.cache.program(this.entries[number]!)
        bytes += program.length + lengthBytes
        if (bytes > room && tickets.length > 0) return
        tickets.push({ number, program })
        this.#nextUnsent++
      }
    })
    return this.over || tickets.length === 0 ? undefined : { asks: this.#asks, tickets }
  }

  settled({ tickets }: Portion, result: cairn.v1.Result): void {
    const numbers = tickets.map(({ number }) => number)
    const entries = numbers.map((number) => this.entries[number]!)
    this.port.record(entries, result)
    this.guarded(() => this.advance(numbers))
  }

  poisoned({ tickets }: Portion, reason: string): void {
    const { number } = tickets[0]!
    this.port.recordPoison(this.entries[number]!, reason)
    this.guarded(() => this.advance([number]))
  }

  protected leave(): void {
    this.port.cancel(this, 0)
  }
}
