import { setTimeout as sleep } from 'node:timers/promises'
import { journalContent, type RunHandle } from '@cairn/coordinator'
import { seededRng } from '@cairn/language'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Crew } from '../kit/crew.ts'
import { type NatsServer, startNatsServer } from '../kit/nats-server.ts'
import { begin, decided, type Finished, finish, overNats, overThreads, runsFolder } from './in-process.ts'
import { type LawPlan, long, tinyEmbedding } from './plans.ts'

// The third law: whatever happens to workers and broker, the run ends by itself with the bytes of one thread.

const plan: LawPlan = {
  task: 'karel/door-key',
  search: 'hill-climb',
  seed: 11,
  budget: long ? 60_000 : 15_000,
  episodes: 64,
}
/** Whose programs come from an embedding beside the coordinator. */
const latent: LawPlan = {
  task: 'karel/door-key',
  search: 'cem',
  set: { embedding: tinyEmbedding, population: 64, searches: 0, sigma: 2 },
  seed: 12,
  budget: long ? 20_000 : 1_500,
  episodes: 64,
}
const leaseMs = 1_500
const runs = runsFolder()
let expected: Finished
let nats: NatsServer

beforeAll(async () => {
  nats = await startNatsServer()
  const transport = await overThreads(1)
  expected = await finish(plan, 'one-thread', runs.path, transport)
  await transport.close()
}, 120_000)
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
  runs[Symbol.dispose]()
})

describe('the run ends with the same bytes, by itself', { timeout: 240_000 }, () => {
  test('when a worker is killed every 0.7 s', () =>
    survive('killed', 3, async (crew, going) => {
      const rng = seededRng(1).stream('kills')
      while (going()) {
        await sleep(700)
        if (going()) crew.replace(rng)
      }
    }))

  test('when a worker is killed in the middle of a search in a latent space', async () => {
    const transport = await overThreads(1)
    const alone = await finish(latent, 'latent-one-thread', runs.path, transport)
    await transport.close()
    await survive('latent', 2, async (crew) => crew.replace(seededRng(2).stream('kills')), latent, alone)
  })

  test('when a worker stops for longer than its lease and then goes on', () =>
    survive('stopped', 2, async (crew) => {
      for (let i = 0; i < (long ? 3 : 1); i++) {
        crew.workers[0]!.kill('SIGSTOP')
        await sleep(2 * leaseMs)
        crew.workers[0]!.kill('SIGCONT')
        await sleep(leaseMs)
      }
    }))

  test(`when all workers are gone for ${long ? 10 : 3} s`, () =>
    survive('gone', 2, async (crew) => {
      await crew.leave('SIGKILL')
      await sleep(long ? 10_000 : 3_000)
      crew.join(2)
    }))

  test('when nats-server is restarted', () =>
    survive('restarted', 2, async () => {
      await nats.stop()
      await sleep(1_000)
      await nats.start()
    }))

  test('when the data folder of nats-server is wiped', () => survive('wiped', 2, () => nats.wipe()))
})

type Fault = (crew: Crew, going: () => boolean) => Promise<void>

/** Runs the plan over worker processes, with the fault from when the run has got going. */
async function survive(name: string, workers: number, fault: Fault, planned = plan, alone = expected): Promise<void> {
  const crew = new Crew(nats.url)
  crew.join(workers)
  const transport = await overNats(nats.url, name, { leaseMs })
  try {
    const handle = begin(planned, name, runs.path, transport)
    let going = true
    const ended = handle.finished.finally(() => {
      going = false
    })
    await charged(handle, planned.budget / 20)
    expect(going, 'the run is over before the fault').toBe(true)
    await fault(crew, () => going)
    expect(decided(await ended)).toEqual(decided(alone.result))
    expect(journalContent(handle.folder)).toBe(alone.journal)
  } finally {
    await transport.close()
    await crew.leave('SIGKILL')
  }
}

/** Until so much is in the journal. */
async function charged(handle: RunHandle, evaluations: number): Promise<void> {
  for await (const event of handle.events) {
    if (event.event === 'done' || (event.event === 'progress' && event.charged >= evaluations)) return
  }
}
