import { type ProgramData, rejections, type Tally } from '@cairn/domains'
import type { Vocabulary } from '@cairn/language'

/** Figures of a data set, as the papers give them. */
export interface DataSummary {
  readonly lengths: Quantiles
  /** States of a demonstration. */
  readonly states: Quantiles
  /** Of all tokens, the commonest first. */
  readonly tokens: readonly { readonly token: string; readonly share: number }[]
  /** Programs of each part. */
  readonly parts: { readonly train: number; readonly validation: number; readonly test: number }
  readonly draws: Draws
}

export interface Quantiles {
  readonly mean: number
  readonly least: number
  readonly median: number
  readonly p90: number
  readonly p99: number
  readonly most: number
}

export interface Draws extends Readonly<Tally> {
  /** Of the trials, those that came to their end, crashed, or spent too much. */
  readonly shares: { readonly completed: number; readonly crashed: number; readonly spent: number }
}

export function summarise(data: ProgramData, words: Vocabulary): DataSummary {
  const lengths = new Histogram()
  const states = new Histogram()
  const tokens = new Uint32Array(words.tokens.length)
  let all = 0
  for (let number = 0; number < data.length; number++) {
    const program = data.tokens(number)
    lengths.add(program.length)
    for (const token of program) tokens[token]!++
    all += program.length
    for (const { actions } of data.demonstrations(number)) states.add(actions.length + 1)
  }
  const { train, validation, test } = data.split()
  return {
    lengths: lengths.quantiles(),
    states: states.quantiles(),
    tokens: words.tokens
      .map((token, at) => ({ token, share: all === 0 ? 0 : tokens[at]! / all }))
      .sort((a, b) => b.share - a.share),
    parts: { train: train.length, validation: validation.length, test: test.length },
    draws: drawsOf(data.tally),
  }
}

export function drawsOf(tally: Readonly<Tally>): Draws {
  const { completed, crashed, spent } = tally
  const trials = Math.max(1, completed + crashed + spent)
  return { ...tally, shares: { completed: completed / trials, crashed: crashed / trials, spent: spent / trials } }
}

/** Draws that brought no program. */
export function rejected(tally: Readonly<Tally>): number {
  return rejections.reduce((sum, name) => sum + tally[name], 0)
}

/** Counts of small whole numbers. */
class Histogram {
  readonly #counts: number[] = []
  #total = 0

  add(value: number): void {
    this.#counts[value] = (this.#counts[value] ?? 0) + 1
    this.#total++
  }

  quantiles(): Quantiles {
    let sum = 0
    this.#counts.forEach((times, value) => {
      sum += times * value
    })
    const at = (share: number) => this.#quantile(share)
    return {
      mean: sum / Math.max(1, this.#total),
      least: at(0),
      median: at(0.5),
      p90: at(0.9),
      p99: at(0.99),
      most: at(1),
    }
  }

  /** The least value that so great a share does not exceed. */
  #quantile(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#total))
    let seen = 0
    for (const [value, times] of this.#counts.entries()) {
      seen += times ?? 0
      if (seen >= wanted) return value
    }
    return 0
  }
}
