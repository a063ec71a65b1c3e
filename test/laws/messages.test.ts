import { join } from 'node:path'
import { journalContent, readRun } from '@cairn/coordinator'
import { seededRng } from '@cairn/language'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCairn } from '../kit/cairn-process.ts'
import { rejections } from '../kit/metrics.ts'
import { type NatsServer, startNatsServer } from '../kit/nats-server.ts'
import { Flood } from './flood.ts'
import { decided, type Finished, finish, overThreads, runsFolder } from './in-process.ts'
import { type LawPlan, long, searchArguments } from './plans.ts'

// The fourth law, of messages: whatever is not one is rejected with a counter, and changes nothing.

const plan: LawPlan = {
  task: 'karel/door-key',
  search: 'hill-climb',
  set: { climbers: 2 },
  seed: 21,
  budget: long ? 60_000 : 4_000,
  episodes: 32,
}
const runs = runsFolder()
let expected: Finished
let nats: NatsServer

beforeAll(async () => {
  nats = await startNatsServer()
  const transport = await overThreads(1)
  expected = await finish(plan, 'on-a-thread', runs.path, transport)
  await transport.close()
})
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
  runs[Symbol.dispose]()
})

const ofCoordinator = [
  ...['result-oversized', 'result-undecodable', 'result-schema', 'result-address', 'result-subject'],
  ...['epoch', 'batch', 'columns'],
  ...['heartbeat-oversized', 'heartbeat-undecodable', 'heartbeat-schema', 'heartbeat-id', 'heartbeat-threads'],
  'heartbeat-domains',
]
const ofWorker = [
  ...['oversized', 'undecodable', 'address', 'schema', 'lengths', 'episodes'],
  ...['control-oversized', 'control-undecodable', 'control-schema', 'control-command'],
]

test('garbage, cut short, oversized, outdated, foreign and repeated messages on every subject are rejected with a counter, and the run ends as on a thread', async () => {
  const run = 'flooded'
  const worker = 'flooded-worker'
  await using flood = await Flood.start({ url: nats.url, run, worker, rng: seededRng(5).stream('flood') })
  await using search = startCairn([...searchArguments(plan, run, runs.path), '--nats', nats.url, '--json'])
  await search.until('started')
  flood.general()
  await expect
    .poll(async () => [...(await rejections(search)).keys()], { timeout: 60_000 })
    .toEqual(expect.arrayContaining(ofCoordinator))

  await using crew = startCairn(['worker', '--nats', nats.url, '--threads', '2', '--id', worker])
  await crew.untilSaid(/taking work/)
  flood.general()
  await expect
    .poll(async () => [...(await rejections(crew)).keys()], { timeout: 60_000 })
    .toEqual(expect.arrayContaining(ofWorker))

  const done = await search.until('done')
  expect(await search.exit).toBe(0)
  expect(decided(done)).toEqual(decided(expected.result))
  expect(journalContent(join(runs.path, run))).toBe(expected.journal)
  expect(readRun(join(runs.path, run)).poison).toEqual([])
  expect(flood.heard).toBeGreaterThan(20)

  crew.kill('SIGTERM')
  expect(await crew.exit).toBe(0)
}, 300_000)
