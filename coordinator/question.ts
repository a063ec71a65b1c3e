import type { cairn } from '@cairn/proto'
import type { Pace } from './pace.ts'
import type { ScoreCache } from './score-cache.ts'
import type { Ticket, Work } from './shard.ts'
import { lengthBytes } from './wire.ts'

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

export interface OpenQuestion extends Work {
  fail(error: unknown): void
}

/**
 * A question that the journal has no answer to, on its way through the cache and the workers. It numbers its programs in
 * order; a program that the cache knows, or that it has sent before, is not sent.
 *
 *   open --enough is known--> answered
 *     +-----fail------------> failed
 */
export abstract class Question<Answer> implements OpenQuestion {
  readonly firstEpisode: number
  readonly episodes: number
  readonly threshold: number | undefined
  readonly answer: Promise<Answer>
  readonly pace: Pace
  protected readonly port: QuestionPort
  /** Entries of the cache, by number. */
  protected readonly entries: number[] = []
  /** Numbers of the programs that have to be sent, ascending; those before `nextUnsent` have been. */
  protected readonly needed: number[] = []
  #nextUnsent = 0
  #resolve!: (answer: Answer) => void
  #reject!: (error: unknown) => void
  #over = false

  constructor(port: QuestionPort, { firstEpisode, episodes }: Episodes, threshold?: number) {
    this.port = port
    this.pace = port.pace
    this.firstEpisode = firstEpisode
    this.episodes = episodes
    this.threshold = threshold
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  /** Numbers from this one on are not wanted. */
  protected abstract readonly end: number
  /** Programs not drawn yet, at most. */
  protected abstract readonly undrawn: number
  /** Draws programs until one more is needed. @returns false if there is none */
  protected abstract drawNeeded(): boolean
  /** The cache knows these programs now: answers if that is enough. */
  protected abstract advance(known: readonly number[]): void

  /** Answers at once if the cache can. */
  begin(): void {
    this.#guarded(() => this.advance([]))
  }

  get over(): boolean {
    return this.#over
  }

  get remaining(): number {
    return this.needed.length - this.#nextUnsent + this.undrawn
  }

  take(most: number, room: number): readonly Ticket[] {
    const tickets: Ticket[] = []
    let bytes = 0
    this.#guarded(() => {
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
    return this.#over ? [] : tickets
  }

  settled(tickets: readonly Ticket[], result: cairn.v1.Result): void {
    const numbers = tickets.map(({ number }) => number)
    const entries = numbers.map((number) => this.entries[number]!)
    this.port.record(entries, result)
    this.#guarded(() => this.advance(numbers))
  }

  poisoned({ number }: Ticket, reason: string): void {
    this.port.recordPoison(this.entries[number]!, reason)
    this.#guarded(() => this.advance([number]))
  }

  fail(error: unknown): void {
    if (this.#end()) this.#reject(error)
  }

  protected succeed(answer: Answer): void {
    if (this.#end()) this.#resolve(answer)
  }

  /** Drawing programs runs the search's own code, whose errors are the search's to get. */
  #guarded(step: () => void): void {
    if (this.#over) return
    try {
      step()
    } catch (error) {
      this.fail(error)
    }
  }

  #end(): boolean {
    if (this.#over) return false
    this.#over = true
    this.port.cancel(this, 0)
    return true
  }
}
