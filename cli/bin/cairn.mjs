#!/usr/bin/env node
import { existsSync } from 'node:fs'
import * as module from 'node:module'

// Where Node can keep compiled code (22 and later), the second start is faster.
module.enableCompileCache?.()

const main = new URL('../dist/main.js', import.meta.url)
if (existsSync(main)) await import(main.href)
else {
  console.error(
    'cairn: this checkout is not compiled yet; "npm run build" does it, and so do "npm start" and "npm test"',
  )
  process.exitCode = 1
}
