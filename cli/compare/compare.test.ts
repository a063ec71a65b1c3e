import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CairnProcess, startCairn } from '../../test/kit/cairn-process.ts'
import { page } from '../../test/kit/page.ts'
import type { CampaignEvent } from './campaign-event.ts'

// `cairn compare` as a person meets it: real processes, files, exit codes.

const folder = mkdtempSync(join(tmpdir(), 'cairn-compare-'))
const plan = join(folder, 'plan.yaml')
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const three = ['{ search: random }', '{ search: hill-climb, label: HC-16, set: { neighbours: 16 } }', 'fm-only']

const two = ['karel/four-corners', '{ task: karel/harvester, label: Harvester 10 }']

function planWith({ tasks = two, searches = three, seeds = '2' } = {}): string {
  return [
    ...['name: tiny', `tasks: [${tasks.join(', ')}]`],
    ...[`searches: [${searches.join(', ')}]`, `seeds: ${seeds}`, 'budget: 400'],
    ...['episodes: 4', 'fresh-episodes: 4', ''],
  ].join('\n')
}

/** Runs the command to its end. */
async function compare(runs: string, ...args: string[]) {
  await using cairn = startCairn(['compare', plan, '--runs', join(folder, runs), ...args])
  const code = await cairn.exit
  return { code, out: cairn.stdout(), err: cairn.stderr(), events: eventsOf(cairn) }
}

const eventsOf = ({ events }: CairnProcess) => events as readonly unknown[] as readonly CampaignEvent[]

const only = <E extends CampaignEvent['event']>(events: readonly CampaignEvent[], event: E) =>
  events.filter((one): one is Extract<CampaignEvent, { event: E }> => one.event === event)

const reportOf = (runs: string, file: string) => readFileSync(join(folder, runs, 'tiny', 'report', file), 'utf8')

/** Everything of a report that must not depend on machines, interruptions and workers. */
function results(runs: string): Record<string, string> {
  const names = readdirSync(join(folder, runs, 'tiny', 'report')).filter((name) => name !== 'report.html')
  return Object.fromEntries(
    names.map((name) => {
      const text = reportOf(runs, name)
      return [name, name === 'runs.csv' ? withoutMachine(text) : text]
    }),
  )
}

/** Columns `executed` and `seconds` say what the machines did. */
function withoutMachine(csv: string): string {
  return csv.replace(/^(.*),[^,]*,[^,]*,([^,]*)$/gm, '$1,$2')
}

beforeAll(async () => {
  writeFileSync(plan, planWith())
  mkdirSync(join(folder, 'whole'))
  whole = await compare('whole', '--json', '--workers', '2')
}, 60_000)

let whole: Awaited<ReturnType<typeof compare>>

test('a campaign runs every task with every search and every seed, and reports it', () => {
  expect(only(whole.events, 'failed')).toEqual([])
  expect(whole.code).toBe(0)
  expect(Object.keys(results('whole')).toSorted()).toEqual([
    ...['cells.csv', 'curves-four-corners.svg', 'curves-harvester-10.svg', 'curves.csv', 'curves.svg', 'runs.csv'],
    ...['solving-four-corners.svg', 'solving-harvester-10.svg', 'table.md'],
  ])
  const documented = page('compare.md')
    .rows('What is in the folder')
    .map(({ file }) => file!)
  const names = Object.keys(results('whole')).map(
    (name) => `report/${name.replace(/-(four-corners|harvester-10)/, '-TASK')}`,
  )
  expect(documented.filter((file) => file.startsWith('report/')).toSorted()).toEqual(
    [...new Set([...names, 'report/report.html'])].toSorted(),
  )
  const runs = reportOf('whole', 'runs.csv').trimEnd().split('\n').slice(1)
  expect(runs.length).toBe(12)
  for (const run of runs) expect(run).toMatch(/^tiny-(four-corners|harvester-10)-(random|hc-16|fm-only)-[01],.*,done,/)
  expect(reportOf('whole', 'report.html')).toContain('<title>tiny: random, HC-16, fm-only</title>')
  expect(reportOf('whole', 'table.md')).toMatch(/^\| four-corners +\| random +\| +0\/2 \| +> 400 \|/m)
})

test('with --json stdout has one event a line, every run once, and progress that adds up', () => {
  const { out, events } = whole
  expect(
    out
      .trimEnd()
      .split('\n')
      .every((line) => line.startsWith('{"event":')),
  ).toBe(true)
  expect(events[0]).toMatchObject({ event: 'campaign', campaign: 'tiny', runs: 12, done: 0, parallel: 2 })
  const done = only(events, 'done')
  expect(new Set(done.map(({ run }) => run)).size).toBe(12)
  for (const { cell, charged } of done) {
    expect(['four-corners', 'Harvester 10']).toContain(cell.task)
    expect(charged).toBeLessThanOrEqual(400)
  }
  for (const { runs, done: ended, running, left, failed } of only(events, 'campaign-progress'))
    expect(ended + running + left + failed).toBe(runs)
  const solved = done.filter((run) => run.solved).length
  expect(events.at(-1)).toMatchObject({ event: 'campaign-done', runs: 12, done: 12, failed: 0, solved })
})

test('--dry-run lists the runs on stdout and makes nothing', async () => {
  const { code, out, err } = await compare('dry', '--dry-run')
  expect(code).toBe(0)
  expect(out).toMatch(/^run +task +search +seed +budget +episodes$/m)
  expect(out).toMatch(/^tiny-harvester-10-hc-16-1 +Harvester 10 +HC-16 +1 +400 +4$/m)
  expect(out.trimEnd().split('\n').length).toBe(13)
  expect(err).toContain('12 runs, up to 4,800 evaluations')
  expect(readdirSync(folder)).not.toContain('dry')
})

test('a plan that cannot be is refused before anything is run, with the exit code for that', async () => {
  writeFileSync(plan, planWith({ searches: ['{ search: random, set: { neighbours: 3 } }'] }))
  const { code, out, err } = await compare('bad')
  writeFileSync(plan, planWith())
  expect([code, out]).toEqual([2, ''])
  expect(err).toMatch(/^cairn: .*plan\.yaml: searches\[0\]: no option of random is called "neighbours"/)
  expect(readdirSync(folder)).not.toContain('bad')
})

test.each([
  ['Ctrl-C', 'SIGINT', 130],
  ['kill -9', 'SIGKILL', -1],
] as const)(
  'after %s the same command goes on, and the result is that of a campaign never stopped',
  async (_, signal, code) => {
    const runs = `after-${signal}`
    await using cairn = startCairn(['compare', plan, '--runs', join(folder, runs), '--json', '--workers', '1'])
    await cairn.until('done')
    cairn.kill(signal)
    expect(await cairn.exit).toBe(code)
    if (signal === 'SIGINT') {
      expect(eventsOf(cairn).at(-1)).toMatchObject({ event: 'campaign-stopped', runs: 12, failed: 0 })
      expect(cairn.stderr()).toMatch(/nothing is lost\. Go on with\n {2}(npx )?cairn compare \S*plan\.yaml --runs \S+/)
    }

    const { code: after, events } = await compare(runs, '--json', '--workers', '2')
    expect(only(events, 'failed')).toEqual([])
    expect(after).toBe(0)
    const earlier = only(events, 'campaign')[0]!.done
    expect(earlier).toBeGreaterThan(0)
    expect(earlier).toBeLessThan(12)
    expect(only(events, 'done').length).toBe(12 - earlier)
    expect(results(runs)).toEqual(results('whole'))
  },
)

test('--extend takes in more seeds and keeps what is done; without it a changed plan is refused', async () => {
  cpSync(join(folder, 'whole'), join(folder, 'extended'), { recursive: true })
  writeFileSync(plan, planWith({ seeds: '3' }))
  const refused = await compare('extended')
  const { code, events } = await compare('extended', '--extend', '--json')
  writeFileSync(plan, planWith())
  expect([refused.code, refused.out]).toEqual([2, ''])
  expect(refused.err).toMatch(/was started with another plan:[\s\S]*--extend/)
  expect(only(events, 'failed')).toEqual([])
  expect(code).toBe(0)
  expect(events[0]).toMatchObject({ event: 'campaign', runs: 18, done: 12 })
  expect(only(events, 'done').map(({ seed }) => seed)).toEqual([2, 2, 2, 2, 2, 2])
  const rowOf = (runs: string) =>
    withoutMachine(reportOf(runs, 'runs.csv'))
      .split('\n')
      .filter((row) => /-[01],/.test(row))
  expect(rowOf('extended')).toEqual(rowOf('whole'))
  expect(reportOf('extended', 'table.md')).toMatch(/^\| four-corners +\| random +\| +0\/3 /m)
})

test('a run that fails is reported, the others go on, the exit code is 1, and the next try takes only that run', async () => {
  const library = join(folder, 'library.jsonl')
  const options = `{ programs: 'library:${library}', states: 10, size: 50 }`
  writeFileSync(
    plan,
    planWith({ tasks: ['karel/four-corners'], searches: ['random', `{ search: liss-o, set: ${options} }`] }),
  )
  const first = await compare('failing', '--json')
  expect(first.code).toBe(1)
  expect(only(first.events, 'done').length).toBe(2)
  const failed = only(first.events, 'failed')
  expect(failed.map(({ cell, seed }) => [cell.search, seed]).toSorted()).toEqual([
    ['liss-o', 0],
    ['liss-o', 1],
  ])
  for (const { code, message } of failed) {
    expect(code).toBe('E_BAD_SOURCE')
    expect(message).toContain('library.jsonl')
  }
  expect(first.events.at(-1)).toMatchObject({ event: 'campaign-done', runs: 4, done: 2, failed: 2 })
  expect(reportOf('failing', 'report.html')).toContain('Runs that failed')

  await using build = startCairn(
    ['options', 'build', 'karel/harvester', '--from', 'random:20', '--states', '10', '--output', library],
    { CAIRN_RUNS: folder },
  )
  expect(await build.exit).toBe(0)
  const second = await compare('failing', '--workers', '2')
  writeFileSync(plan, planWith())
  expect(second.err).not.toContain('failed')
  expect(second.code).toBe(0)
  expect(second.out).toMatch(/^four-corners +liss-o +\d\/2 /m)
  expect(second.err).toMatch(/^median: .*a run that did not solve its task counts as above the budget/m)
  expect(second.err).toMatch(/^report: .*tiny\/report\/report\.html$/m)
})
