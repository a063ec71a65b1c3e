import type { Program } from '@cairn/language'
import { SearchClosed } from '@cairn/search'
import { type Answer, type AnswerRow, type AnswerValue, type QuestionHash, ReplayMismatch } from './answers.ts'

/** A score may be this much below the best possible one and still solve the task: means are sums of rounded numbers. */
export const solvedWithin = 1e-9

/** A program that is strictly better than all before it on its path. */
export interface Improvement {
  /** Evaluations charged to the path, this one included. */
  readonly charged: number
  /** The same, counted from the question that brought it to light. */
  readonly within: number
  readonly score: number
  readonly program: Program
}

/** What the paths of one run share. */
export interface PathPort {
  readonly bestReturn: number | undefined
  /** Set when the run is to stop. */
  readonly cancelled: SearchClosed | undefined
  /** The journal's answers to the questions of that path, in order. */
  answers(path: string): Iterator<Answer, undefined>
  /** Writes an answer that the journal did not have. `improvements` are what came to light by it. */
  record(row: AnswerRow, improvements: readonly Improvement[], cached: number): void
  /** Something to wait for, when the event loop has had no turn for a while. */
  breath(): Promise<void> | undefined
}

/** A question that costs nothing: how to ask it, and how the journal keeps its answer. */
export interface Uncharged<T> {
  readonly ask: () => Promise<T>
  readonly encode: (answer: T) => AnswerValue
  readonly decode: (answer: AnswerValue) => T
}

/** A question's place on its path, and the journal's answer to it if there is one. */
export interface Turn {
  readonly ordinal: number
  readonly recorded: Answer | undefined
}

/**
 * The questions of one path: whose turn it is, what the journal says, what is left of the budget.
 *
 *   open --budget spent, or too little left for a question; solved; cancelled--> closed
 */
export class AskedPath {
  readonly path: string
  readonly #port: PathPort
  #budget: number
  #charged = 0
  #ordinal = 0
  #bestScore = Number.NEGATIVE_INFINITY
  /** A question was larger than what was left. */
  #cut = false
  /** Until the journal has no more answers. */
  #answers: Iterator<Answer, undefined> | undefined
  /** Questions without an answer yet, and what the last of them waits for. */
  #asking = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(port: PathPort, path: string, budget: number) {
    this.#port = port
    this.path = path
    this.#budget = budget
    this.#answers = port.answers(path)
  }

  get open(): boolean {
    return this.#closed === undefined
  }

  get budget(): number {
    return this.#budget
  }

  get charged(): number {
    return this.#charged
  }

  get left(): number {
    return this.#budget - this.#charged
  }

  get bestScore(): number {
    return this.#bestScore
  }

  /** It waits for an answer. */
  get asking(): boolean {
    return this.#asking > 0
  }

  /** Takes a part out of what is left of the budget. */
  share(budget: number): number {
    const share = Math.max(0, Math.min(Math.floor(budget), this.left))
    this.#budget -= share
    return share
  }

  /** Questions are answered one after another, in the order they were asked; one that the journal knows, at once. */
  ask<T>(question: () => T | Promise<T>): Promise<T> {
    const turn = this.#asking > 0 ? this.#last : this.#port.breath()
    if (turn !== undefined) return this.#await(turn.then(() => this.#whileOpen(question)))
    try {
      const answer = this.#whileOpen(question)
      return answer instanceof Promise ? this.#await(answer) : Promise.resolve(answer)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /** The next question's. */
  next(): Turn {
    return { ordinal: this.#ordinal++, recorded: this.#recorded() }
  }

  /** Takes down the answer of a question that the journal did not have. */
  record(ordinal: number, answer: Answer, improvements: readonly Improvement[], cached: number): void {
    this.#port.record({ path: this.path, ordinal, ...answer }, improvements, cached)
  }

  charge(evaluations: number, improvements: readonly Improvement[] = []): void {
    this.#charged += evaluations
    const best = improvements[improvements.length - 1]
    if (best !== undefined) this.#bestScore = best.score
  }

  /** What was cut is charged and recorded, but the search does not get to see it, nor to ask anything else. */
  uncut<T>(cut: boolean, answer: T): T {
    if (!cut) return answer
    this.#cut = true
    throw new SearchClosed('budget')
  }

  uncharged<T>(hash: QuestionHash, { ask, encode, decode }: Uncharged<T>): T | Promise<T> {
    const { ordinal, recorded } = this.next()
    if (recorded === undefined) return this.#askUncharged(ordinal, hash.value(), ask(), encode)
    this.check(ordinal, hash, recorded, 0)
    return decode(recorded.answer)
  }

  /** @throws ReplayMismatch unless that is the question, and the cost, that the journal has the answer to */
  check(ordinal: number, hash: QuestionHash, recorded: Answer, charged: number): void {
    if (hash.value() !== recorded.question) throw this.mismatch(ordinal, 'it is not what was asked')
    if (recorded.charged !== charged || charged > this.left) {
      throw this.mismatch(ordinal, `it costs ${Math.min(charged, this.left)} evaluations, not ${recorded.charged}`)
    }
  }

  mismatch(ordinal: number, difference: string): ReplayMismatch {
    return new ReplayMismatch(this.path, ordinal, difference)
  }

  get #closed(): SearchClosed | undefined {
    if (this.#port.cancelled !== undefined) return this.#port.cancelled
    const { bestReturn } = this.#port
    if (bestReturn !== undefined && this.#bestScore >= bestReturn - solvedWithin) return new SearchClosed('solved')
    return this.#cut || this.left <= 0 ? new SearchClosed('budget') : undefined
  }

  #whileOpen<T>(question: () => T): T {
    const closed = this.#closed
    if (closed !== undefined) throw closed
    return question()
  }

  #await<T>(answer: Promise<T>): Promise<T> {
    const settled = () => {
      this.#asking--
    }
    this.#asking++
    this.#last = answer.then(settled, settled)
    return answer
  }

  #recorded(): Answer | undefined {
    if (this.#answers === undefined) return undefined
    const next = this.#answers.next()
    if (next.done !== true) return next.value
    this.#answers = undefined
    return undefined
  }

  async #askUncharged<T>(
    ordinal: number,
    question: number,
    asked: Promise<T>,
    encode: (answer: T) => AnswerValue,
  ): Promise<T> {
    const answer = await asked
    this.record(ordinal, { question, charged: 0, answer: encode(answer) }, [], 0)
    return answer
  }
}
