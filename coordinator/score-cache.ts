import { larger, ProgramStore } from './program-store.ts'

/** Where a program's score stands against a threshold. */
export type Verdict = 'better' | 'not-better' | 'unknown'

const nothing = 0
/** The score is not above the number that is kept. */
const bound = 1
const exact = 2

/**
 * The programs that a run has seen, with what is known of their scores: nothing, an upper bound (from pruning) or the
 * score itself. A program is never evaluated again while this answers.
 */
export class ScoreCache extends ProgramStore {
  #known = new Uint8Array(1024)
  #score = new Float64Array(1024)

  isExact(entry: number): boolean {
    return this.#known[entry] === exact
  }

  /** The score of an entry that is exact. */
  score(entry: number): number {
    return this.#score[entry]!
  }

  verdict(entry: number, threshold: number): Verdict {
    const known = this.#known[entry] ?? nothing
    if (known === nothing) return 'unknown'
    if (this.#score[entry]! <= threshold) return 'not-better'
    return known === exact ? 'better' : 'unknown'
  }

  /**
   * Keeps a score, or an upper bound of it.
   * @returns false if that contradicts what was known, which stays
   */
  learn(entry: number, kind: 'score' | 'bound', score: number): boolean {
    this.#reach(entry)
    const known = this.#known[entry]!
    const before = this.#score[entry]!
    if (kind === 'score') {
      if (known === exact) return before === score
      if (known === bound && score > before) return false
      this.#known[entry] = exact
      this.#score[entry] = score
      return true
    }
    if (known === exact) return before <= score
    if (known === nothing || score < before) {
      this.#known[entry] = bound
      this.#score[entry] = score
    }
    return true
  }

  /** Makes room for the entry. */
  #reach(entry: number): void {
    const room = this.#known.length
    if (entry < room) return
    const enough = Math.max(2 * room, entry + 1)
    this.#known = larger(this.#known, new Uint8Array(enough))
    this.#score = larger(this.#score, new Float64Array(enough))
  }
}
