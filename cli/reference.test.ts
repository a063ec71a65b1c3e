import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commands } from './commands/index.ts'
import { withReference } from './reference.ts'
import { configFields } from './search-request.ts'

const page = readFileSync(new URL('../docs/cli.md', import.meta.url), 'utf8')

test('docs/cli.md describes every command, argument and flag as declared', async () => {
  expect(page).toBe(await withReference(page, commands))
})

test('docs/cli.md names every field of a configuration file', () => {
  const section = page.slice(page.indexOf('## Configuration file'), page.indexOf('## Events'))
  for (const field of Object.keys(configFields)) expect(section).toContain(`\`${field}\``)
})

test('every command and flag says what it does in a line without a full stop', () => {
  for (const { name, summary, args, flags } of commands) {
    const texts = [summary, ...[...Object.values(args), ...Object.values(flags)].map(({ about }) => about)]
    for (const about of texts) expect([name, about]).toEqual([name, expect.stringMatching(/^\S[^\n]*[^.\s]$/)])
  }
})
