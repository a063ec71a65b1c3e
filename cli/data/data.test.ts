import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startCairn } from '../../test/kit/cairn-process.ts'

// `cairn data` as a person meets it: real processes, files, exit codes.

const folder = mkdtempSync(join(tmpdir(), 'cairn-data-'))
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

async function cairn(...args: string[]) {
  await using process = startCairn(args, {})
  const code = await process.exit
  return { code, out: process.stdout(), err: process.stderr() }
}

const at = (name: string) => join(folder, name)
const build = (name: string, ...args: string[]) =>
  cairn('data', 'build', at(name), '--programs', '1600', '--seed', '3', ...args)

test('a data set is the same whatever the number of threads, and after an interruption', async () => {
  expect(await build('one')).toMatchObject({
    code: 0,
    out: `${at('one')}\n`,
    err: expect.stringContaining('1,600 programs'),
  })
  const one = readFileSync(at('one'))
  await build('three', '--workers', '3')
  expect(readFileSync(at('three')).equals(one)).toBe(true)

  writeFileSync(at('cut.part'), one)
  truncateSync(at('cut.part'), Math.floor(statSync(at('one')).size * 0.9))
  expect((await build('cut')).err).toMatch(/going on after [1-9]\d* programs/)
  expect(readFileSync(at('cut')).equals(one)).toBe(true)
  expect((await build('cut')).err).toContain('built before, with these settings')
}, 60_000)

test('a data set is shown: figures, and programs at work', async () => {
  await build('shown')
  const text = (await cairn('data', 'show', at('shown'), '--programs', '1')).out
  expect(text).toMatch(/^1,600 programs in the tokens of LEAPS\nseed 3; 1,120 to train, 240 to validate, 240 to test\n/)
  expect(text).toMatch(/^tokens of a program +\d+\.\d\d +7 /m)
  expect(text).toMatch(/^ {2}too few demonstrations +[\d,]+ +\d+\.\d %$/m)
  expect(text).toMatch(/^0 {2}DEF run m\( .* m\)$/m)

  const [figures, program] = (await cairn('data', 'show', at('shown'), '--programs', '1', '--from', '7', '--json')).out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(figures).toMatchObject({ programs: 1600, settings: { seed: 3, maxTokens: 40 }, parts: { train: 1120 } })
  expect(program).toMatchObject({ number: 7, text: expect.stringMatching(/^DEF run m\( /) })
  expect(program.demonstrations).toHaveLength(10)
}, 60_000)

test('a file of other settings is left alone, and one that is damaged is named', async () => {
  await build('kept')
  const other = await cairn('data', 'build', at('kept'), '--programs', '1600', '--seed', '4')
  expect(other).toMatchObject({ code: 2, out: '' })
  expect(other.err).toContain('this one was built with other settings')

  truncateSync(at('kept'), statSync(at('kept')).size - 10)
  const damaged = await cairn('data', 'show', at('kept'))
  expect(damaged).toMatchObject({ code: 2, out: '' })
  expect(damaged.err).toMatch(/program data, byte \d+: the file ends in the middle of a block/)
}, 60_000)
