import { hashBytes, type Language, type Program, type Rng } from '@cairn/language'
import { type Scored, SearchClosed, type SearchContext } from '@cairn/search'
import {
  type Answer,
  type AnswerRow,
  type AnswerValue,
  decodeNumbers,
  encodeNumbers,
  QuestionHash,
  ReplayMismatch,
} from './answers.ts'
import { type BehaviourAsk, behavioursHash } from './behaviour-ask.ts'
import type { FirstBetterAnswer } from './first-better-question.ts'
import { decodePrograms, encodePrograms } from './program-list.ts'
import { sourceHash } from './program-sources.ts'
import type { ScoresAnswer } from './scores-question.ts'

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

/** What the contexts of one run share. */
export interface ContextPort {
  readonly language: Language
  readonly bestReturn: number | undefined
  /** Set when the run is to stop. */
  readonly cancelled: SearchClosed | undefined
  /** The journal's answers to the questions of that path, in order. */
  answers(path: string): Iterator<Answer, undefined>
  /** Writes an answer that the journal did not have. `improvements` are what came to light by it. */
  record(row: AnswerRow, improvements: readonly Improvement[], cached: number): void
  scores(programs: readonly Program[]): Promise<ScoresAnswer>
  firstBetter(threshold: number, programs: Iterable<Program>, most: number): Promise<FirstBetterAnswer>
  programs(source: string): Promise<readonly Program[]>
  /** @throws NoProbe, BadQuestion if nobody could answer */
  checkBehaviours(subtrees: readonly Program[], ask: BehaviourAsk): void
  behaviours(subtrees: readonly Program[], ask: BehaviourAsk): Promise<Float64Array>
  /** Something to wait for, when the event loop has had no turn for a while. */
  breath(): Promise<void> | undefined
}

export interface ContextSetup {
  readonly port: ContextPort
  readonly path: string
  readonly rng: Rng
  readonly budget: number
}

/** A question that costs nothing: how to ask it, and how the journal keeps its answer. */
interface Uncharged<T> {
  readonly ask: () => Promise<T>
  readonly encode: (answer: T) => AnswerValue
  readonly decode: (answer: AnswerValue) => T
}

/** A context whose questions are answered by the journal first, and by the workers from where the journal ends. */
export class JournaledContext implements SearchContext {
  readonly rng: Rng
  readonly #port: ContextPort
  readonly #path: string
  #budget: number
  #charged = 0
  #ordinal = 0
  #bestScore = Number.NEGATIVE_INFINITY
  /** Until the journal has no more answers. */
  #answers: Iterator<Answer, undefined> | undefined
  /** Questions without an answer yet, and what the last of them waits for. */
  #asking = 0
  #last: Promise<unknown> = Promise.resolve()
  readonly #forks = new Set<string>()

  constructor({ port, path, rng, budget }: ContextSetup) {
    this.#port = port
    this.#path = path
    this.#budget = budget
    this.rng = rng
    this.#answers = port.answers(path)
  }

  get language(): Language {
    return this.#port.language
  }

  get open(): boolean {
    return this.#closed === undefined
  }

  get charged(): number {
    return this.#charged
  }

  get budget(): number {
    return this.#budget
  }

  score(program: Program): Promise<Scored> {
    return this.#ask(() => then(this.#scores([program]), (scores) => ({ program, score: scores[0]! })))
  }

  scoreAll(programs: readonly Program[]): Promise<Scored[]> {
    return this.#ask(() =>
      then(this.#scores(programs), (scores) => programs.map((program, i) => ({ program, score: scores[i]! }))),
    )
  }

  firstBetter(than: Scored, programs: Iterable<Program>): Promise<Scored | undefined> {
    return this.#ask(() => this.#firstBetter(than.score, programs))
  }

  programs(source: string): Promise<readonly Program[]> {
    return this.#ask(() =>
      this.#uncharged(sourceHash(source), {
        ask: () => this.#port.programs(source),
        encode: encodePrograms,
        decode: decodePrograms,
      }),
    )
  }

  behaviours(subtrees: readonly Program[], ask: BehaviourAsk): Promise<Float64Array> {
    return this.#ask(() => {
      this.#port.checkBehaviours(subtrees, ask)
      return this.#uncharged(behavioursHash(subtrees, ask), {
        ask: () => this.#port.behaviours(subtrees, ask),
        encode: encodeNumbers,
        decode: decodeNumbers,
      })
    })
  }

  fork(name: string, share: number): SearchContext {
    if (this.#asking > 0) throw new Error(`fork ${name}: ${this.#path} still waits for an answer; await it first`)
    if (this.#forks.has(name)) throw new Error(`fork ${name}: ${this.#path} has a fork of that name already`)
    this.#forks.add(name)
    const budget = Math.max(0, Math.min(Math.floor(share), this.#left))
    this.#budget -= budget
    return new JournaledContext({
      port: this.#port,
      path: `${this.#path}/${name}`,
      rng: this.rng.stream(name),
      budget,
    })
  }

  get #left(): number {
    return this.#budget - this.#charged
  }

  get #closed(): SearchClosed | undefined {
    if (this.#port.cancelled !== undefined) return this.#port.cancelled
    const { bestReturn } = this.#port
    if (bestReturn !== undefined && this.#bestScore >= bestReturn - solvedWithin) return new SearchClosed('solved')
    return this.#left <= 0 ? new SearchClosed('budget') : undefined
  }

  /** Questions are answered one after another, in the order they were asked; one that the journal knows, at once. */
  #ask<T>(question: () => T | Promise<T>): Promise<T> {
    const turn = this.#asking > 0 ? this.#last : this.#port.breath()
    if (turn !== undefined) return this.#await(turn.then(() => this.#whileOpen(question)))
    try {
      const answer = this.#whileOpen(question)
      return answer instanceof Promise ? this.#await(answer) : Promise.resolve(answer)
    } catch (error) {
      return Promise.reject(error)
    }
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

  #scores(programs: readonly Program[]): Float64Array | Promise<Float64Array> {
    const fit = programs.length <= this.#left ? programs : programs.slice(0, this.#left)
    const cut = fit.length < programs.length
    const ordinal = this.#ordinal++
    const recorded = this.#recorded()
    if (recorded === undefined) return this.#askScores(ordinal, fit, cut)
    const hash = new QuestionHash('scores')
    for (const program of fit) hash.add(hashBytes(program))
    this.#check(ordinal, hash, recorded, fit.length)
    const scores = decodeNumbers(recorded.answer)
    this.#charge(fit.length, this.#improvements(fit, scores))
    return uncut(cut, scores)
  }

  async #askScores(ordinal: number, programs: readonly Program[], cut: boolean): Promise<Float64Array> {
    const { question, scores, cached } = await this.#port.scores(programs)
    const improvements = this.#improvements(programs, scores)
    const row = { path: this.#path, ordinal, question, charged: programs.length, answer: encodeNumbers(scores) }
    this.#port.record(row, improvements, cached)
    this.#charge(programs.length, improvements)
    return uncut(cut, scores)
  }

  #firstBetter(threshold: number, programs: Iterable<Program>): Scored | undefined | Promise<Scored | undefined> {
    if (Number.isNaN(threshold)) throw new RangeError(`${this.#path}: the score to beat is not a number`)
    const ordinal = this.#ordinal++
    const recorded = this.#recorded()
    if (recorded === undefined) return this.#askFirstBetter(ordinal, threshold, programs)
    const { winner, cut } = this.#redraw(ordinal, threshold, programs, recorded)
    this.#charge(recorded.charged, winner === undefined ? [] : this.#improvement(winner, recorded.charged))
    return uncut(cut, winner)
  }

  async #askFirstBetter(ordinal: number, threshold: number, programs: Iterable<Program>): Promise<Scored | undefined> {
    const { question, charged, winner, cut, cached } = await this.#port.firstBetter(threshold, programs, this.#left)
    const improvements = winner === undefined ? [] : this.#improvement(winner, charged)
    const row = { path: this.#path, ordinal, question, charged, answer: winner?.score ?? null }
    this.#port.record(row, improvements, cached)
    this.#charge(charged, improvements)
    return uncut(cut, winner)
  }

  #uncharged<T>(hash: QuestionHash, { ask, encode, decode }: Uncharged<T>): T | Promise<T> {
    const ordinal = this.#ordinal++
    const recorded = this.#recorded()
    if (recorded === undefined) return this.#askUncharged(ordinal, hash.value(), ask(), encode)
    this.#check(ordinal, hash, recorded, 0)
    return decode(recorded.answer)
  }

  async #askUncharged<T>(
    ordinal: number,
    question: number,
    asked: Promise<T>,
    encode: (answer: T) => AnswerValue,
  ): Promise<T> {
    const answer = await asked
    this.#port.record({ path: this.#path, ordinal, question, charged: 0, answer: encode(answer) }, [], 0)
    return answer
  }

  /** Draws as many programs as the recorded answer cost, and sees that they are the same. */
  #redraw(ordinal: number, threshold: number, programs: Iterable<Program>, recorded: Answer) {
    const hash = new QuestionHash('first-better', threshold)
    const drawn = programs[Symbol.iterator]()
    let last: Program | undefined
    for (let i = 0; i < recorded.charged; i++) {
      const next = drawn.next()
      if (next.done === true) throw this.#mismatch(ordinal, `${i} programs are asked about, ${recorded.charged} were`)
      hash.add(hashBytes(next.value))
      last = next.value
    }
    this.#check(ordinal, hash, recorded, recorded.charged)
    if (typeof recorded.answer === 'number') {
      drawn.return?.()
      return { winner: { program: last!, score: recorded.answer }, cut: false }
    }
    const cut = drawn.next().done !== true
    drawn.return?.()
    if (cut && recorded.charged < this.#left) {
      throw this.#mismatch(ordinal, `more programs are asked about than the ${recorded.charged} that were`)
    }
    return { winner: undefined, cut }
  }

  #recorded(): Answer | undefined {
    if (this.#answers === undefined) return undefined
    const next = this.#answers.next()
    if (next.done !== true) return next.value
    this.#answers = undefined
    return undefined
  }

  #check(ordinal: number, hash: QuestionHash, recorded: Answer, charged: number): void {
    if (hash.value() !== recorded.question) throw this.#mismatch(ordinal, 'it is not what was asked')
    if (recorded.charged !== charged || charged > this.#left) {
      throw this.#mismatch(ordinal, `it costs ${Math.min(charged, this.#left)} evaluations, not ${recorded.charged}`)
    }
  }

  #mismatch(ordinal: number, difference: string): ReplayMismatch {
    return new ReplayMismatch(this.#path, ordinal, difference)
  }

  #improvements(programs: readonly Program[], scores: Float64Array): Improvement[] {
    const improvements: Improvement[] = []
    let best = this.#bestScore
    for (let i = 0; i < scores.length; i++) {
      if (scores[i]! <= best) continue
      best = scores[i]!
      improvements.push({ charged: this.#charged + i + 1, within: i + 1, score: best, program: programs[i]! })
    }
    return improvements
  }

  #improvement({ program, score }: Scored, within: number): Improvement[] {
    return score > this.#bestScore ? [{ charged: this.#charged + within, within, score, program }] : []
  }

  #charge(evaluations: number, improvements: readonly Improvement[]): void {
    this.#charged += evaluations
    const best = improvements[improvements.length - 1]
    if (best !== undefined) this.#bestScore = best.score
  }
}

/** What was cut is charged and recorded, but the search does not get to see it. */
function uncut<T>(cut: boolean, answer: T): T {
  if (cut) throw new SearchClosed('budget')
  return answer
}

function then<T, U>(answer: T | Promise<T>, map: (answer: T) => U): U | Promise<U> {
  return answer instanceof Promise ? answer.then(map) : map(answer)
}
