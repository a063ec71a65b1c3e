import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { journalContent } from '@cairn/coordinator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CairnProcess, startCairn } from '../kit/cairn-process.ts'
import { type NatsServer, startNatsServer } from '../kit/nats-server.ts'
import { decided, type Finished, finish, overThreads, runsFolder } from './in-process.ts'
import { type LawPlan, long, programsIn, searchArguments } from './plans.ts'

// The fifth law: of two coordinators of one run, the second refuses with a clear message, and the first goes on.

const plan: LawPlan = { task: 'karel/door-key', search: 'hill-climb', seed: 8, budget: 1_500, episodes: 8 }
/** Asks for programs from outside and for what they do, before anything is scored. */
const asking: LawPlan = {
  task: 'karel/seeder',
  search: 'innatecoder',
  set: { programs: programsIn('karel-programs.txt'), neighbours: 60, states: 40 },
  seed: 9,
  budget: 600,
  episodes: 8,
}
const here = runsFolder()
const elsewhere = runsFolder()
let nats: NatsServer
const expected = new Map<LawPlan, Finished>()

beforeAll(async () => {
  nats = await startNatsServer()
  const transport = await overThreads(1)
  for (const each of [plan, asking]) {
    expected.set(each, await finish(each, `alone-${each.search}`, here.path, transport))
  }
  await transport.close()
})
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
  for (const runs of [here, elsewhere]) runs[Symbol.dispose]()
})

describe('in one folder of runs', { timeout: 120_000 }, () => {
  test('a run that is searched for cannot be resumed, nor started again, until that has ended', async () => {
    const endless = searchArguments({ ...plan, budget: 1_000_000_000 }, 'endless', here.path)
    await using first = startCairn([...endless, '--workers', '1', '--json'])
    await first.until('progress', ({ charged }) => charged > 0)

    await refuses(['resume', 'endless', '--runs', here.path], first, 'endless')
    const again = startCairn(endless)
    expect(await again.exit).toBe(2)
    expect(again.stderr()).toMatch(/there is a run "endless" already.*resume it, or choose another name/)

    const { charged } = first.events.findLast(({ event }) => event === 'progress') as { charged: number }
    await first.until('progress', (event) => event.charged > charged)
    first.kill('SIGINT')
    expect(await first.exit).toBe(130)
    const stopped = await first.until('stopped')

    await using next = startCairn(['resume', 'endless', '--runs', here.path, '--workers', '1', '--json'])
    expect(await next.until('started')).toMatchObject({ resumed: true, charged: stopped.charged })
  })
})

describe('over NATS', { timeout: 120_000 }, () => {
  test.each([
    { plan, run: 'shared' },
    { plan: asking, run: 'shared-asking' },
  ])('a run is refused to others wherever their folder of runs is, and ends as if it had been alone', async (each) => {
    const { plan, run } = each
    await using first = startCairn([...searchArguments(plan, run, here.path), '--nats', nats.url, '--json'])
    await first.until('started')

    // There are no workers yet, so nothing can end before all of these have been refused.
    const other = [...searchArguments(plan, run, elsewhere.path), '--nats', nats.url, '--json']
    await Promise.all([
      refuses(other, first, run),
      refuses(['resume', run, '--runs', here.path, '--nats', nats.url], first, run),
      refuses(['resume', run, '--runs', here.path], first, run),
    ])
    expect(existsSync(join(elsewhere.path, run))).toBe(false)

    await using worker = startWorker()
    await endsAsAlone(first, here.path, run, plan)

    await using after = startCairn(other)
    await endsAsAlone(after, elsewhere.path, run, plan)
    worker.kill('SIGTERM')
    expect(await worker.exit).toBe(0)
  })

  // The lease of one that says nothing any more takes its ten seconds to run out.
  if (!long) return

  test('a run whose coordinator was killed can be resumed', async () => {
    const run = 'orphaned'
    await using first = startCairn([...searchArguments(plan, run, here.path), '--nats', nats.url, '--json'])
    await first.until('started')
    first.kill('SIGKILL')
    await first.exit

    await using worker = startWorker()
    await using next = startCairn(['resume', run, '--runs', here.path, '--nats', nats.url, '--json'])
    await endsAsAlone(next, here.path, run, plan)
    worker.kill('SIGTERM')
    expect(await worker.exit).toBe(0)
  })

  test('a coordinator that slept while another took its run over wakes up, says so and ends', async () => {
    const run = 'overslept'
    await using first = startCairn([...searchArguments(plan, run, here.path), '--nats', nats.url, '--json'])
    await first.until('started')
    first.kill('SIGSTOP')
    await using second = startCairn([...searchArguments(plan, run, elsewhere.path), '--nats', nats.url, '--json'])
    await second.until('started')
    first.kill('SIGCONT')
    expect(await first.exit).toBe(3)
    expect(first.stderr()).toContain(`run "${run}" may have been taken over by another coordinator`)

    await using worker = startWorker()
    await endsAsAlone(second, elsewhere.path, run, plan)
    worker.kill('SIGTERM')
    expect(await worker.exit).toBe(0)
  })
})

/** The command ends at once, and names who has the run. */
async function refuses(command: readonly string[], holder: CairnProcess, run: string): Promise<void> {
  await using cairn = startCairn(command)
  expect(await cairn.exit, cairn.stderr()).toBe(3)
  expect(cairn.stderr()).toContain(`run "${run}"`)
  expect(cairn.stderr()).toMatch(new RegExp(`process ${holder.child.pid} on \\S+`))
  expect(cairn.stdout()).toBe('')
}

async function endsAsAlone(cairn: CairnProcess, runs: string, run: string, of: LawPlan): Promise<void> {
  const alone = expected.get(of)!
  const done = await cairn.until('done')
  expect(await cairn.exit, cairn.stderr()).toBe(0)
  expect(decided(done)).toEqual(decided(alone.result))
  expect(journalContent(join(runs, run))).toBe(alone.journal)
}

function startWorker(): CairnProcess {
  return startCairn(['worker', '--nats', nats.url, '--threads', '2'])
}
