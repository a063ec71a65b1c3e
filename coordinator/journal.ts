import type { Program } from '@cairn/language'
import { decodeAnswers, encodeAnswers } from './answer-block.ts'
import type { Answer, AnswerRow } from './answers.ts'
import {
  type BestRow,
  type ChampionRow,
  completeJournal,
  countChampions,
  openJournal,
  type PoisonBehaviourRow,
  type PoisonPairRow,
  type PoisonRow,
  readBest,
  readChampion,
  readMeta,
  readPoison,
  readPoisonBehaviours,
  readPoisonPairs,
  readResult,
  readTotals,
  type Totals,
} from './journal-file.ts'
import { blocks, readers, writers } from './journal-statements.ts'
import { LedgerBlock, type LedgerStatus, readLedgerBlock } from './ledger-block.ts'
import { PairBlock } from './pair-block.ts'
import type { Pair } from './pair-memory.ts'
import type { ProgramStore } from './program-store.ts'
import type { RunDone } from './run-plan.ts'
import type { Sqlite } from './sqlite.ts'

/** The journal could not be written; what had been committed before is whole, and the run can be resumed from there. */
export class JournalFailed extends Error {
  readonly code = 'E_JOURNAL_FAILED'
  readonly file: string
  constructor(file: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`${file} cannot be written (${why}); the run has ended, and can be resumed once it can be written again`, {
      cause,
    })
    this.file = file
  }
}

/** Rows kept back before they are committed, whatever the time. */
const mostRows = 4096
const mostBytes = 4 << 20
/** Blocks read at a time when a run is replayed. */
const blocksAtATime = 8

/**
 * The only truth of a run, open for writing: one SQLite file.
 *
 * - `answer`: the answers to the questions of the search, by path and by ordinal of the first one; those of one path
 *   and one commit are a block. But for the cut into blocks it is deterministic: it depends on the plan alone, never on
 *   workers or timing.
 * - `best`: what was strictly better than all before it on its path. Deterministic as well.
 * - `champion`: the programs that the search named its champions. Deterministic as well.
 * - `ledger`: every evaluation that was executed, a block per commit: the score cache of the next sitting.
 * - `pair_ledger`: every pair of programs whose matches were played, likewise.
 * - `poison`, `poison_behaviour`, `poison_pair`: programs that no worker survived, on the task, on the probe's, and
 *   against an opponent.
 *
 * Rows gather in memory and are committed together; what is not committed does not count. A crash between two commits
 * costs the work of that time and nothing else, for the search asks the same questions again.
 */
export class Journal {
  readonly file: string
  readonly #database: Sqlite
  readonly #write: ReturnType<typeof writers>
  readonly #read: ReturnType<typeof readers>
  /** By path, in order. */
  #answers = new Map<string, AnswerRow[]>()
  #answerCount = 0
  #answerBytes = 0
  #best: BestRow[] = []
  #poison: PoisonRow[] = []
  #poisonBehaviours: PoisonBehaviourRow[] = []
  #poisonPairs: PoisonPairRow[] = []
  #champions: ChampionRow[] = []
  readonly #block = new LedgerBlock()
  #batches = 0
  readonly #pairs = new PairBlock()
  #pairBatches = 0
  #matches = 0
  #committed: Totals
  #pendingCharged = 0
  #failed: JournalFailed | undefined

  /** @throws BadJournal if the file is not a journal of this version */
  constructor(file: string) {
    this.file = file
    this.#database = openJournal(file)
    this.#database.exec('PRAGMA synchronous = FULL')
    completeJournal(this.#database)
    this.#write = writers(this.#database)
    this.#read = readers(this.#database)
    this.#committed = readTotals(this.#database)
  }

  /** What counts: that which is safe on disk. */
  get committed(): Totals {
    return this.#committed
  }

  /** Evaluations charged, those not yet committed included. */
  get charged(): number {
    return this.#committed.charged + this.#pendingCharged
  }

  get uncommitted(): boolean {
    const poison = this.#poison.length + this.#poisonBehaviours.length + this.#poisonPairs.length
    return this.#answerCount + this.#batches + this.#pairBatches + poison > 0
  }

  /** Enough has gathered to be committed at once. */
  get full(): boolean {
    const rows = this.#answerCount + this.#block.count + this.#pairs.count
    return rows >= mostRows || this.#answerBytes + this.#block.bytes + this.#pairs.bytes >= mostBytes
  }

  /** Begins a sitting: an epoch that is greater than every one before it. */
  nextEpoch(least = 0): number {
    const epoch = Math.max(readMeta<number>(this.#database, 'epoch') + 1, least)
    this.#transaction(() => {
      this.#write.meta('epoch', JSON.stringify(epoch))
      this.#write.meta('state', '"running"')
    })
    return epoch
  }

  get seconds(): number {
    return readMeta<number>(this.#database, 'seconds')
  }

  /** The result of a run that is done. */
  get result(): RunDone | undefined {
    return readResult(this.#database)
  }

  /** The answers of one path, in order. */
  *answers(path: string): Generator<Answer, undefined> {
    for (let after = -1; ; ) {
      const rows = this.#read.answers(path, after, blocksAtATime)
      for (const [, block] of rows) yield* decodeAnswers(block as Buffer)
      if (rows.length < blocksAtATime) return
      after = rows[rows.length - 1]![0] as number
    }
  }

  /** Every evaluation that was ever executed. */
  evaluations(evaluation: (program: Program, status: LedgerStatus, score: number) => void): void {
    for (const block of blocks(this.#read.ledger)) readLedgerBlock(block, evaluation)
  }

  /** Every pair that was ever played, of programs that the store then holds. To be read before any is added. */
  pairs(store: ProgramStore, pair: (pair: Pair) => void): void {
    for (const block of blocks(this.#read.pairs)) this.#pairs.read(block, store, pair)
  }

  poisoned(): readonly PoisonRow[] {
    return readPoison(this.#database)
  }

  poisonedBehaviours(): readonly PoisonBehaviourRow[] {
    return readPoisonBehaviours(this.#database)
  }

  poisonedPairs(): readonly PoisonPairRow[] {
    return readPoisonPairs(this.#database)
  }

  champion(): ChampionRow | undefined {
    return readChampion(this.#database)
  }

  /** Champions of all paths. */
  get champions(): number {
    return countChampions(this.#database)
  }

  best(): BestRow | undefined {
    return readBest(this.#database)
  }

  addAnswer(row: AnswerRow): void {
    const ofPath = this.#answers.get(row.path)
    if (ofPath === undefined) this.#answers.set(row.path, [row])
    else ofPath.push(row)
    this.#answerCount++
    if (row.answer instanceof Uint8Array) this.#answerBytes += row.answer.length
    this.#pendingCharged += row.charged
  }

  addBest(row: BestRow): void {
    this.#best.push(row)
  }

  addEvaluation(program: Program, status: LedgerStatus, score: number): void {
    this.#block.add(program, status, score)
  }

  /** The evaluations added since the last call were those of one batch. */
  endBatch(): void {
    this.#batches++
  }

  addChampion(row: ChampionRow): void {
    this.#champions.push(row)
  }

  /** Of programs of the store that `pairs` read into. */
  addPair(store: ProgramStore, pair: Pair): void {
    this.#pairs.add(store, pair)
  }

  /** The pairs added since the last call were those of one batch, of so many matches. */
  endPairs(matches: number): void {
    this.#pairBatches++
    this.#matches += matches
  }

  addPoisonPair(row: PoisonPairRow): void {
    this.#poisonPairs.push(row)
  }

  addPoison(row: PoisonRow): void {
    this.#poison.push(row)
  }

  addPoisonBehaviour(row: PoisonBehaviourRow): void {
    this.#poisonBehaviours.push(row)
  }

  /** Commits everything that has gathered, and the wall time so far. @throws JournalFailed */
  commit(seconds: number): void {
    if (!this.uncommitted) return
    const executed = this.#block.count
    const pairs = this.#pairs.count
    this.#transaction(() => {
      for (const [path, answers] of this.#answers) {
        const charged = answers.reduce((sum, answer) => sum + answer.charged, 0)
        this.#write.answer(path, answers[0]!.ordinal, answers.length, charged, encodeAnswers(answers))
      }
      for (const { path, charged, score, program, text } of this.#best) {
        this.#write.best(path, charged, score, program, text)
      }
      for (const { program, text, reason } of this.#poison) this.#write.poison(program, text, reason)
      for (const { program, states, text, reason } of this.#poisonBehaviours) {
        this.#write.poisonBehaviour(program, states, text, reason)
      }
      for (const { program, opponent, text, reason } of this.#poisonPairs) {
        this.#write.poisonPair(program, opponent, text, reason)
      }
      for (const { path, number, charged, score, program, text, returns } of this.#champions) {
        const bytes = new Uint8Array(returns.buffer, returns.byteOffset, returns.byteLength)
        this.#write.champion(path, number, charged, score, program, text, bytes)
      }
      if (this.#pairBatches > 0) this.#write.pairs(this.#pairBatches, pairs, this.#matches, this.#pairs.encode())
      if (this.#batches > 0) this.#write.ledger(this.#batches, executed, this.#block.encode())
      this.#write.meta('seconds', JSON.stringify(seconds))
    })
    this.#committed = {
      charged: this.#committed.charged + this.#pendingCharged,
      executed: this.#committed.executed + executed + pairs,
    }
    this.#answers.clear()
    this.#answerCount = 0
    this.#answerBytes = 0
    this.#best = []
    this.#poison = []
    this.#poisonBehaviours = []
    this.#poisonPairs = []
    this.#champions = []
    this.#block.clear()
    this.#batches = 0
    this.#pairs.clear()
    this.#pairBatches = 0
    this.#matches = 0
    this.#pendingCharged = 0
  }

  /** Ends a sitting. @throws JournalFailed */
  end(state: 'stopped' | RunDone, seconds: number): void {
    this.#transaction(() => {
      this.#write.meta('seconds', JSON.stringify(seconds))
      this.#write.meta('state', JSON.stringify(state === 'stopped' ? 'stopped' : 'done'))
      if (state !== 'stopped') this.#write.meta('result', JSON.stringify(state))
    })
  }

  /** What is not committed is dropped. */
  close(): void {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)') // so that the one file holds everything
    } catch {
      // Then its write-ahead log does.
    }
    this.#database.close()
  }

  #transaction(writes: () => void): void {
    if (this.#failed !== undefined) throw this.#failed
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      writes()
      this.#database.exec('COMMIT')
    } catch (cause) {
      this.#failed = new JournalFailed(this.file, cause)
      try {
        this.#database.exec('ROLLBACK')
      } catch {
        // SQLite has rolled back by itself.
      }
      throw this.#failed
    }
  }
}
