import type { Tokens } from './completion-records.ts'

/** What a collection may use at most. A cap is never passed: a request that might pass it is not made. */
export interface Caps {
  /** Prompt and answer tokens together. */
  readonly totalTokens?: number | undefined
  /** In the currency of the prices. */
  readonly cost?: number | undefined
}

/** Of a million tokens. */
export interface Prices {
  readonly prompt: number
  readonly completion: number
}

export const noTokens: Tokens = { prompt: 0, completion: 0 }

export function plus(a: Tokens, b: Tokens): Tokens {
  return { prompt: a.prompt + b.prompt, completion: a.completion + b.completion }
}

/** What was used, and what requests under way may use. */
export class Spending {
  readonly #caps: Caps
  readonly #prices: Prices | undefined
  /** Most tokens that a prompt can be, until a server has counted it. */
  #promptTokens: number
  #counted = false
  readonly #maxTokens: number
  #reserved = noTokens
  #spent: Tokens

  /**
   * @param prompt its text; no tokenizer makes more tokens than bytes of it
   * @param maxTokens of one answer
   */
  constructor(
    { prompt, maxTokens, before }: { readonly prompt: string; readonly maxTokens: number; readonly before: Tokens },
    caps: Caps,
    prices?: Prices,
  ) {
    this.#promptTokens = Buffer.byteLength(prompt)
    this.#maxTokens = maxTokens
    this.#spent = before
    this.#caps = caps
    this.#prices = prices
  }

  get spent(): Tokens {
    return this.#spent
  }

  /** Undefined without prices. */
  get cost(): number | undefined {
    return this.#costOf(this.#spent)
  }

  /** Most that one request can use. */
  get worst(): Tokens {
    return { prompt: this.#promptTokens, completion: this.#maxTokens }
  }

  /** Sets aside what one request may use. Undefined if a cap leaves no room for it now. */
  reserve(): Tokens | undefined {
    const worst = this.worst
    const all = plus(plus(this.#spent, this.#reserved), worst)
    const { totalTokens = Number.POSITIVE_INFINITY, cost = Number.POSITIVE_INFINITY } = this.#caps
    if (all.prompt + all.completion > totalTokens || (this.#costOf(all) ?? 0) > cost) return undefined
    this.#reserved = plus(this.#reserved, worst)
    return worst
  }

  /** Puts what was used in the place of what was set aside. */
  settle(reserved: Tokens, used: Tokens): void {
    this.#reserved = plus(this.#reserved, { prompt: -reserved.prompt, completion: -reserved.completion })
    this.#spent = plus(this.#spent, used)
  }

  /** The server has counted the prompt, which is the same in every request. */
  learn({ prompt }: Tokens): void {
    this.#promptTokens = this.#counted ? Math.max(this.#promptTokens, prompt) : prompt
    this.#counted = true
  }

  #costOf({ prompt, completion }: Tokens): number | undefined {
    if (this.#prices === undefined) return undefined
    return (prompt * this.#prices.prompt + completion * this.#prices.completion) / 1e6
  }
}
