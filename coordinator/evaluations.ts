import type { Program } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { type FirstBetterAnswer, FirstBetterQuestion } from './first-better-question.ts'
import type { Journal } from './journal.ts'
import { pruned, scored } from './ledger-block.ts'
import type { Pace } from './pace.ts'
import type { Episodes, OpenQuestion, Question, QuestionPort } from './question.ts'
import { ScoreCache } from './score-cache.ts'
import { type ScoresAnswer, ScoresQuestion } from './scores-question.ts'
import type { Ticket, Work } from './shard.ts'
import type { Shards } from './shards.ts'

const { Status } = cairn.v1

export interface EvaluationsSetup {
  readonly journal: Journal
  readonly shards: Shards
  readonly training: Episodes
  readonly pace: Pace
  readonly watch: EvaluationsWatch
}

export interface EvaluationsWatch {
  /** A batch is in the journal's hands: it should be committed soon. */
  journaled(scored: number, pruned: number): void
  poisoned(program: Program, reason: string): void
  /** Two workers gave the same program different scores. */
  contradiction(): void
}

/** Answers questions about scores: from the cache, or else by the workers; and puts all that is evaluated into the ledger. */
export class Evaluations implements QuestionPort {
  readonly cache = new ScoreCache()
  readonly pace: Pace
  readonly #setup: EvaluationsSetup
  readonly #open = new Set<OpenQuestion>()
  readonly #fresh = new Set<FreshScore>()

  constructor(setup: EvaluationsSetup) {
    this.#setup = setup
    this.pace = setup.pace
  }

  /** Learns what earlier sittings of the run have evaluated. */
  load(): void {
    const { journal } = this.#setup
    journal.evaluations((program, status, score) => {
      this.cache.learn(this.cache.entry(program), status === scored ? 'score' : 'bound', score)
    })
    for (const { program } of journal.poisoned()) this.#poison(program)
  }

  scores(programs: readonly Program[]): Promise<ScoresAnswer> {
    return this.#ask(new ScoresQuestion(this, this.#setup.training, programs))
  }

  /** @param most programs that may be charged */
  firstBetter(threshold: number, programs: Iterable<Program>, most: number): Promise<FirstBetterAnswer> {
    return this.#ask(new FirstBetterQuestion(this, this.#setup.training, threshold, programs, most))
  }

  /** The mean return on other episodes; -Infinity for poison. Not in the ledger, nor from the cache. */
  fresh(program: Program, episodes: Episodes): Promise<number> {
    const work = new FreshScore(program, episodes)
    this.#fresh.add(work)
    this.#setup.shards.add(work)
    return work.score
  }

  /** Ends every open question with the error. */
  close(error: unknown): void {
    for (const question of this.#open) question.fail(error)
    for (const work of this.#fresh) work.fail(error)
  }

  record(entries: readonly number[], { statuses, scores }: cairn.v1.Result): void {
    const { journal, watch } = this.#setup
    let exact = 0
    let bounds = 0
    for (let i = 0; i < entries.length; i++) {
      if (statuses[i] === Status.STATUS_SKIPPED) continue
      const entry = entries[i]!
      const score = scores[i]!
      const whole = statuses[i] === Status.STATUS_SCORED
      if (!this.cache.learn(entry, whole ? 'score' : 'bound', score)) watch.contradiction()
      journal.addEvaluation(this.cache.program(entry), whole ? scored : pruned, score)
      if (whole) exact++
      else bounds++
    }
    journal.endBatch()
    watch.journaled(exact, bounds)
  }

  recordPoison(entry: number, reason: string): void {
    const program = this.cache.program(entry).slice()
    this.#poison(program)
    this.#setup.watch.poisoned(program, reason)
  }

  cancel(question: OpenQuestion, from: number): void {
    if (from === 0) this.#open.delete(question)
    this.#setup.shards.cancel(question, from)
  }

  #ask<Answer>(question: Question<Answer>): Promise<Answer> {
    question.begin()
    if (!question.over) {
      this.#open.add(question)
      this.#setup.shards.add(question)
    }
    return question.answer
  }

  /** The worst score there is. */
  #poison(program: Program): void {
    this.cache.learn(this.cache.entry(program), 'score', Number.NEGATIVE_INFINITY)
  }
}

/** One program on episodes that the search never sees. */
class FreshScore implements Work {
  readonly pace = undefined
  readonly threshold = undefined
  readonly firstEpisode: number
  readonly episodes: number
  readonly score: Promise<number>
  #program: Program | undefined
  #resolve!: (score: number) => void
  #reject!: (error: unknown) => void

  constructor(program: Program, { firstEpisode, episodes }: Episodes) {
    this.#program = program
    this.firstEpisode = firstEpisode
    this.episodes = episodes
    this.score = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  get remaining(): number {
    return this.#program === undefined ? 0 : 1
  }

  take(): readonly Ticket[] {
    if (this.#program === undefined) return []
    const ticket = { number: 0, program: this.#program }
    this.#program = undefined
    return [ticket]
  }

  settled(_tickets: readonly Ticket[], { scores }: cairn.v1.Result): void {
    this.#resolve(scores[0]!)
  }

  poisoned(): void {
    this.#resolve(Number.NEGATIVE_INFINITY)
  }

  fail(error: unknown): void {
    this.#reject(error)
  }
}
