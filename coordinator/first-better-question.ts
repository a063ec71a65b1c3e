import type { Program } from '@cairn/language'
import { QuestionHash } from './answers.ts'
import { type Episodes, Question, type QuestionPort } from './question.ts'
import type { Verdict } from './score-cache.ts'

export interface FirstBetterAnswer {
  readonly question: number
  /** The programs up to and including the winner, or all that could be charged. */
  readonly charged: number
  readonly winner: { readonly program: Program; readonly score: number } | undefined
  /** There was no winner among those that could be charged, and there were more. */
  readonly cut: boolean
  /** Charged programs answered without a worker. */
  readonly cached: number
}

/**
 * The first program whose score is above a threshold. Programs are drawn as they can be sent, so some beyond the winner
 * are evaluated in vain; the answer is given once one is known to be better and all before it are known not to be.
 */
export class FirstBetterQuestion extends Question<FirstBetterAnswer> {
  readonly #threshold: number
  readonly #programs: Iterator<Program>
  /** Programs that may be charged. */
  readonly #most: number
  /** Entries that are needed, or were. */
  readonly #asked = new Set<number>()
  /** Lowest number known to be better. */
  #better = Number.POSITIVE_INFINITY
  /** All numbers below are known not to be better. */
  #frontier = 0
  #exhausted = false
  #cut = false

  constructor(port: QuestionPort, episodes: Episodes, threshold: number, programs: Iterable<Program>, most: number) {
    super(port, episodes, threshold)
    this.#threshold = threshold
    this.#programs = programs[Symbol.iterator]()
    this.#most = most
  }

  protected get end(): number {
    return this.#better
  }

  protected get undrawn(): number {
    return this.#exhausted ? 0 : this.#most - this.entries.length
  }

  protected drawNeeded(): boolean {
    const before = this.needed.length
    while (this.needed.length === before) {
      if (this.#exhausted || this.#better < this.entries.length) return false
      this.#draw()
    }
    return true
  }

  protected advance(known: readonly number[]): void {
    const better = known.find((number) => this.#verdict(number) === 'better')
    if (better !== undefined && better < this.#better) {
      this.#better = better
      this.port.cancel(this, better + 1)
    }
    while (this.#frontier !== this.#better) {
      if (this.#frontier === this.entries.length) {
        if (this.#exhausted) break
        this.#draw()
        continue
      }
      const verdict = this.#verdict(this.#frontier)
      if (verdict === 'unknown') return
      if (verdict === 'better')
        this.#better = this.#frontier // perhaps another question's doing
      else this.#frontier++
    }
    this.#answer(this.#frontier === this.#better ? this.#better : undefined)
  }

  #verdict(number: number): Verdict {
    return this.port.cache.verdict(this.entries[number]!, this.#threshold)
  }

  #draw(): void {
    const full = this.entries.length === this.#most
    const next = this.#programs.next()
    if (next.done === true || full) {
      this.#exhausted = true
      this.#cut = next.done !== true
      return
    }
    const entry = this.port.cache.entry(next.value)
    const number = this.entries.push(entry) - 1
    const verdict = this.#verdict(number)
    if (verdict === 'better') this.#better = Math.min(this.#better, number)
    if (verdict !== 'unknown' || this.#asked.has(entry)) return
    this.#asked.add(entry)
    this.needed.push(number)
  }

  #answer(winner: number | undefined): void {
    const { cache } = this.port
    const charged = winner === undefined ? this.entries.length : winner + 1
    const hash = new QuestionHash('first-better', this.#threshold)
    for (let number = 0; number < charged; number++) hash.add(cache.hash(this.entries[number]!))
    this.succeed({
      question: hash.value(),
      charged,
      winner: winner === undefined ? undefined : this.#winner(this.entries[winner]!),
      cut: winner === undefined && this.#cut,
      cached: charged - this.needed.filter((number) => number < charged).length,
    })
    this.#programs.return?.()
  }

  #winner(entry: number): { program: Program; score: number } {
    const { cache } = this.port
    return { program: cache.program(entry).slice(), score: cache.score(entry) }
  }
}
