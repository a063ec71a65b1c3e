import type { cairn } from '@cairn/proto'
import type { Pace } from './pace.ts'
import type { Portion, Work } from './shard.ts'

/** Work that somebody waits for. */
export interface OpenQuestion extends Work {
  fail(error: unknown): void
}

/**
 * A question that the journal has no answer to, on its way through what is known and the workers.
 *
 *   open --enough is known--> answered
 *     +-----fail------------> failed
 */
export abstract class Answering<Answer> implements OpenQuestion {
  readonly answer: Promise<Answer>
  abstract readonly pace: Pace
  #resolve!: (answer: Answer) => void
  #reject!: (error: unknown) => void
  #over = false

  constructor() {
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  abstract readonly remaining: number
  abstract readonly mayEndEarly: boolean
  abstract take(most: number, room: number): Portion | undefined
  abstract settled(portion: Portion, result: cairn.v1.Result): void
  abstract poisoned(portion: Portion, reason: string): void
  /** These programs, by number, are known now: answers if that is enough. */
  protected abstract advance(known: readonly number[]): void
  /** It is over: nothing more of it is wanted. */
  protected abstract leave(): void

  /** Answers at once if what is known is enough. */
  begin(): void {
    this.guarded(() => this.advance([]))
  }

  get over(): boolean {
    return this.#over
  }

  fail(error: unknown): void {
    if (this.#end()) this.#reject(error)
  }

  protected succeed(answer: Answer): void {
    if (this.#end()) this.#resolve(answer)
  }

  /** Drawing programs runs the search's own code, whose errors are the search's to get. */
  protected guarded(step: () => void): void {
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
    this.leave()
    return true
  }
}
