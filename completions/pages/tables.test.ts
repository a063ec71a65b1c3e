import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rejected } from './pythonic-examples.ts'
import { withTables } from './tables.ts'

test.each(['completions', 'pythonic'])('every example and figure in docs/%s.md is what the code gives', (name) => {
  const page = readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8')
  expect(page).toContain('<!-- table: ')
  expect(page).toBe(withTables(page))
})

test('the page lists no rejection that is an acceptance', () => {
  const table = withTables('<!-- table: rejected --><!-- end of table -->')
  expect(table.split('\n').filter((line) => line.startsWith('| a'))).not.toEqual([])
  expect(table.match(/ \d+:\d+ /g)).toHaveLength(rejected.length)
})
