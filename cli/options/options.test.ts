import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startCairn } from '../../test/kit/cairn-process.ts'
import { startNatsServer } from '../../test/kit/nats-server.ts'

// `cairn options` as a person meets it: real processes, files, exit codes.

const folder = mkdtempSync(join(tmpdir(), 'cairn-options-'))
const runs = join(folder, 'runs')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

async function cairn(...args: string[]) {
  await using process = startCairn(args, { CAIRN_RUNS: runs })
  const code = await process.exit
  return { code, out: process.stdout(), err: process.stderr() }
}

/** Builds and returns the library's content. */
async function built(name: string, ...args: string[]): Promise<string> {
  const file = join(folder, name)
  const { code, out, err } = await cairn('options', 'build', 'karel/harvester', '--output', file, ...args)
  expect([code, out]).toEqual([0, `${file}\n`])
  expect(err).toMatch(/^(\d+ answers?, )?\d+ programs?, /m)
  return readFileSync(file, 'utf8')
}

/** The options without the head. */
const optionsOf = (content: string) => content.slice(content.indexOf('\n') + 1)
const headOf = (content: string) => JSON.parse(content.slice(0, content.indexOf('\n')))

test('a library is the same whatever number of threads, and from workers over NATS', async () => {
  const args = ['--from', 'random:60', '--from', 'completions', '--states', '40', '--size', '200']
  const one = await built('one.jsonl', ...args, '--workers', '1')
  expect(await built('three.jsonl', ...args, '--workers', '3')).toBe(one)
  await using server = await startNatsServer()
  expect(await built('nats.jsonl', ...args, '--nats', server.url, '--workers', '2')).toBe(one)
  expect(await built('seed.jsonl', ...args, '--seed', '1')).not.toBe(one)

  const head = headOf(one)
  expect(head).toMatchObject({ programs: 124, states: 40, size: 200 })
  expect(head.from).toEqual([
    { source: 'random:60', answers: null, programs: 60 },
    { source: 'completions', answers: 64, programs: 64 },
  ])
  const kept = head.kinds.map(({ kept }: { kept: number }) => kept)
  expect(kept.reduce((a: number, b: number) => a + b)).toBe(200)
  expect(optionsOf(one).trimEnd().split('\n').length).toBe(200)
}, 60_000)

test('a library taken in as it is gives its options again, and two are merged', async () => {
  const a = await built('a.jsonl', '--states', '40', '--size', '50')
  const again = await built('again.jsonl', '--states', '40', '--from', `library:${join(folder, 'a.jsonl')}`)
  const texts = (content: string) =>
    optionsOf(content)
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row).text) // in order
  expect(texts(again).toSorted()).toEqual(texts(a).toSorted())

  await built('b.jsonl', '--states', '40', '--from', 'random:20')
  const both = ['a', 'b'].flatMap((name) => ['--from', `library:${join(folder, `${name}.jsonl`)}`])
  const merged = texts(await built('both.jsonl', '--states', '40', ...both))
  expect(merged.length).toBeGreaterThan(50)
  expect(new Set(merged).size).toBe(merged.length)
}, 60_000)

test('what a run found becomes options, and a search takes a library', async () => {
  const search = [
    'search',
    'karel/maze-sparse',
    '--budget',
    '3000',
    '--workers',
    '2',
    '--quiet',
    '--fresh-episodes',
    '0',
  ]
  expect((await cairn(...search, '--run', 'earlier')).code).toBe(0)
  const head = headOf(await built('run.jsonl', '--from', 'run:earlier', '--states', '40'))
  expect(head.programs).toBeGreaterThan(0)

  const learned = [...search, '--search', 'liss-o', '--set', `programs=library:${join(folder, 'run.jsonl')}`]
  expect((await cairn(...learned, '--run', 'from-library')).code).toBe(0)
  expect(
    (await cairn(...search, '--search', 'liss-o', '--set', 'programs=run:earlier', '--run', 'from-run')).code,
  ).toBe(0)

  const wrong = await cairn(...search, '--search', 'liss-o', '--set', 'programs=run:earlyer', '--run', 'wrong')
  expect(wrong.code).not.toBe(0)
  expect(wrong.err).toContain('no run is called "earlyer"; did you mean "earlier"?')
}, 60_000)

test('list, show and diff say what is in it', async () => {
  await built('shown.jsonl', '--states', '40')
  const file = join(folder, 'shown.jsonl')
  const listed = await cairn('options', 'list', file, '--kind', 'cond', '--order', 'frequent', '--limit', '2')
  expect(listed.out).toMatch(
    /^\d+ options of karel, from completions\n64 answers, 64 programs, 64 distinct; vector filter, 40 states\n/,
  )
  expect(listed.out).toMatch(/^kind +subtrees +distinct texts +distinct behaviours +in the library$/m)
  expect(listed.out).toMatch(/^ +\d+ {2}cond +\d+ {2}frontIsClear$/m)
  expect(listed.err).toContain('more; --limit 0 shows all')

  const shown = await cairn('options', 'show', file, 'frontIsClear', '--frames', '1')
  expect(shown.out).toContain('In 40 sampled states')
  expect(shown.out).toMatch(/acts in +\d+ \(\d+ %\)/)
  expect(shown.out).toContain('run as DEF run m( IF c( frontIsClear c) i( turnLeft i) m)')

  await built('other.jsonl', '--states', '40', '--from', 'random:20')
  const diff = await cairn('options', 'diff', file, join(folder, 'other.jsonl'), '--json')
  expect(JSON.parse(diff.out)).toMatchObject({ comparable: true })
  const same = await cairn('options', 'diff', file, file)
  expect(same.out).toMatch(/^stmt +0 +\d+ +0 +0 +\d+ +0$/m)
}, 60_000)

test.each([
  [['options', 'build', 'karel/maze', '--from', 'nothing'], 'programs: expected completions,'],
  [
    ['options', 'build', 'karel/maze', '--from', 'random:0'],
    'programs: expected a whole number from 1 to 1000000 after random:, got "random:0"',
  ],
  [
    ['options', 'build', 'karel/maze', '--from', 'file:none.txt'],
    'programs: expected a file that exists, got "file:none.txt"',
  ],
  [['options', 'build', 'karel/maze', '--states', '0'], '--states: expected a whole number from 1 to 1000, got "0"'],
  [['options', 'build', 'karel/maez'], 'did you mean karel/maze?'],
  [['options', 'bild'], 'Did you mean build?'],
  [['options', 'list', 'none.jsonl'], 'library: expected a file that can be read'],
  [['options', 'show', 'none.jsonl', '1', '--stat', '3'], 'Did you mean'],
])('%j says what was expected, in one line, and ends with 2', async (args, message) => {
  const { code, out, err } = await cairn(...args)
  expect(err).toContain(message)
  expect([code, out, err.trimEnd().split('\n').length]).toEqual([2, '', 1])
})

test('a library of another domain, and an option that it has not, are refused', async () => {
  await built('karel.jsonl', '--states', '5', '--size', '10')
  const [file, minigrid] = [join(folder, 'karel.jsonl'), join(folder, 'minigrid.jsonl')]
  const made = [
    'options',
    'build',
    'minigrid/lava-gap',
    '--states',
    '5',
    '--size',
    '10',
    '--output',
    minigrid,
    '--quiet',
  ]
  expect((await cairn(...made)).code).toBe(0)
  const other = await cairn('options', 'build', 'karel/maze', '--from', `library:${minigrid}`)
  expect([other.code, other.err]).toEqual([
    2,
    expect.stringContaining('expected options of karel; its domain is minigrid'),
  ])
  expect((await cairn('options', 'diff', file, minigrid)).err).toContain('expected a library of karel')
  expect((await cairn('options', 'show', file, '10')).err).toContain(
    'option: expected 0 to 9, or the text of one of them, got "10"',
  )
  writeFileSync(file, 'damaged\n')
  expect((await cairn('options', 'list', file)).err).toContain('karel.jsonl:1: record: expected JSON, got "damaged"')
}, 60_000)
