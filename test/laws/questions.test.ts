import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  journalContent,
  type ResumeRun,
  type RunPlan,
  resumeRun,
  simulatedTransport,
  startRun,
  type Transport,
} from '@cairn/coordinator'
import { karel, openTask } from '@cairn/domains'
import { seededRng } from '@cairn/language'
import { evaluateBatch } from '@cairn/worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askingSearch, drawnSources } from '../kit/asking-search.ts'
import { type CairnProcess, startCairn } from '../kit/cairn-process.ts'
import { type NatsServer, startNatsServer } from '../kit/nats-server.ts'
import { decided, type Finished, overNats, overThreads, runsFolder } from './in-process.ts'
import { long } from './plans.ts'

// The first two laws, of a search that asks between its scores for programs from outside and for what subtrees do.

const budget = long ? 4_000 : 800
const task = openTask('karel/door-key')
const kinds = Object.keys(karel.probe!.frames)
const plan = (run: string): RunPlan => ({
  ...{ run, task: task.spec, search: { name: 'asking', options: {} } },
  ...{ seed: 9, budget, episodes: 8, freshEpisodes: 5 },
})
const runs = runsFolder()
let questions = 0
let expected: Finished
let nats: NatsServer

beforeAll(async () => {
  nats = await startNatsServer()
  const asking = (question: number) => {
    questions = question + 1
  }
  expected = await over('one-thread', () => overThreads(1), asking)
}, 120_000)
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
  runs[Symbol.dispose]()
})

test('the search asks for much of everything', () => {
  const { result, journal } = expected
  expect(result).toMatchObject({ event: 'done' })
  expect(result.charged).toBeGreaterThan(0.9 * budget)
  expect(questions).toBeGreaterThan(60)
  expect(journal.length).toBeGreaterThan(20_000)
})

describe('one result', { timeout: 300_000 }, () => {
  test.each([2, 3])('on %i threads', async (count) => {
    same(await over(`threads-${count}`, () => overThreads(count)))
  })

  const schedules = long ? 50 : 4
  test(`under ${schedules} random schedules of drops, duplicates, garbage, delays, reordering and deaths of workers`, async () => {
    for (let seed = 0; seed < schedules; seed++) {
      const rng = seededRng(seed).stream('schedule')
      const faults = { garbage: 0.1, duplicate: 0.2, workerDeath: 0.05 }
      const open = async () => simulatedTransport({ evaluate: (bytes) => evaluateBatch(bytes), rng, ...faults })
      same(await over(`simulated-${seed}`, open))
    }
  })

  test('over NATS, with a worker killed every 0.7 s', async () => {
    const join = () => startCairn(['worker', '--nats', nats.url, '--threads', '1'])
    const workers: CairnProcess[] = [join(), join()]
    let going = true
    const ended = over('nats', (run) => overNats(nats.url, run, { leaseMs: 1_500 })).finally(() => {
      going = false
    })
    const rng = seededRng(2).stream('kills')
    while (going) {
      await Promise.race([sleep(700), ended.catch(() => {})])
      const [killed] = workers.splice(rng.below(workers.length), 1)
      killed?.kill('SIGKILL')
      workers.push(join())
    }
    for (const worker of workers) worker.kill('SIGKILL')
    same(await ended)
  })
})

describe('killed at a random question and resumed', { timeout: 300_000 }, () => {
  const kills = long ? 30 : 5

  test(`${kills} times, it has the content of the run that was not killed`, async () => {
    const rng = seededRng(3).stream('moments')
    for (let kill = 0; kill < kills; kill++) {
      const at = rng.below(questions)
      const image = join(runs.path, `image-${kill}`)
      await over(
        `killed-${kill}`,
        () => overThreads(2),
        (question, folder) => {
          // The files of this very moment are what a kill would leave.
          if (question === at) cpSync(folder, image, { recursive: true })
        },
      )
      const transport = await overThreads(1)
      const search = askingSearch({ kinds })
      const result = await resumeRun({ ...setup(transport), search, folder: image }).finished
      await transport.close()
      same({ result, journal: journalContent(image) })
    }
  })
})

function setup(transport: Transport): Omit<ResumeRun, 'folder' | 'search'> {
  return { domain: karel, task, transport, sources: drawnSources(karel.language) }
}

async function over(
  run: string,
  open: (run: string) => Promise<Transport>,
  asking: (question: number, folder: string) => void = () => {},
): Promise<Finished> {
  const transport = await open(run)
  try {
    let folder = ''
    const search = askingSearch({ kinds, asking: (question) => asking(question, folder) })
    const handle = startRun({ ...setup(transport), search, plan: plan(run), root: runs.path })
    folder = handle.folder
    const result = await handle.finished
    return { result, journal: journalContent(folder) }
  } finally {
    await transport.close()
  }
}

function same({ result, journal }: Finished): void {
  expect(journal).toBe(expected.journal)
  expect(decided(result)).toEqual(decided(expected.result))
}
