import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readRun, runFiles } from '@cairn/coordinator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqlite, type Sqlite } from '../../coordinator/sqlite.ts'
import { page } from '../kit/page.ts'
import { type ToyLab, type ToyOutcome, toyLab } from '../kit/toy-lab.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const howItWorks = page('how-it-works.md')

describe('what happens when something dies', () => {
  const rows = howItWorks.rows('What happens when')

  test.each(rows)('$what happens: the test that shows it is there', ({ 'shown by': shownBy = '' }) => {
    const [, file = '', title = ''] = /^(\S+): (.+)$/.exec(shownBy) ?? []
    expect(existsSync(join(root, file)), file).toBe(true)
    expect(readFileSync(join(root, file), 'utf8')).toContain(title)
  })
})

describe('a journal', () => {
  let lab: ToyLab
  let run: ToyOutcome
  let database: Sqlite

  beforeAll(async () => {
    lab = toyLab()
    run = await lab.start({ budget: 300, options: { neighbours: 30, climbers: 2 } })
    database = openSqlite(join(run.folder, runFiles.journal))
  })
  afterAll(async () => {
    database.close()
    await lab[Symbol.asyncDispose]()
  })

  test('has the tables and columns of the page', () => {
    const tables = database.reader("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")()
    const real = tables.map(([table]) => {
      const columns = database.reader(`SELECT name FROM pragma_table_info('${table}')`)()
      return { table, columns: columns.map(([column]) => column).join(', ') }
    })
    const listed = howItWorks.rows('Reading a journal').map(({ table, columns }) => ({ table, columns }))
    expect(listed.toSorted((a, b) => (a.table! < b.table! ? -1 : 1))).toEqual(real)
  })

  test('answers the queries of the page with what the run tells', () => {
    const queries = Array.from(howItWorks.text.matchAll(/```sql\n([^`]*)```/g), ([, query]) => query!)
    const [best = [], parts = [], machines = []] = queries.map((query) => database.reader(query)())
    const record = readRun(run.folder)
    expect(best.map(([, , text]) => text)).toContain(record.best!.text)
    expect(parts.map(([path]) => path)).toEqual(['fresh', 'search/climber/0', 'search/climber/1'])
    expect(parts.reduce((sum, [, charged]) => sum + (charged as number), 0)).toBe(record.charged)
    expect(Math.max(...parts.map(([, , , found]) => (found ?? 0) as number))).toBe(record.best!.bestReturn)
    expect(machines[0]![1]).toBe(record.executed)
  })
})
