import { readFileSync, writeFileSync } from 'node:fs'
import { withTables } from './tables.ts'

// node completions/dist/pages/write-tables.js docs/completions.md docs/pythonic.md: brings the tables in the pages up to
// date with what the converters do and with the answers that come with Cairn.
for (const page of process.argv.slice(2)) writeFileSync(page, withTables(readFileSync(page, 'utf8')))
