import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCairn, startCairn } from '../test/kit/cairn-process.ts'
import { type NatsServer, startNatsServer } from '../test/kit/nats-server.ts'

// The command as a person or a script meets it: real processes, exit codes, what is on stdout and what on stderr.

const golden = fileURLToPath(new URL('../test/golden/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'cairn-cli-'))
const runs = join(folder, 'runs')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

/** Runs a command to its end. */
async function cairn(...args: string[]) {
  await using process = startCairn(args, { CAIRN_RUNS: runs })
  const code = await process.exit
  return { code, out: process.stdout(), err: process.stderr() }
}

const env = { CAIRN_RUNS: runs }
/** Solved after some hundred evaluations. */
const easy = ['search', 'karel/stair-climber-sparse', '--workers', '1']
/** Not solved for a long time. */
const endless = ['search', 'karel/snake', '--workers', '1', '--budget', '10M']

describe('help and mistakes', () => {
  test('--help lists every command and the exit codes on stdout', async () => {
    const { code, out, err } = await cairn('--help')
    expect([code, err]).toEqual([0, ''])
    for (const name of ['search', 'resume', 'runs', 'show', 'tasks', 'worker', 'verify', 'bench', 'doctor']) {
      expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
    }
    expect(out).toContain('130')
  })

  test.each([
    [['serach', 'karel/maze'], 'Did you mean search?'],
    [['search', 'karel/maze', '--sede', '1'], 'Did you mean --seed?'],
    [['search', 'karel/harvestr'], 'did you mean karel/harvester?'],
    [['search', 'karel/maze', '--search', 'hill-climbing'], 'did you mean "hill-climb"?'],
    [['search', 'karel/maze', '--set', 'neighbors=3'], 'did you mean "neighbours"?'],
    [['search', 'karel/maze', '--option', 'max-cals=3'], 'did you mean "max-calls"?'],
    [['searches', 'randon'], 'did you mean "random"?'],
    [['tasks', 'karel/snaek'], 'did you mean karel/snake?'],
    [['verify', 'karel-task', 'x.jsonl'], 'did you mean karel-tasks?'],
    [['bench', 'karl'], 'did you mean "karel"?'],
  ])('%j names the nearest match, in one line, and ends with 2', async (args, hint) => {
    const { code, out, err } = await cairn(...args)
    expect(err).toContain(hint)
    expect(err.trimEnd().split('\n').length).toBe(1)
    expect([code, out]).toEqual([2, ''])
  })

  test.each([
    [['search', 'karel/maze', '--seed', '-1'], ''],
    [['search', 'karel/maze', '--budget', 'lots'], '--budget: expected a whole number from 1, got "lots"'],
    [['search', 'karel/maze', '--run', 'No Spaces'], '--run: expected up to 64 of a-z, 0-9 and -, got "No Spaces"'],
    [['search', 'karel/maze', '--set', 'neighbours=0'], 'hill-climb.neighbours: expected a whole number from 1'],
    [['search', 'karel/maze', '--domain', './nothing.mjs'], 'nothing.mjs: cannot be imported'],
    [['search', 'karel/maze', '--workers', '0'], '--workers: expected at least 1 where there is no --nats, got 0'],
    [['search'], 'task: expected a task'],
    [['resume', 'nobody'], 'no run is called "nobody"'],
    [['show', 'nobody'], 'no run is called "nobody"'],
  ])('%j says what was expected and ends with 2', async (args, message) => {
    const { code, out, err } = await cairn(...args)
    expect(err).toMatch(/^cairn: /)
    expect(err).toContain(message)
    expect([code, out]).toEqual([2, ''])
  })
})

describe('looking around', () => {
  test('tasks and searches are listed, and each has a card', async () => {
    expect((await cairn('tasks')).out).toContain('karel/harvester ')
    const card = (await cairn('tasks', 'karel/four-corners')).out
    expect(card).toContain('  ############\n  #..........#\n')
    expect(card).toContain('max-calls')
    expect((await cairn('searches')).out).toContain('hill-climb')
    expect((await cairn('searches', 'hill-climb')).out).toMatch(/neighbours +250 +whole number/)
    const json = (await cairn('tasks', '--json')).out.trimEnd().split('\n')
    expect(json.map((text) => JSON.parse(text).name)).toContain('karel/snake')
  })

  test('doctor tries everything out', async () => {
    const { code, out } = await cairn('doctor')
    expect(
      out
        .trimEnd()
        .split('\n')
        .map((text) => text.slice(0, 2)),
    ).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(code).toBe(0)
    const broken = await cairn('doctor', '--runs', join(fileURLToPath(import.meta.url), 'runs'))
    expect(broken.out).toMatch(/^problem +runs folder .*choose another with --runs/m)
    expect(broken.code).toBe(1)
  })

  test('a reader that has seen enough is no error', () => {
    const bin = fileURLToPath(new URL('./bin/cairn.mjs', import.meta.url))
    const { status, stderr } = spawnSync('bash', [
      '-o',
      'pipefail',
      '-c',
      `"$0" "${bin}" tasks --json | head -c 10`,
      process.execPath,
    ])
    expect([status, stderr.toString()]).toEqual([0, ''])
  })
})

describe('a search', () => {
  test('--dry-run prints a plan that is a configuration file for the same plan, and does nothing', async () => {
    const args = [
      'search',
      'karel/seeder',
      '--seed',
      '7',
      '--budget',
      '1e4',
      '--set',
      'neighbours=32',
      '--option',
      'max-calls=500',
    ]
    const planned = await cairn(...args, '--dry-run')
    expect(planned.code).toBe(0)
    const file = join(folder, 'plan.yaml')
    writeFileSync(file, planned.out)
    const json = async (given: string[]) => JSON.parse((await cairn(...given, '--dry-run', '--json')).out)
    const plan = await json(args)
    expect(plan).toMatchObject({ task: 'karel/seeder', seed: 7, budget: 10_000, episodes: 16, search: 'hill-climb' })
    expect(plan.set).toMatchObject({ neighbours: 32, space: 'clean' })
    expect(plan.option).toMatchObject({ 'max-calls': 500 })
    expect(await json(['search', '--config', file])).toEqual(plan)
    expect(await json(['search', '--config', file, '--seed', '8'])).toEqual({ ...plan, seed: 8 })
    expect((await cairn('runs')).err).toContain('no runs in')
  })

  test('prints the program on stdout and everything else on stderr', async () => {
    const { code, out, err } = await cairn(...easy, '--run', 'plain')
    expect(code).toBe(0)
    expect(out).toMatch(/^DEF run m\(\n {2}\S[\s\S]*\nm\)\n$/)
    expect(err).toContain('solved karel/stair-climber-sparse')
    expect(err).toMatch(/return +1\.0000 on 16 training episodes, \d\.\d{4} on 100 fresh episodes/)
    expect(err).toContain('cairn show plain')
    const quiet = await cairn(...easy, '--run', 'quiet', '--quiet')
    expect(quiet).toEqual({ code: 0, out, err: '' })
  })

  test('--json prints one event per line, the last with exactly the documented keys', async () => {
    const { code, out } = await cairn(...easy, '--run', 'events', '--json')
    expect(code).toBe(0)
    const events = out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(events[0]).toMatchObject({ event: 'started', run: 'events', seed: 0, budget: 100_000, resumed: false })
    const done = events.at(-1)
    expect(Object.keys(done)).toEqual([
      ...['event', 'run', 'task', 'search', 'seed', 'bestReturn', 'freshReturn', 'program'],
      ...['charged', 'executed', 'solved', 'seconds'],
    ])
    expect(done).toMatchObject({
      event: 'done',
      task: 'karel/stair-climber-sparse',
      search: 'hill-climb',
      bestReturn: 1,
      solved: true,
    })
    expect(done.program).toMatch(/^DEF run m\( .* m\)$/)
    expect(events.filter(({ event }) => event === 'best').at(-1)).toMatchObject({
      program: done.program,
      bestReturn: 1,
    })
  })

  test('a budget that is spent is no failure', async () => {
    const done = await runCairn(['search', 'karel/snake', '--budget', '300', '--workers', '1', '--run', 'spent'], env)
    expect(done).toMatchObject({ charged: 300, solved: false })
  })

  test('a name that is taken is refused', async () => {
    const { code, err } = await cairn(...easy, '--run', 'plain')
    expect(code).toBe(2)
    expect(err).toContain('there is a run "plain" already')
  })

  test('serves metrics, health and readiness while it runs', async () => {
    await using search = startCairn([...endless, '--run', 'watched', '--json'], env)
    await search.until('progress', ({ charged }) => charged > 0)
    const url = /metrics at (http:\/\/127\.0\.0\.1:\d+)\/metrics/.exec(search.stderr())?.[1]
    const get = async (path: string) => {
      const response = await fetch(`${url}${path}`)
      return [response.status, await response.text()] as const
    }
    expect((await get('/metrics'))[1]).toMatch(/^cairn_program_evaluations_total\{.*task="snake".*\} [1-9]/m)
    expect(await get('/healthz')).toEqual([200, 'ok\n'])
    expect(await get('/readyz')).toEqual([200, 'ready\n'])
    search.kill('SIGTERM')
    expect(await search.exit).toBe(143)
  })
})

describe('stopping and going on', () => {
  test('Ctrl-C stops cleanly and prints the command that resumes to the same end', async () => {
    const plan = ['search', 'karel/snake', '--budget', '40k', '--seed', '3', '--workers', '1']
    const uninterrupted = await runCairn([...plan, '--run', 'through'], env)
    await using search = startCairn([...plan, '--run', 'stopped', '--json'], env)
    await search.until('progress', ({ charged }) => charged > 100)
    search.kill('SIGINT')
    const stopped = await search.until('stopped')
    expect(await search.exit).toBe(130)
    expect(search.stderr()).toContain('cairn resume stopped\n')
    expect(stopped.charged).toBeLessThan(uninterrupted.charged)
    const { executed, seconds, run, ...result } = await runCairn(['resume', 'stopped'], env)
    expect(uninterrupted).toMatchObject(result)
    expect(executed).toBeGreaterThan(0)
  })

  test('a second coordinator is refused with 3, and the first goes on', async () => {
    await using first = startCairn([...endless, '--run', 'busy', '--json'], env)
    await first.until('progress', ({ charged }) => charged > 0)
    const { code, err } = await cairn('resume', 'busy')
    expect(code).toBe(3)
    expect(err).toMatch(/^cairn: process \d+ on \S+ is working on run "busy"/)
    await first.until('progress', ({ charged }) => charged > 5000)
  })

  test('a damaged journal is refused with 4 and listed as unreadable', async () => {
    await runCairn(['search', 'karel/snake', '--budget', '50', '--workers', '1', '--run', 'damaged'], env)
    writeFileSync(join(runs, 'damaged', 'journal.db'), 'not a database at all '.repeat(500))
    const { code, err } = await cairn('resume', 'damaged')
    expect([code, err.trimEnd().split('\n').length]).toEqual([4, 1])
    expect((await cairn('runs')).out).toMatch(/^damaged +unreadable$/m)
    rmSync(join(runs, 'damaged'), { recursive: true })
  })

  test('resuming a run that is done prints its result', async () => {
    const { code, out, err } = await cairn('resume', 'plain')
    expect([code, out.slice(0, 11)]).toEqual([0, 'DEF run m(\n'])
    expect(err).toContain('solved karel/stair-climber-sparse')
    const { program } = await runCairn(['resume', 'plain'], env)
    expect(program).toMatch(/^DEF run m\(/)
  })
})

describe('what is left of runs', () => {
  test('runs are listed with what they reached', async () => {
    const { out } = await cairn('runs')
    expect(out).toMatch(/^plain +karel\/stair-climber-sparse +hill-climb +0 +solved +1\.0000 +\d+ +\d+ s$/m)
    const listed = (await cairn('runs', '--json')).out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
    expect(listed.find(({ run }) => run === 'spent')).toMatchObject({ state: 'done', solved: false, charged: 300 })
    expect(listed.find(({ run }) => run === 'busy')).toMatchObject({ state: 'stopped' })
    expect(readdirSync(runs).length).toBe(listed.length)
  })

  test('show prints the program, its returns, the curve and a replay', async () => {
    const { code, out } = await cairn('show', 'plain', '--no-animate', '--frames', '3')
    expect(code).toBe(0)
    expect(out).toContain('DEF run m(\n')
    expect(out).toMatch(/^ +0( {2}1\.0000){10}$/m)
    expect(out).toContain('evaluations charged')
    expect(out).toMatch(/Episode 0, \d+ actions, 3 pictures of them/)
    expect(out.match(/^ {2}#{12}\n(?= {2}#\.)/gm)?.length).toBe(3)
    const shown = JSON.parse((await cairn('show', 'plain', '--json')).out)
    expect(shown).toMatchObject({
      run: 'plain',
      state: 'done',
      bestReturn: 1,
      solved: true,
      returns: new Array(16).fill(1),
    })
    expect(shown.curve.at(-1)).toMatchObject({ charged: shown.charged, bestReturn: 1 })
  })
})

describe('verify', () => {
  const recorded = join(golden, 'karel/interpreter_leaps.jsonl.gz')

  test('counts what passed on its last line', async () => {
    const { code, out, err } = await cairn('verify', 'karel-leaps-interpreter', recorded)
    expect({ code, out, err }).toEqual({ code: 0, out: '800 passed, 0 failed\n', err: '' })
  })

  test('reads stdin, gzipped or not', () => {
    const bin = fileURLToPath(new URL('./bin/cairn.mjs', import.meta.url))
    const fed = (input: Buffer) =>
      spawnSync(process.execPath, [bin, 'verify', 'karel-leaps-interpreter', '-'], { input }).stdout.toString()
    const bytes = readFileSync(recorded)
    expect([bytes, gunzipSync(bytes)].map(fed)).toEqual(['800 passed, 0 failed\n', '800 passed, 0 failed\n'])
  })

  test('shows the first differences and ends with 1', async () => {
    const lines = gunzipSync(readFileSync(recorded)).toString().trimEnd().split('\n').slice(0, 20)
    const wrong = lines.map((text, at) => {
      const record = JSON.parse(text)
      return at < 5 ? text : JSON.stringify({ ...record, expect: { ...record.expect, calls: record.expect.calls + 1 } })
    })
    const file = join(folder, 'wrong.jsonl')
    writeFileSync(file, wrong.join('\n'))
    const { code, out, err } = await cairn('verify', 'karel-leaps-interpreter', file)
    expect([code, out]).toEqual([1, '5 passed, 15 failed\n'])
    expect(err.trimEnd().split('\n').length).toBe(11)
    expect(err).toContain(`${file}:6: `)
    expect(err).toContain('and 5 more')
  })

  test('a file that is not there is wrong usage', async () => {
    expect(await cairn('verify', 'karel-tasks', 'none.jsonl')).toMatchObject({ code: 2, out: '' })
  })
})

describe('over NATS', () => {
  let nats: NatsServer
  beforeAll(async () => {
    nats = await startNatsServer()
  })
  afterAll(() => nats[Symbol.asyncDispose]())

  test('a search says that there are no workers, goes on when one joins, and the worker drains on SIGTERM', async () => {
    await using search = startCairn([...easy.slice(0, 2), '--nats', nats.url, '--run', 'spread', '--json'], env)
    await search.until('waiting', ({ reason }) => reason.includes('no workers'))
    await using worker = startCairn(['worker', '--nats', nats.url, '--threads', '1', '--id', 'one'])
    const done = await search.until('done')
    expect(await search.exit).toBe(0)
    const here = await runCairn([...easy, '--run', 'here'], env)
    expect([done.program, done.charged]).toEqual([here.program, here.charged])
    worker.kill('SIGTERM')
    expect(await worker.exit).toBe(0)
    const log = worker
      .stderr()
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text))
      .filter(({ level }) => level === 'info')
    expect(log.map(({ msg }) => msg)).toEqual(['taking work', expect.stringContaining('draining'), 'drained'])
    expect(log[0]).toMatchObject({ level: 'info', id: 'one', threads: 1 })
  })

  test('a worker whose server is not there yet says so, is healthy but not ready, and leaves when told to', async () => {
    await using worker = startCairn(['worker', '--nats', 'nats://127.0.0.1:9', '--threads', '1'])
    await worker.untilSaid(/waiting for the NATS server/)
    const [metrics] = worker.stderr().match(/http:[^"]*metrics/) ?? []
    expect((await fetch(`${metrics}`.replace('metrics', 'healthz'))).status).toBe(200)
    expect((await fetch(`${metrics}`.replace('metrics', 'readyz'))).status).toBe(503)
    worker.kill('SIGTERM')
    expect(await worker.exit).toBe(0)
  })

  test('a server that is not there is said in one line', async () => {
    const { code, err } = await cairn(...easy, '--nats', 'nats://127.0.0.1:9', '--run', 'nowhere')
    expect(code).toBe(1)
    expect(err).toMatch(/^cairn: no connection to the broker at nats:\/\/127\.0\.0\.1:9: .*\n$/)
  })
})
