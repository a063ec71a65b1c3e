import { simulatedTransport, type Transport } from '@cairn/coordinator'
import { seededRng } from '@cairn/language'
import { evaluateBatch } from '@cairn/worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CairnProcess, startCairn } from '../kit/cairn-process.ts'
import { type NatsServer, startNatsServer } from '../kit/nats-server.ts'
import { decided, domainIn, type Finished, finish, overNats, overThreads, runsFolder } from './in-process.ts'
import { type LawPlan, lawPlans, long, titleOf } from './plans.ts'

// The first law: a run's journal, best program and charged evaluations depend on its plan alone.

const schedules = long ? 50 : 2
const threadCounts = long ? [2, 3] : [3]
const workerCounts = long ? [1, 3] : [3]
const runs = runsFolder()
const expected = new Map<LawPlan, Promise<Finished>>()
let nats: NatsServer

beforeAll(async () => {
  nats = await startNatsServer()
})
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
  runs[Symbol.dispose]()
})

const titled = lawPlans.map((plan) => ({ plan, title: titleOf(plan) }))

describe.each(titled)('$title has one result', ({ plan }) => {
  test('which spends its budget and is not trivial', async () => {
    const { result, journal } = await first(plan)
    expect(result).toMatchObject({ event: 'done', charged: plan.budget, solved: false })
    expect(journal.split('\n').length).toBeGreaterThan(4)
  })

  test.each(threadCounts)('on %i threads', async (count) => {
    await same(plan, await over(plan, `threads-${count}`, () => overThreads(count)))
  })

  test(`under ${schedules} random schedules of drops, duplicates, delays and reordering`, async () => {
    for (let seed = 0; seed < schedules; seed++) {
      await same(plan, await over(plan, `simulated-${seed}`, async () => simulated(seed)))
    }
  }, 900_000)
})

describe.each(workerCounts)('on %i worker processes over NATS, which stay for one run after the other', (count) => {
  let workers: readonly CairnProcess[]
  beforeAll(() => {
    workers = Array.from({ length: count }, () => startCairn(['worker', '--nats', nats.url, '--threads', '1']))
  })
  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGTERM')
    expect(await Promise.all(workers.map((worker) => worker.exit))).toEqual(workers.map(() => 0))
  })

  test.each(titled)('$title has one result', async ({ plan }) => {
    await same(plan, await over(plan, `nats-${count}`, (run) => overNats(nats.url, run, {}, domainIn(plan))))
  })
})

async function over(plan: LawPlan, name: string, open: (run: string) => Promise<Transport>): Promise<Finished> {
  const run = `${plan.search}-${plan.seed}-${name}`
  const transport = await open(run)
  try {
    return await finish(plan, run, runs.path, transport)
  } finally {
    await transport.close()
  }
}

/** What the plan comes to on one thread, run when it is first asked for. */
function first(plan: LawPlan): Promise<Finished> {
  const known = expected.get(plan) ?? over(plan, 'one-thread', () => overThreads(1))
  expected.set(plan, known)
  return known
}

async function same(plan: LawPlan, { result, journal }: Finished): Promise<void> {
  const { journal: expectedJournal, result: expectedResult } = await first(plan)
  expect(journal).toBe(expectedJournal)
  expect(decided(result)).toEqual(decided(expectedResult))
}

function simulated(seed: number): Transport {
  const rng = seededRng(seed).stream('schedule')
  return simulatedTransport({ evaluate: (bytes) => evaluateBatch(bytes), rng, workers: 1 + (seed % 4) })
}
