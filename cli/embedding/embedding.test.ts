import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCairn } from '../../test/kit/cairn-process.ts'

// `cairn embedding` as a person meets it: real processes, files, exit codes.

const root = mkdtempSync(join(tmpdir(), 'cairn-embedding-'))
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))

const at = (name: string) => join(root, name)
const small = ['--hidden', '8', '--latent', '8', '--batch', '20', '--checkpoint', '2']

async function cairn(...args: string[]) {
  await using process = startCairn(args, {})
  const code = await process.exit
  return { code, out: process.stdout(), err: process.stderr() }
}

const train = (folder: string, ...args: string[]) =>
  cairn('embedding', 'train', at('data'), '--out', at(folder), ...small, ...args)

beforeAll(async () => {
  expect((await cairn('data', 'build', at('data'), '--programs', '200', '--quiet')).code).toBe(0)
  expect(await train('whole', '--epochs', '2')).toMatchObject({
    code: 0,
    out: `${at('whole')}\n`,
    err: expect.stringMatching(/parameters; 140 programs to train, 30 to validate\n(.*\n)*epoch 2 · loss \d/),
  })
}, 60_000)

test('a training that is stopped says so, and the same command comes to the same weights', async () => {
  await using stopped = startCairn(
    ['embedding', 'train', at('data'), '--out', at('stopped'), ...small, '--epochs', '2', '--json'],
    {},
  )
  while (!stopped.stdout().includes('"step":2,')) await new Promise((resolve) => setTimeout(resolve, 20))
  stopped.kill('SIGTERM')
  expect(await stopped.exit).toBe(143)
  expect(stopped.stderr()).toMatch(/stopped after \d epochs? and \d steps?; the same command goes on/)
  const events = stopped
    .stdout()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(events[0]).toMatchObject({ event: 'began', resumed: false })
  expect(events.at(-1)).toMatchObject({ event: 'ended', finished: false })

  expect((await train('stopped', '--epochs', '2')).err).toContain('going on after')
  const card = (folder: string) => JSON.parse(readFileSync(join(at(folder), 'card.json'), 'utf8'))
  expect(card('stopped')).toEqual(card('whole'))
}, 60_000)

test('an embedding is shown: card, accuracy, examples, a way, neighbours', async () => {
  const asked = [
    ...['--data', at('data'), '--examples', '2'],
    ...['--from', 'DEF run m( move m)', '--to', 'DEF run m( turnLeft m)', '--points', '3'],
    ...['--near', 'DEF run m( move m)', '--samples', '20', '--states', '10'],
  ]
  const { out } = await cairn('embedding', 'show', at('whole'), ...asked)
  expect(out).toMatch(/^leaps-8 [0-9a-f]{64}\n[\d,]+ parameters: 8 units, 8 numbers of a latent\n/)
  expect(out).toMatch(/^accuracy 30 programs of the test part\ntokens \d+\.\d %, programs \d+\.\d %, loss \d/m)
  expect(out).toMatch(/^\d+ {2}DEF run m\( .* m\)\n-> {2}(the same|DEF run m\( .*)$/m)
  expect(out).toMatch(/^0\.00 {2}DEF run m\( .*\n0\.50 {2}DEF run m\( .*\n1\.00 {2}DEF run m\( /m)
  expect(out).toMatch(/^smoothness /m)
  expect(out).toMatch(/^around it 20 latents with a deviation of 0\.25, \d+ programs?; behaviour in 10 states$/m)

  const shown = JSON.parse((await cairn('embedding', 'show', at('whole'), '--json', ...asked)).out)
  expect(shown).toMatchObject({ card: { name: 'leaps-8' }, accuracy: { programs: 30 } })
  expect(shown.interpolation).toHaveLength(3)
  expect(shown.neighbours.reduce((sum: number, { times }: { times: number }) => sum + times, 0)).toBe(20)
  expect(shown.smoothness).toMatchObject({ draws: 16, states: 10 })
}, 60_000)

test('its space is drawn, with the way of a run in it that is not evaluated again', async () => {
  const runs = ['--runs', at('runs')]
  const set = ['--set', `embedding=${at('whole')}`, '--set', 'population=4', '--set', 'iterations=5']
  const asked = ['--search', 'cem', ...set, '--budget', '60', '--workers', '1', '--run', 'way', '--quiet']
  expect((await cairn('search', 'karel/Harvester', ...asked, ...runs)).code).toBe(0)
  const journal = readFileSync(join(at('runs'), 'way', 'journal.db'))

  const drawn = ['--svg', at('way.svg'), '--html', at('way.html'), '--mapped', '20']
  const { err, code } = await cairn('embedding', 'show', at('whole'), ...drawn, '--run', 'way', ...runs)
  expect({ code, err }).toEqual({ code: 0, err: `wrote ${at('way.svg')}\nwrote ${at('way.html')}\n` })
  expect(readFileSync(join(at('runs'), 'way', 'journal.db')).equals(journal)).toBe(true)
  const svg = readFileSync(at('way.svg'), 'utf8')
  expect(svg).toContain('>20 programs drawn by the grammar</text>')
  expect(svg).toContain('>way: cem on karel/harvester, seed 0</text>')
  expect(svg.match(/class="way v\d"/g)).toHaveLength(4)
  expect(readFileSync(at('way.html'), 'utf8')).toContain('Centres of the search')

  const other = await cairn('embedding', 'show', 'leaps', '--svg', at('no.svg'), '--run', 'way', ...runs)
  expect(other.err).toMatch(/run: expected a run in leaps\S* [0-9a-f]{12} \(it searched in leaps-8 [0-9a-f]{12}\)/)
}, 60_000)

test('what cannot be is refused by name', async () => {
  const refusals: [string[], string][] = [
    [
      ['train', at('data'), '--out', at('none'), '--losses', 'p+r', '--batch', '80'],
      'batch: expected at most 70: +R takes 2',
    ],
    [['train', at('data'), '--out', at('none'), '--batch', '200'], 'batch: expected at most the 140 programs'],
    [['train', at('data'), '--out', at('whole'), ...small, '--seed', '9'], 'seed: this training was begun with 123'],
    [['show', root], 'folder: expected one with the model card'],
    [['show', at('whole'), '--from', 'DEF run m( move m)'], 'to: expected the other end of the way too'],
    [['show', at('whole'), '--run', 'way'], 'svg: expected a file for the picture'],
    [['show', at('whole'), '--svg', 'x', '--colour', 'return'], 'task: expected a Karel task'],
    [['show', at('whole'), '--near', 'move'], 'near: expected a program in the tokens of leaps'],
  ]
  for (const [args, message] of refusals) {
    const { code, out, err } = await cairn('embedding', ...args)
    expect({ code, out }, args.join(' ')).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  }
}, 60_000)
