import type { Sqlite, SqlRow } from './sqlite.ts'

/** The blocks of a ledger, in order. */
export function* blocks(read: (after: number, rows: number) => readonly SqlRow[]): Generator<Buffer, undefined> {
  const rows = 256
  for (let after = 0; ; ) {
    const some = read(after, rows)
    for (const [, block] of some) yield block as Buffer
    if (some.length < rows) return
    after = some[some.length - 1]![0] as number
  }
}

/** What the journal writes, by what it is. */
export function writers(database: Sqlite) {
  return {
    meta: database.writer('INSERT OR REPLACE INTO meta VALUES (?, ?)'),
    answer: database.writer('INSERT INTO answer VALUES (?, ?, ?, ?, ?)'),
    best: database.writer('INSERT INTO best VALUES (?, ?, ?, ?, ?)'),
    ledger: database.writer('INSERT INTO ledger (batches, executed, evaluations) VALUES (?, ?, ?)'),
    pairs: database.writer('INSERT INTO pair_ledger (batches, executed, matches, pairs) VALUES (?, ?, ?, ?)'),
    champion: database.writer('INSERT INTO champion VALUES (?, ?, ?, ?, ?, ?, ?)'),
    poisonPair: database.writer('INSERT OR REPLACE INTO poison_pair VALUES (?, ?, ?, ?)'),
    poison: database.writer('INSERT OR REPLACE INTO poison VALUES (?, ?, ?)'),
    poisonBehaviour: database.writer('INSERT OR REPLACE INTO poison_behaviour VALUES (?, ?, ?, ?)'),
  }
}

/** What the journal reads piece by piece. */
export function readers(database: Sqlite) {
  return {
    answers: database.reader(
      'SELECT ordinal, block FROM answer WHERE path = ? AND ordinal > ? ORDER BY ordinal LIMIT ?',
    ),
    ledger: database.reader('SELECT id, evaluations FROM ledger WHERE id > ? ORDER BY id LIMIT ?'),
    pairs: database.reader('SELECT id, pairs FROM pair_ledger WHERE id > ? ORDER BY id LIMIT ?'),
  }
}
