import type { Arena } from '../arena.ts'
import type { SearchContext } from '../context.ts'
import type { SelfPlayOptions } from './options.ts'

/** Programs of one question where a clock is watched: it is only looked at between questions. */
const atOnce = 64

type Limits = Pick<SelfPlayOptions, 'response-evaluations' | 'response-seconds' | 'neighbours'>

/** What is left of one best response. */
export class ResponseLimit {
  readonly #search: SearchContext
  readonly #arena: Arena
  readonly #price: number
  readonly #charged: number
  readonly #began: number
  readonly #limits: Limits
  /** What had been charged after the latest question, and for how many programs in a row nothing was. */
  #latest: number
  #inVain = 0

  private constructor(search: SearchContext, arena: Arena, opponents: number, limits: Limits, began: number) {
    this.#search = search
    this.#arena = arena
    this.#price = opponents
    this.#charged = search.charged
    this.#latest = search.charged
    this.#began = began
    this.#limits = limits
  }

  /** @param opponents how many: what a program may cost at most */
  static async begin(search: SearchContext, arena: Arena, opponents: number, limits: Limits): Promise<ResponseLimit> {
    const began = limits['response-seconds'] === 0 ? 0 : await arena.seconds()
    return new ResponseLimit(search, arena, opponents, limits, began)
  }

  /** So many programs have been asked about. */
  asked(programs: number): void {
    const { charged } = this.#search
    this.#inVain = charged > this.#latest ? 0 : this.#inVain + programs
    this.#latest = charged
  }

  /**
   * How many of so many programs may be asked about in one question. None after as many as a round has neighbours, if
   * nothing was charged for any of them: where all matches fail, and that is free, nothing else would end the search.
   */
  async allows(programs: number): Promise<number> {
    const { 'response-evaluations': evaluations, 'response-seconds': seconds, neighbours } = this.#limits
    if (this.#inVain >= neighbours) return 0
    let allowed = programs
    if (evaluations > 0) {
      const left = evaluations - (this.#search.charged - this.#charged)
      allowed = Math.min(allowed, Math.floor(left / this.#price))
    }
    if (seconds === 0 || allowed === 0) return allowed
    return (await this.#arena.seconds()) - this.#began < seconds ? Math.min(allowed, atOnce) : 0
  }
}
