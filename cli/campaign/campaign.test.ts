import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { journalContent } from '@cairn/coordinator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCairn } from '../../test/kit/cairn-process.ts'
import { startNatsServer } from '../../test/kit/nats-server.ts'
import { page } from '../../test/kit/page.ts'

// `cairn campaign` as a person meets it: real processes, files, exit codes.

const folder = mkdtempSync(join(tmpdir(), 'cairn-campaign-'))
const plan = join(folder, 'plan.yaml')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const options = 'set: { neighbours: 20, response-evaluations: 100 }'

function planWith({
  budget = 1200,
  league = '{ checkpoints: 4, bots: [WorkerRush, LightRush], max-ticks: 500 }',
} = {}) {
  return [
    ...['name: tiny', 'tasks: [{ task: microrts/bases-workers8x8a, label: Bases }]'],
    'option: { opponents: LightRush, max-ticks: 400 }',
    `searches: [{ search: ibr, label: IBR, ${options} }, { search: fp, label: FP, ${options} }]`,
    ...['seeds: 2', `budget: ${budget}`, 'episodes: 2', 'fresh-episodes: 0', `league: ${league}`, ''],
  ].join('\n')
}

async function campaign(...args: string[]) {
  await using cairn = startCairn(['campaign', ...args])
  const code = await cairn.exit
  return { code, out: cairn.stdout(), err: cairn.stderr() }
}

const runsOf = (root: string) => join(folder, root, 'tiny', 'runs')

/** All that must not depend on interruptions and machines. */
const contents = (root: string) =>
  Object.fromEntries(readdirSync(runsOf(root)).map((run) => [run, journalContent(join(runsOf(root), run))]))

const league = (root: string, file: string) => readFileSync(join(folder, root, 'tiny', 'league', file), 'utf8')

beforeAll(async () => {
  writeFileSync(plan, planWith())
  whole = await campaign('start', plan, '--runs', join(folder, 'whole'), '--workers', '2')
}, 120_000)

let whole: Awaited<ReturnType<typeof campaign>>

test('start runs every map with every learner and every seed, and ends with the table of the runs', () => {
  expect(whole.err).toContain('1 task x 2 searches x 2 seeds, 4 runs')
  expect(whole.code).toBe(0)
  const [head, ...rows] = whole.out.trimEnd().split('\n')
  expect(head).toMatch(/^map +learner +seed +state +evaluations +champions +score +changed$/)
  expect(rows.map((row) => row.split(/ +/).slice(0, 4))).toEqual([
    ...[
      ['Bases', 'IBR', '0', 'done'],
      ['Bases', 'FP', '0', 'done'],
    ],
    ...[
      ['Bases', 'IBR', '1', 'done'],
      ['Bases', 'FP', '1', 'done'],
    ],
  ])
  expect(whole.err).toMatch(/campaign standings tiny --runs /)
})

test('status tells of each run, and that the folder is within its bound', async () => {
  const { code, out } = await campaign('status', 'tiny', '--runs', join(folder, 'whole'), '--json')
  expect(code).toBe(0)
  const status = JSON.parse(out)
  expect(status).toMatchObject({ campaign: 'tiny', state: 'done', budget: 4_800 })
  expect(status.runs.length).toBe(4)
  for (const run of status.runs) {
    expect(run).toMatchObject({ map: 'Bases', state: 'done', budget: 1_200, problem: null })
    expect(run.champions).toBeGreaterThan(0)
    expect(Date.now() - Date.parse(run.changedAt)).toBeLessThan(600_000)
  }
  expect(status.disk.bytes).toBeGreaterThan(0)
  expect(status.disk.bytes).toBeLessThan(status.disk.bound)
})

test('standings play every match once, print the tables, and write the page and its files', async () => {
  const first = await campaign('standings', 'tiny', '--runs', join(folder, 'whole'))
  expect(first.code).toBe(0)
  expect(first.err).toMatch(/matches to play on 2 threads/)
  expect(first.out).toMatch(/^Bases +IBR +FP +learners +WorkerRush +LightRush +bots +rating$/m)
  expect(first.out).toMatch(/^ +1 +\S+ /m)
  const book = league('whole', 'matches.jsonl')
  const written = readdirSync(join(folder, 'whole', 'tiny', 'league')).toSorted()
  const documented = page('campaigns.md')
    .rows('What is in the folder')
    .map(({ file }) => file!)
    .filter((file) => file.startsWith('league/'))
    .map((file) => file.replace('league/', '').replace('-MAP', '-bases'))
  expect(written).toEqual(documented.toSorted())

  const html = league('whole', 'standings.html')
  const second = await campaign('standings', 'tiny', '--runs', join(folder, 'whole'))
  expect([second.out, second.code]).toEqual([first.out, 0])
  expect(second.err).not.toContain('to play')
  expect(league('whole', 'matches.jsonl')).toBe(book)
  expect(league('whole', 'standings.html')).toBe(html)
  const matches = book.trimEnd().split('\n')
  expect(new Set(matches.map((match) => match.split(',').slice(0, 3).join())).size).toBe(matches.length)
  expect(Math.max(...matches.map(({ length }) => length + 1))).toBeLessThan(180)
})

test('a book that a crash has cut short loses no more than its last line, and that match is played again', async () => {
  cpSync(join(folder, 'whole'), join(folder, 'torn'), { recursive: true })
  const book = league('whole', 'matches.jsonl')
  const file = join(folder, 'torn', 'tiny', 'league', 'matches.jsonl')
  writeFileSync(file, book.slice(0, -20))
  const { code, err } = await campaign('standings', 'tiny', '--runs', join(folder, 'torn'))
  expect([code, err]).toEqual([0, expect.stringContaining('1 match to play')])
  const [last] = book.trimEnd().split('\n').slice(-1)
  expect(readFileSync(file, 'utf8')).toBe(`${book.slice(0, -20)}\n${last}\n`)
  for (const name of ['cross.csv', 'payoff.csv', 'ratings.csv', 'curves.csv'])
    expect(league('torn', name)).toBe(league('whole', name))
})

test('every line of matches.csv can be played again with the command that it names', async () => {
  const to = join(folder, 'export')
  const { code } = await campaign('export', 'tiny', '--runs', join(folder, 'whole'), '--to', to)
  expect(code).toBe(0)
  expect(readdirSync(to).toSorted()).toEqual([
    ...['champions', 'champions.csv', 'matches.csv', 'payoff.csv', 'ratings.csv'],
  ])
  const champions = table(join(to, 'champions.csv'))
  expect(champions.length).toBe(readdirSync(join(to, 'champions', 'bases')).length)
  for (const { file, program } of champions) expect(readFileSync(join(to, file!), 'utf8')).toBe(`${program}\n`)
  const matches = table(join(to, 'matches.csv'))
  expect(matches.length).toBe(league('whole', 'matches.jsonl').trimEnd().split('\n').length)
  const bot = matches.find(({ view }) => view === '1')
  for (const match of [matches[0]!, bot!]) {
    const [, word, ...words] = match.replay!.match(/'[^']*'|\S+/g)!.map((part) => part.replace(/^'|'$/g, ''))
    await using cairn = startCairn([word!, ...words, '--json'])
    expect(await cairn.exit).toBe(0)
    const played = JSON.parse(cairn.stdout())
    expect([played.ticks, played.score]).toEqual([Number(match.ticks), Number(match.points0)])
  }
}, 60_000)

test('stop ends the process that works on it, and resume goes on elsewhere to the same champions and matches', async () => {
  const root = join(folder, 'stopped')
  mkdirSync(root)
  await using cairn = startCairn(['campaign', 'start', plan, '--runs', root, '--json', '--workers', '1'])
  await cairn.until('started')
  const busy = await campaign('resume', 'tiny', '--runs', root)
  expect([busy.code, busy.err]).toEqual([3, expect.stringMatching(/is working on campaign "tiny"/)])
  const [, url] = await cairn.untilSaid(/metrics at (\S+)/)
  expect(await (await fetch(url!)).text()).toContain('cairn_matches_total')
  const stopped = await campaign('stop', 'tiny', '--runs', root)
  expect(stopped.err).toMatch(/stopped; go on with\n {2}(npx )?cairn campaign resume tiny/)
  expect([stopped.code, await cairn.exit]).toEqual([0, 130])
  expect((await campaign('stop', 'tiny', '--runs', root)).err).toContain('nobody is working on it')

  cpSync(root, join(folder, 'moved'), { recursive: true })
  rmSync(root, { recursive: true })
  const { code } = await campaign('resume', join(folder, 'moved', 'tiny'), '--workers', '2', '--quiet')
  expect(code).toBe(0)
  expect(contents('moved')).toEqual(contents('whole'))
  await campaign('standings', join(folder, 'moved', 'tiny'), '--quiet')
  expect(league('moved', 'payoff.csv')).toBe(league('whole', 'payoff.csv'))
  expect(league('moved', 'ratings.csv')).toBe(league('whole', 'ratings.csv'))
}, 120_000)

test('a process on another host finds the request in the folder; one that does not stop in time is named', async () => {
  const root = join(folder, 'elsewhere')
  await using cairn = startCairn(['campaign', 'start', plan, '--runs', root, '--json', '--workers', '1'])
  await cairn.until('started')
  const holder = join(root, 'tiny', 'holder.json')
  writeFileSync(holder, JSON.stringify({ pid: cairn.child.pid, host: `not-${hostname()}` }))
  cairn.kill('SIGSTOP')
  const late = await campaign('stop', 'tiny', '--runs', root, '--timeout-s', '0')
  expect([late.code, late.err]).toEqual([3, expect.stringMatching(/asked to stop campaign "tiny" and still works/)])
  expect(existsSync(join(root, 'tiny', 'stop'))).toBe(true)
  cairn.kill('SIGCONT')
  expect(await cairn.exit).toBe(0)
  expect(existsSync(join(root, 'tiny', 'stop'))).toBe(false)
  expect(cairn.stderr()).toContain('as "cairn campaign stop" asked')
})

test('over a NATS server the runs and the matches come to the same', async () => {
  await using nats = await startNatsServer()
  await using worker = startCairn(['worker', '--nats', nats.url, '--threads', '2'])
  const root = join(folder, 'nats')
  const started = await campaign('start', plan, '--runs', root, '--nats', nats.url, '--parallel', '4', '--quiet')
  expect(started.err).toBe('')
  expect(started.code).toBe(0)
  expect(contents('nats')).toEqual(contents('whole'))
  const standings = await campaign('standings', 'tiny', '--runs', root, '--nats', nats.url)
  expect(standings.err).toMatch(/to play on the workers at nats:/)
  for (const name of ['cross.csv', 'payoff.csv', 'ratings.csv', 'curves.csv'])
    expect(league('nats', name)).toBe(league('whole', name))
  worker.kill('SIGTERM')
}, 120_000)

test.each([
  ['{ checkpoints: 0 }', /league\.checkpoints: expected a whole number from 1 to 1000, got 0/],
  ['{ bots: [Nobody] }', /league\.bots: .*Nobody/],
  ['{ bots: [WorkerRush, WorkerRush] }', /league\.bots: expected names of bots .* got "WorkerRush"/],
  ['{ chekpoints: 3 }', /league\.chekpoints: expected a known name \(did you mean "checkpoints"\?\), got 3/],
  ['4', /league: expected a mapping, got 4/],
])('a plan with the league %s is refused before anything runs', async (written, message) => {
  const file = join(folder, 'bad.yaml')
  writeFileSync(file, planWith({ league: written }))
  const { code, err } = await campaign('start', file, '--runs', join(folder, 'bad'))
  expect([code, err]).toEqual([2, expect.stringMatching(message)])
  expect(existsSync(join(folder, 'bad'))).toBe(false)
})

test('bots that do not exist are said to, before any match is played', async () => {
  const { code, err } = await campaign('standings', 'tiny', '--runs', join(folder, 'whole'), '--bots', 'Nobody')
  expect([code, err]).toEqual([2, expect.stringMatching(/no bot is called .*Nobody/)])
})

test('a name that is not there is answered with the one that may be meant', async () => {
  const { code, err } = await campaign('status', 'tinny', '--runs', join(folder, 'whole'))
  expect([code, err]).toEqual([2, expect.stringContaining('no campaign is called "tinny"; did you mean "tiny"?')])
})

/** Rows of a CSV file whose fields have no line breaks. */
function table(file: string): Record<string, string | undefined>[] {
  const [heads = [], ...rows] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, a, b]) => a?.replaceAll('""', '"') ?? b),
    )
  return rows.map((row) => Object.fromEntries(heads.map((head, at) => [head, row[at]])))
}
