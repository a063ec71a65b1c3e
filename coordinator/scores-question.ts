import type { Program } from '@cairn/language'
import { QuestionHash } from './answers.ts'
import { type Episodes, Question, type QuestionPort } from './question.ts'

export interface ScoresAnswer {
  readonly question: number
  readonly scores: Float64Array
  /** Programs answered without a worker. */
  readonly cached: number
}

/** The exact scores of some programs. */
export class ScoresQuestion extends Question<ScoresAnswer> {
  protected readonly end = Number.POSITIVE_INFINITY
  protected readonly undrawn = 0
  /** Entries whose score is not known yet. */
  readonly #missing = new Set<number>()

  constructor(port: QuestionPort, episodes: Episodes, programs: readonly Program[]) {
    super(port, episodes)
    const { cache } = port
    for (const program of programs) {
      const entry = cache.entry(program)
      const number = this.entries.push(entry) - 1
      if (cache.isExact(entry) || this.#missing.has(entry)) continue
      this.#missing.add(entry)
      this.needed.push(number)
    }
  }

  protected drawNeeded(): boolean {
    return false
  }

  protected advance(known: readonly number[]): void {
    const { cache } = this.port
    for (const number of known) this.#missing.delete(this.entries[number]!)
    if (this.#missing.size > 0) return
    const hash = new QuestionHash('scores')
    for (const entry of this.entries) hash.add(cache.hash(entry))
    this.succeed({
      question: hash.value(),
      scores: Float64Array.from(this.entries, (entry) => cache.score(entry)),
      cached: this.entries.length - this.needed.length,
    })
  }
}
