import { readFileSync, writeFileSync } from 'node:fs'
import { commands } from './commands/index.ts'
import { withReference } from './reference.ts'

// node cli/dist/write-reference.js docs/cli.md: brings the reference in the page up to date with the declarations.
const page = process.argv[2]
writeFileSync(page, await withReference(readFileSync(page, 'utf8'), commands))
