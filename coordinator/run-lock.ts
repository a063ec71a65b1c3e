import { existsSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { runFiles, writeWhole } from './run-folder.ts'
import { isBusy, openSqlite } from './sqlite.ts'

/** Another coordinator has the run. */
export class RunBusy extends Error {
  readonly code = 'E_RUN_BUSY'
  readonly run: string
  readonly pid: number | undefined
  readonly host: string | undefined
  constructor(run: string, holder?: { readonly pid: number; readonly host: string }) {
    const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`
    super(`${who} is working on run "${run}"; one coordinator at a time. Nothing was changed.`)
    this.run = run
    this.pid = holder?.pid
    this.host = holder?.host
  }
}

export interface RunLock {
  release(): void
}

/**
 * Takes the run for this process alone: an exclusive lock on a file of its folder, which the operating system lets go
 * however the process ends.
 *
 * @throws RunBusy
 */
export function lockRun(folder: string): RunLock {
  const database = openSqlite(join(folder, runFiles.lock))
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    if (isBusy(cause)) throw new RunBusy(basename(folder), readHolder(folder))
    throw cause
  }
  writeWhole(join(folder, runFiles.holder), `${JSON.stringify({ pid: process.pid, host: hostname() })}\n`)
  return {
    release() {
      database.exec('ROLLBACK')
      database.close()
    },
  }
}

/** Whether some process has the run now. */
export function isLocked(folder: string): boolean {
  if (!existsSync(join(folder, runFiles.lock))) return false
  const database = openSqlite(join(folder, runFiles.lock))
  try {
    database.reader('SELECT count(*) FROM sqlite_master')()
    return false
  } catch (cause) {
    if (isBusy(cause)) return true
    throw cause
  } finally {
    database.close()
  }
}

function readHolder(folder: string): { pid: number; host: string } | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, runFiles.holder), 'utf8'))
  } catch {
    return undefined
  }
}
