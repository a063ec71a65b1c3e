import type { Program } from '@cairn/language'
import { cairn } from '@cairn/proto'
import type { OpenQuestion } from './answering.ts'
import { type FirstBetterAnswer, FirstBetterQuestion } from './first-better-question.ts'
import type { Journal } from './journal.ts'
import { pruned, scored } from './ledger-block.ts'
import { OneProgram } from './one-program.ts'
import type { Pace } from './pace.ts'
import type { Episodes, Question, QuestionPort } from './question.ts'
import { ScoreCache } from './score-cache.ts'
import { type ScoresAnswer, ScoresQuestion } from './scores-question.ts'
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
  async fresh(program: Program, episodes: Episodes): Promise<number> {
    const work = new OneProgram(program, { ...episodes, threshold: undefined })
    this.#open.add(work)
    this.#setup.shards.add(work)
    const result = await work.result
    this.#open.delete(work)
    return result === undefined ? Number.NEGATIVE_INFINITY : result.scores[0]!
  }

  /** Ends every open question with the error. */
  close(error: unknown): void {
    for (const question of this.#open) question.fail(error)
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
