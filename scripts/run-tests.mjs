#!/usr/bin/env node
// Runs the tests and ends with one line, `N passed, N failed`. A run in which no test ran, or in which a real part
// that the tests need was never started, fails. --long runs the long laws too; other arguments go to vitest.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = mkdtempSync(join(tmpdir(), 'cairn-tests-'))
const report = join(folder, 'report.json')
const parts = join(folder, 'parts.txt')

const args = process.argv.slice(2)
const filters = args.filter((argument) => argument !== '--long')
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const started = Date.now()
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, CAIRN_TEST_PARTS: parts, ...(args.includes('--long') ? { CAIRN_TEST_LONG: '1' } : {}) },
  },
)

const used = existsSync(parts) ? [...new Set(readFileSync(parts, 'utf8').trim().split('\n'))] : []
const problems = []
let passed = 0
let failed = 0
if (existsSync(report)) {
  const counts = JSON.parse(readFileSync(report, 'utf8'))
  passed = counts.numPassedTests
  failed = counts.numFailedTests
  if (counts.numPendingTests + counts.numTodoTests > 0)
    problems.push('some tests were skipped; nothing passes by skipping')
  const broken = counts.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  for (const file of broken) problems.push(`${file.name} did not run`)
}
rmSync(folder, { recursive: true, force: true })

if (passed + failed === 0) problems.push('no test ran')
if (filters.length === 0 && !used.some((part) => part.startsWith('nats-server')))
  problems.push('no test started a real nats-server')
if (status !== 0 && failed === 0 && problems.length === 0) problems.push('the test runner failed outside of a test')

console.log(`\nreal parts: ${used.join('; ') || 'none'}`)
console.log(`time: ${((Date.now() - started) / 1000).toFixed(0)} s`)
for (const problem of problems) console.log(`problem: ${problem}`)
console.log(`${passed} passed, ${failed + problems.length} failed`)
process.exitCode = status === 0 && problems.length === 0 ? 0 : 1
