import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Program } from '@cairn/language'
import { isCampaign } from './campaign-folder.ts'
import {
  type BestRow,
  type ChampionRow,
  type JournalState,
  openJournal,
  readAnswers,
  readBests,
  readChampionRows,
  readMeta,
  readPoison,
  readPoisonBehaviours,
  readPoisonPairs,
  readResult,
  readTotals,
} from './journal-file.ts'
import { BadRun, type Manifest, readManifest, runFiles, runsRoot } from './run-folder.ts'
import { isLocked } from './run-lock.ts'
import type { RunDone } from './run-plan.ts'
import type { Sqlite } from './sqlite.ts'

/** A step of the curve of best return against evaluations; where champions are crowned, of the champion's return. */
export interface CurvePoint {
  /** Evaluations charged to the run. Forks count as if they had advanced side by side, one evaluation each. */
  readonly charged: number
  readonly bestReturn: number
}

/** Everything there is to know of a run without running it. */
export interface RunRecord {
  readonly run: string
  readonly folder: string
  readonly manifest: Manifest
  /** `running`: a process is working on it now. `stopped`: it can be resumed, however it came to stop. */
  readonly state: JournalState
  readonly charged: number
  readonly executed: number
  /** Wall time over all sittings. */
  readonly seconds: number
  /** Sittings so far. */
  readonly epoch: number
  /** The champion, where the search has crowned one. */
  readonly best: { readonly program: Program; readonly text: string; readonly bestReturn: number } | undefined
  readonly curve: readonly CurvePoint[]
  readonly poison: readonly { readonly program: string; readonly reason: string }[]
  /** Of a run that is done. */
  readonly result: RunDone | undefined
}

export type ListedRun =
  | ({ readonly ok: true } & RunRecord)
  /** A folder that should be a run and is not. */
  | { readonly ok: false; readonly run: string; readonly folder: string; readonly error: Error }

/** Every run below the root, by name; empty if there is no such folder. A campaign's runs lie in a folder of their own. */
export function listRuns(root: string = runsRoot()): ListedRun[] {
  if (!existsSync(root)) return []
  const folders = readdirSync(root, { withFileTypes: true }).filter(
    (at) => at.isDirectory() && !at.name.startsWith('.'),
  )
  return folders
    .map(({ name }) => name)
    .filter((name) => !isCampaign(join(root, name)))
    .sort()
    .map((run) => {
      const folder = join(root, run)
      try {
        return { ok: true, ...readRun(folder) }
      } catch (error) {
        return { ok: false, run, folder, error: error instanceof Error ? error : new Error(String(error)) }
      }
    })
}

/**
 * Reads a run, also while a process is working on it.
 *
 * @throws BadRun, BadJournal
 */
export function readRun(folder: string): RunRecord {
  const manifest = readManifest(folder)
  return withJournal(folder, (database) => {
    const bests = readBests(database)
    const champions = readChampionRows(database)
    const best = champions.at(-1) ?? bests.toSorted(betterFirst)[0]
    const charged = chargedByPath(database)
    const result = readResult(database)
    return {
      run: manifest.plan.run,
      folder,
      manifest,
      state: result !== undefined ? 'done' : isLocked(folder) ? 'running' : 'stopped',
      ...readTotals(database),
      seconds: readMeta<number>(database, 'seconds'),
      epoch: readMeta<number>(database, 'epoch'),
      best: best && { program: best.program, text: best.text, bestReturn: best.score },
      curve: champions.length > 0 ? championCurve(champions, charged) : curve(bests, charged),
      poison: [...readPoison(database), ...readPoisonBehaviours(database), ...readPoisonPairs(database)].map(
        ({ text, reason }) => ({ program: text, reason }),
      ),
      result,
    }
  })
}

/**
 * The different programs that turned out better than all before them on their path, best first; equally good ones in
 * the order of their paths and of their discovery. A run's plan decides them, whoever evaluated.
 *
 * @throws BadRun, BadJournal
 */
export function readImprovements(folder: string): Program[] {
  const bests = withJournal(folder, readBests).toSorted((a, b) => b.score - a.score)
  return [...new Map(bests.map(({ program, text }) => [text, Uint8Array.from(program)])).values()]
}

/** A program that a search named its champion. */
export interface ChampionRecord {
  /** From 1; of a search in parts, over all of them. */
  readonly number: number
  /** Evaluations charged to its path by then. */
  readonly charged: number
  /** Mean return on the training episodes; -Infinity for poison. */
  readonly score: number
  readonly program: Program
  /** Canonical one-line text. */
  readonly text: string
  /** Of the training episodes, one after the other. */
  readonly returns: Float64Array
}

/**
 * The champions of a run in order, the last one last: each differs from the one before on its path. Its plan decides
 * them, but for searches that ask for the time.
 *
 * @throws BadRun, BadJournal
 */
export function readChampions(folder: string): ChampionRecord[] {
  return withJournal(folder, readChampionRows).map(({ charged, score, program, text, returns }, i) => ({
    ...{ number: i + 1, charged, score, program: Uint8Array.from(program), text, returns },
  }))
}

/**
 * All that a run's plan decides, as text: two runs of one plan have the same content, whoever evaluated, however often
 * they were interrupted. Every answer by path and ordinal, every improvement and champion, and the evaluations charged.
 */
export function journalContent(folder: string): string {
  const plain = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)
  return withJournal(folder, (database) => {
    return [
      ...Array.from(readAnswers(database), ({ path, ordinal, question, charged, answer }) =>
        ['answer', path, ordinal, question, charged, plain(answer) ?? 'none'].join(' '),
      ),
      ...readBests(database).map(({ path, charged, score, program, text }) =>
        ['best', path, charged, score, plain(program), text].join(' '),
      ),
      ...readChampionRows(database).map(({ path, number, charged, score, program, text, returns }) =>
        ['champion', path, number, charged, score, plain(program), text, returns.join()].join(' '),
      ),
      `charged ${readTotals(database).charged}`,
      '',
    ].join('\n')
  })
}

function withJournal<T>(folder: string, read: (database: Sqlite) => T): T {
  const file = join(folder, runFiles.journal)
  if (!existsSync(file)) throw new BadRun(folder, `${runFiles.journal} is missing`)
  const database = openJournal(file)
  try {
    database.exec('BEGIN') // one moment of a run that may be going on
    return read(database)
  } finally {
    database.exec('ROLLBACK')
    database.close()
  }
}

function chargedByPath(database: Sqlite): ReadonlyMap<string, number> {
  const rows = database.reader('SELECT path, sum(charged) FROM answer GROUP BY path')()
  return new Map(rows.map(([path, charged]) => [path as string, charged as number]))
}

function betterFirst(a: BestRow, b: BestRow): number {
  return b.score - a.score || a.charged - b.charged || (a.path < b.path ? -1 : 1)
}

function curve(bests: readonly BestRow[], charged: ReadonlyMap<string, number>): CurvePoint[] {
  const points: CurvePoint[] = []
  let best = Number.NEGATIVE_INFINITY
  for (const row of bests.toSorted((a, b) => a.charged - b.charged || b.score - a.score)) {
    if (row.score <= best) continue
    best = row.score
    points.push({ charged: chargedToAll(charged, row.charged), bestReturn: best })
  }
  return points
}

/** Not always better than the one before: opponents, and the champion with them, go on. */
function championCurve(champions: readonly ChampionRow[], charged: ReadonlyMap<string, number>): CurvePoint[] {
  return champions.map((row) => ({ charged: chargedToAll(charged, row.charged), bestReturn: row.score }))
}

/** To all paths, if each has gone as far as that. */
function chargedToAll(charged: ReadonlyMap<string, number>, each: number): number {
  let all = 0
  for (const ofPath of charged.values()) all += Math.min(ofPath, each)
  return all
}
