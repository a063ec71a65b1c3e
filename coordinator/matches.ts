import type { Program } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { wireLimits } from '@cairn/proto/queue'
import type { OpenQuestion } from './answering.ts'
import type { Journal } from './journal.ts'
import { type MatchesAsk, opponentsThatFit } from './matches-ask.ts'
import type { MatchesAnswer, MatchesPort } from './matches-port.ts'
import { MatchesQuestion } from './matches-question.ts'
import { OneProgram } from './one-program.ts'
import type { Pace } from './pace.ts'
import { PairMemory } from './pair-memory.ts'
import type { ProgramStore } from './program-store.ts'
import type { Portion } from './shard.ts'
import type { Shards } from './shards.ts'
import type { BatchQuestion } from './wire.ts'

const { Status } = cairn.v1

export interface MatchesSetup {
  readonly journal: Journal
  readonly shards: Shards
  readonly store: ProgramStore
  readonly pace: Pace
  readonly bestReturn: number | undefined
  readonly watch: MatchesWatch
}

export interface MatchesWatch {
  /** A batch is in the journal's hands: it should be committed soon. Pairs, of both matches and of the first one only. */
  journaled(whole: number, half: number): void
  poisoned(pair: PoisonedPair): void
  /** Two workers gave the same pair different returns. */
  contradiction(): void
}

export interface PoisonedPair {
  readonly program: Program
  readonly opponent: Program
  readonly reason: string
}

/** Answers questions about matches: from memory, or else by the workers; and puts all that is played into the ledger. */
export class Matches implements MatchesPort {
  readonly pairs = new PairMemory()
  readonly store: ProgramStore
  readonly pace: Pace
  readonly bestReturn: number | undefined
  readonly #setup: MatchesSetup
  readonly #open = new Set<OpenQuestion>()
  #closed: { readonly error: unknown } | undefined

  constructor(setup: MatchesSetup) {
    this.#setup = setup
    this.store = setup.store
    this.pace = setup.pace
    this.bestReturn = setup.bestReturn
  }

  /** Learns what earlier sittings of the run have played. */
  load(): void {
    const { journal, store } = this.#setup
    journal.pairs(store, (pair) => this.pairs.learn(pair))
    for (const { program, opponent } of journal.poisonedPairs()) {
      this.pairs.poison(store.entry(program), store.entry(opponent))
    }
  }

  /** @param left pairs that may be charged */
  ask(ask: MatchesAsk, programs: Iterable<Program>, left: number): Promise<MatchesAnswer> {
    const question = new MatchesQuestion(this, ask, programs, left)
    question.begin()
    if (!question.over) {
      this.#open.add(question)
      this.#setup.shards.add(question)
    }
    return question.answer
  }

  /** What had an effect in the matches against these opponents; undefined if no worker survives them. Not in the ledger. */
  async usage(program: Program, opponents: readonly Program[]): Promise<Uint8Array | undefined> {
    const usage = new Uint8Array(program.length)
    const different = new Map(opponents.map((opponent) => [this.store.entry(opponent), opponent]))
    for (const some of portions([...different.values()])) {
      const asks = { firstEpisode: 0, episodes: 2 * some.length, opponents: some, wantUsage: true }
      const result = await this.#one(program, { ...asks, threshold: undefined })
      if (result === undefined) return undefined
      for (let at = 0; at < usage.length; at++) usage[at]! |= result.usages[at]!
    }
    return usage
  }

  /** What the episodes 0 .. episodes-1 of the task itself return; -Infinity for poison. Not in the ledger. */
  async returns(program: Program, episodes: number): Promise<Float64Array> {
    const returns = new Float64Array(episodes).fill(Number.NEGATIVE_INFINITY)
    for (let from = 0; from < episodes; from += wireLimits.returnsPerBatch) {
      const some = Math.min(wireLimits.returnsPerBatch, episodes - from)
      const asks = { firstEpisode: from, episodes: some, threshold: undefined, wantReturns: true }
      const result = await this.#one(program, asks)
      if (result === undefined) return returns.fill(Number.NEGATIVE_INFINITY)
      returns.set(result.returns, from)
    }
    return returns
  }

  /** Ends every open question with the error. */
  close(error: unknown): void {
    this.#closed ??= { error }
    for (const question of this.#open) question.fail(error)
  }

  record({ asks, tickets }: Portion, { statuses, episodes, returns }: cairn.v1.Result): void {
    const { journal, store, watch } = this.#setup
    const opponents = (asks.opponents ?? []).map((opponent) => store.entry(opponent))
    let whole = 0
    let half = 0
    for (const [i, { program }] of tickets.entries()) {
      if (statuses[i] === Status.STATUS_SKIPPED) continue
      const entry = store.entry(program)
      for (let match = 0; match < episodes[i]!; match += 2) {
        const at = i * asks.episodes + match
        const pair = {
          ...{ program: entry, opponent: opponents[match / 2]! },
          ...{ first: returns[at]!, second: returns[at + 1]! },
        }
        if (!this.pairs.learn(pair)) watch.contradiction()
        journal.addPair(store, pair)
        if (match + 1 < episodes[i]!) whole++
        else half++
      }
    }
    journal.endPairs(2 * whole + half)
    watch.journaled(whole, half)
  }

  recordPoison(program: Program, opponent: Program, reason: string): void {
    this.pairs.poison(this.store.entry(program), this.store.entry(opponent))
    this.#setup.watch.poisoned({ program: program.slice(), opponent: opponent.slice(), reason })
  }

  more(question: OpenQuestion): void {
    this.#setup.shards.add(question)
  }

  cancel(question: OpenQuestion, from: number): void {
    if (from === 0) this.#open.delete(question)
    this.#setup.shards.cancel(question, from)
  }

  async #one(program: Program, asks: BatchQuestion): Promise<cairn.v1.Result | undefined> {
    if (this.#closed !== undefined) throw this.#closed.error
    const work = new OneProgram(program, asks)
    this.#open.add(work)
    this.#setup.shards.add(work)
    const result = await work.result
    this.#open.delete(work)
    return result
  }
}

/** Opponents of one batch after the other. */
function* portions(opponents: readonly Program[]): Iterable<readonly Program[]> {
  for (let rest = opponents; rest.length > 0; ) {
    const some = opponentsThatFit(rest)
    yield some
    rest = rest.slice(some.length)
  }
}
