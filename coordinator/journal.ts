import type { Program } from '@cairn/language'
import { decodeAnswers, encodeAnswers } from './answer-block.ts'
import type { Answer, AnswerRow } from './answers.ts'
import { LedgerBlock, type LedgerStatus, readLedgerBlock } from './ledger-block.ts'
import type { RunDone, RunPlan } from './run-plan.ts'
import { openSqlite, type Sqlite, type SqlRow } from './sqlite.ts'

/** A program that is strictly better than all before it on its path. */
export interface BestRow {
  readonly path: string
  /** Evaluations charged to the path when it was found, this one included. */
  readonly charged: number
  readonly score: number
  readonly program: Program
  /** Canonical one-line text. */
  readonly text: string
}

export interface PoisonRow {
  readonly program: Program
  readonly text: string
  readonly reason: string
}

export type JournalState = 'running' | 'stopped' | 'done'

export interface Totals {
  readonly charged: number
  readonly executed: number
}

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

/** Not a journal of this version. */
export class BadJournal extends Error {
  readonly code = 'E_BAD_JOURNAL'
  readonly file: string
  constructor(file: string, why: string, options?: ErrorOptions) {
    super(`${file}: ${why}`, options)
    this.file = file
  }
}

export const journalFormat = 1

const schema = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE answer (
    path TEXT NOT NULL, ordinal INTEGER NOT NULL, answers INTEGER NOT NULL, charged INTEGER NOT NULL,
    block BLOB NOT NULL, PRIMARY KEY (path, ordinal)
  );
  CREATE TABLE best (
    path TEXT NOT NULL, charged INTEGER NOT NULL, score REAL NOT NULL, program BLOB NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (path, charged)
  ) WITHOUT ROWID;
  CREATE TABLE ledger (
    id INTEGER PRIMARY KEY, batches INTEGER NOT NULL, executed INTEGER NOT NULL, evaluations BLOB NOT NULL
  );
  CREATE TABLE poison (program BLOB PRIMARY KEY, text TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
`

/** Makes the journal of a new run. */
export function createJournal(file: string, plan: RunPlan): void {
  const database = openSqlite(file)
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN;')
    database.exec(schema)
    const meta = { format: journalFormat, plan, epoch: 0, seconds: 0, state: 'stopped' }
    for (const [name, value] of Object.entries(meta)) {
      database.exec(`INSERT INTO meta VALUES ('${name}', '${JSON.stringify(value).replaceAll("'", "''")}')`)
    }
    database.exec('COMMIT')
  } finally {
    database.close()
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
 * - `ledger`: every evaluation that was executed, a block per commit: the score cache of the next sitting.
 * - `poison`: programs that no worker survived.
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
  #best: BestRow[] = []
  #poison: PoisonRow[] = []
  readonly #block = new LedgerBlock()
  #batches = 0
  #committed: Totals
  #pendingCharged = 0
  #failed: JournalFailed | undefined

  /** @throws BadJournal if the file is not a journal of this version */
  constructor(file: string) {
    this.file = file
    this.#database = openJournal(file)
    this.#database.exec('PRAGMA synchronous = FULL')
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
    return this.#answerCount + this.#batches + this.#poison.length > 0
  }

  /** Enough has gathered to be committed at once. */
  get full(): boolean {
    return this.#answerCount + this.#block.count >= mostRows || this.#block.bytes >= mostBytes
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
    const rows = 256
    for (let after = 0; ; ) {
      const blocks = this.#read.ledger(after, rows)
      for (const [, block] of blocks) readLedgerBlock(block as Buffer, evaluation)
      if (blocks.length < rows) return
      after = blocks[blocks.length - 1]![0] as number
    }
  }

  poisoned(): readonly PoisonRow[] {
    return readPoison(this.#database)
  }

  best(): BestRow | undefined {
    return readBest(this.#database)
  }

  addAnswer(row: AnswerRow): void {
    const ofPath = this.#answers.get(row.path)
    if (ofPath === undefined) this.#answers.set(row.path, [row])
    else ofPath.push(row)
    this.#answerCount++
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

  addPoison(row: PoisonRow): void {
    this.#poison.push(row)
  }

  /** Commits everything that has gathered, and the wall time so far. @throws JournalFailed */
  commit(seconds: number): void {
    if (!this.uncommitted) return
    const executed = this.#block.count
    this.#transaction(() => {
      for (const [path, answers] of this.#answers) {
        const charged = answers.reduce((sum, answer) => sum + answer.charged, 0)
        this.#write.answer(path, answers[0]!.ordinal, answers.length, charged, encodeAnswers(answers))
      }
      for (const { path, charged, score, program, text } of this.#best) {
        this.#write.best(path, charged, score, program, text)
      }
      for (const { program, text, reason } of this.#poison) this.#write.poison(program, text, reason)
      if (this.#batches > 0) this.#write.ledger(this.#batches, executed, this.#block.encode())
      this.#write.meta('seconds', JSON.stringify(seconds))
    })
    this.#committed = {
      charged: this.#committed.charged + this.#pendingCharged,
      executed: this.#committed.executed + executed,
    }
    this.#answers.clear()
    this.#answerCount = 0
    this.#best = []
    this.#poison = []
    this.#block.clear()
    this.#batches = 0
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

/** Opens an existing journal. @throws BadJournal */
export function openJournal(file: string): Sqlite {
  let database: Sqlite | undefined
  try {
    database = openSqlite(file)
    const format = readMeta<number>(database, 'format')
    if (format !== journalFormat) throw new BadJournal(file, `format ${format}; this version reads ${journalFormat}`)
    return database
  } catch (cause) {
    database?.close()
    if (cause instanceof BadJournal) throw cause
    throw new BadJournal(file, `not a journal (${cause instanceof Error ? cause.message : cause})`, { cause })
  }
}

export function readMeta<T>(database: Sqlite, name: string): T {
  const [row] = database.reader('SELECT value FROM meta WHERE name = ?')(name)
  if (row === undefined) throw new Error(`meta.${name} is missing`)
  return JSON.parse(row[0] as string) as T
}

export function readResult(database: Sqlite): RunDone | undefined {
  const [row] = database.reader("SELECT value FROM meta WHERE name = 'result'")()
  return row && (JSON.parse(row[0] as string) as RunDone)
}

export function readTotals(database: Sqlite): Totals {
  const sum = (sql: string) => database.reader(sql)()[0]![0] as number
  return {
    charged: sum('SELECT coalesce(sum(charged), 0) FROM answer'),
    executed: sum('SELECT coalesce(sum(executed), 0) FROM ledger'),
  }
}

/** The run's best program: the highest score; among equals the one its path reached soonest, then the first path. */
export function readBest(database: Sqlite): BestRow | undefined {
  const [row] = database.reader(`${bestColumns} ORDER BY score DESC, charged, path LIMIT 1`)()
  return row && bestRow(row)
}

/** Every answer, by path and ordinal. */
export function* readAnswers(database: Sqlite): Generator<AnswerRow, undefined> {
  for (const [path, first, block] of database.reader(
    'SELECT path, ordinal, block FROM answer ORDER BY path, ordinal',
  )()) {
    let ordinal = first as number
    for (const answer of decodeAnswers(block as Buffer)) yield { path: path as string, ordinal: ordinal++, ...answer }
  }
}

/** All of them, by path. */
export function readBests(database: Sqlite): BestRow[] {
  return database.reader(`${bestColumns} ORDER BY path, charged`)().map(bestRow)
}

export function readPoison(database: Sqlite): PoisonRow[] {
  const rows = database.reader('SELECT program, text, reason FROM poison ORDER BY program')()
  return rows.map(([program, text, reason]) => ({
    program: program as Buffer,
    text: text as string,
    reason: reason as string,
  }))
}

const bestColumns = 'SELECT path, charged, score, program, text FROM best'

function bestRow([path, charged, score, program, text]: SqlRow): BestRow {
  return {
    path: path as string,
    charged: charged as number,
    score: score as number,
    program: program as Buffer,
    text: text as string,
  }
}

function writers(database: Sqlite) {
  return {
    meta: database.writer('INSERT OR REPLACE INTO meta VALUES (?, ?)'),
    answer: database.writer('INSERT INTO answer VALUES (?, ?, ?, ?, ?)'),
    best: database.writer('INSERT INTO best VALUES (?, ?, ?, ?, ?)'),
    ledger: database.writer('INSERT INTO ledger (batches, executed, evaluations) VALUES (?, ?, ?)'),
    poison: database.writer('INSERT OR REPLACE INTO poison VALUES (?, ?, ?)'),
  }
}

function readers(database: Sqlite) {
  return {
    answers: database.reader(
      'SELECT ordinal, block FROM answer WHERE path = ? AND ordinal > ? ORDER BY ordinal LIMIT ?',
    ),
    ledger: database.reader('SELECT id, evaluations FROM ledger WHERE id > ? ORDER BY id LIMIT ?'),
  }
}
