import type { Program } from '@cairn/language'
import { decodeAnswers } from './answer-block.ts'
import { type AnswerRow, decodeNumbers } from './answers.ts'
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

/** A subtree in its frame that no worker survived on so many states. */
export interface PoisonBehaviourRow extends PoisonRow {
  readonly states: number
}

/** A program against an opponent that no worker survived. */
export interface PoisonPairRow extends PoisonRow {
  readonly opponent: Program
}

/** A program that a search named its champion. */
export interface ChampionRow {
  readonly path: string
  /** Counts the champions of the path, from 1. */
  readonly number: number
  /** Evaluations charged to the path by then. */
  readonly charged: number
  /** Mean return on the training episodes; -Infinity for poison. */
  readonly score: number
  readonly program: Program
  /** Canonical one-line text. */
  readonly text: string
  /** Of the training episodes, one after the other. */
  readonly returns: Float64Array
}

export type JournalState = 'running' | 'stopped' | 'done'

export interface Totals {
  readonly charged: number
  readonly executed: number
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

/** A reader that comes first after a crash restores the journal; whoever else opens it meanwhile waits so long. */
const busyMs = 5_000

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

/** Came later: journals that have no such table are as good. */
const laterSchema = `
  CREATE TABLE IF NOT EXISTS poison_behaviour (
    program BLOB NOT NULL, states INTEGER NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (program, states)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS poison_pair (
    program BLOB NOT NULL, opponent BLOB NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (program, opponent)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS pair_ledger (
    id INTEGER PRIMARY KEY, batches INTEGER NOT NULL, executed INTEGER NOT NULL, matches INTEGER NOT NULL,
    pairs BLOB NOT NULL
  );
  CREATE TABLE IF NOT EXISTS champion (
    path TEXT NOT NULL, number INTEGER NOT NULL, charged INTEGER NOT NULL, score REAL NOT NULL, program BLOB NOT NULL,
    text TEXT NOT NULL, returns BLOB NOT NULL, PRIMARY KEY (path, number)
  ) WITHOUT ROWID;
`

/** Makes the journal of a new run. */
export function createJournal(file: string, plan: RunPlan): void {
  const database = openSqlite(file)
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN;')
    database.exec(schema)
    database.exec(laterSchema)
    const meta = { format: journalFormat, plan, epoch: 0, seconds: 0, state: 'stopped' }
    for (const [name, value] of Object.entries(meta)) {
      database.exec(`INSERT INTO meta VALUES ('${name}', '${JSON.stringify(value).replaceAll("'", "''")}')`)
    }
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}

/** Opens an existing journal. @throws BadJournal */
export function openJournal(file: string): Sqlite {
  let database: Sqlite | undefined
  try {
    database = openSqlite(file)
    database.exec(`PRAGMA busy_timeout = ${busyMs}`)
    const format = readMeta<number>(database, 'format')
    if (format !== journalFormat) throw new BadJournal(file, `format ${format}; this version reads ${journalFormat}`)
    return database
  } catch (cause) {
    database?.close()
    if (cause instanceof BadJournal) throw cause
    throw new BadJournal(file, `not a journal (${cause instanceof Error ? cause.message : cause})`, { cause })
  }
}

/** Adds to the journal of an earlier version what it lacks. */
export function completeJournal(database: Sqlite): void {
  database.exec(laterSchema)
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
    executed:
      sum('SELECT coalesce(sum(executed), 0) FROM ledger') +
      (hasTable(database, 'pair_ledger') ? sum('SELECT coalesce(sum(executed), 0) FROM pair_ledger') : 0),
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

export function readPoisonBehaviours(database: Sqlite): PoisonBehaviourRow[] {
  const sql = 'SELECT program, states, text, reason FROM poison_behaviour ORDER BY program, states'
  const rows = hasTable(database, 'poison_behaviour') ? database.reader(sql)() : []
  return rows.map(([program, states, text, reason]) => ({
    program: program as Buffer,
    states: states as number,
    text: text as string,
    reason: reason as string,
  }))
}

export function readPoisonPairs(database: Sqlite): PoisonPairRow[] {
  const sql = 'SELECT program, opponent, text, reason FROM poison_pair ORDER BY program, opponent'
  const rows = hasTable(database, 'poison_pair') ? database.reader(sql)() : []
  return rows.map(([program, opponent, text, reason]) => ({
    program: program as Buffer,
    opponent: opponent as Buffer,
    text: text as string,
    reason: reason as string,
  }))
}

/** All of them, the last one last: by the evaluations charged to their paths, then by path. */
export function readChampionRows(database: Sqlite): ChampionRow[] {
  return hasTable(database, 'champion')
    ? database.reader(`${championColumns} ORDER BY charged, path, number`)().map(championRow)
    : []
}

/** The run's champion: the last one. */
export function readChampion(database: Sqlite): ChampionRow | undefined {
  if (!hasTable(database, 'champion')) return undefined
  const [row] = database.reader(`${championColumns} ORDER BY charged DESC, path DESC, number DESC LIMIT 1`)()
  return row && championRow(row)
}

export function countChampions(database: Sqlite): number {
  if (!hasTable(database, 'champion')) return 0
  const [row] = database.reader('SELECT count(*) FROM champion')()
  return row![0] as number
}

/** The order of champions: by the evaluations charged to their paths, then by path. */
export function isLater(a: ChampionRow, b: ChampionRow): boolean {
  if (a.charged !== b.charged) return a.charged > b.charged
  return a.path === b.path ? a.number > b.number : a.path > b.path
}

/** Of tables that came later, in a journal that is only read. */
function hasTable(database: Sqlite, name: string): boolean {
  return database.reader("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")(name).length > 0
}

const championColumns = 'SELECT path, number, charged, score, program, text, returns FROM champion'

function championRow([path, number, charged, score, program, text, returns]: SqlRow): ChampionRow {
  return {
    path: path as string,
    number: number as number,
    charged: charged as number,
    score: score as number,
    program: program as Buffer,
    text: text as string,
    returns: decodeNumbers(returns as Buffer),
  }
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
