import Libsql from 'libsql'

export type SqlValue = number | string | Uint8Array | null

/** A row as an array of its columns; blobs come as views that nobody else writes to. */
export type SqlRow = readonly (number | string | Buffer | null)[]

/**
 * The part of SQLite that is used here, over `libsql`. Values always travel as arrays: handed a single blob, libsql 0.5
 * takes it for an object of named parameters and brings the process down; and only rows read as arrays hold their blobs
 * as buffers.
 */
export interface Sqlite {
  exec(sql: string): void
  /** Prepares a statement that changes something. */
  writer(sql: string): (...values: SqlValue[]) => void
  /** Prepares a statement that reads. */
  reader(sql: string): (...values: SqlValue[]) => readonly SqlRow[]
  /** End transactions first: libsql closes the file only when the statements are garbage, and their locks stay as long. */
  close(): void
}

/** Opens the database, or makes an empty one. */
export function openSqlite(file: string): Sqlite {
  const database = new Libsql(file)
  return {
    exec: (sql) => void database.exec(sql),
    writer(sql) {
      const statement = database.prepare(sql)
      return (...values) => void statement.run(values)
    },
    reader(sql) {
      const statement = database.prepare(sql).raw()
      return (...values) => statement.all(values) as SqlRow[]
    },
    close: () => void database.close(),
  }
}

/** The database is locked by somebody else. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')
}
