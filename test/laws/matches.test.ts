import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  journalContent,
  type ResumeRun,
  type RunPlan,
  readChampions,
  resumeRun,
  simulatedTransport,
  startRun,
  type Transport,
} from '@cairn/coordinator'
import { microrts, openTask } from '@cairn/domains'
import { seededRng } from '@cairn/language'
import { evaluateBatch } from '@cairn/worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CairnProcess, startCairn } from '../kit/cairn-process.ts'
import { duelingSearch } from '../kit/dueling-search.ts'
import { type NatsServer, startNatsServer } from '../kit/nats-server.ts'
import { gameValues, type ToyGame, toyGame } from '../kit/toy-game.ts'
import { decided, type Finished, overNats, overThreads, runsFolder } from './in-process.ts'
import { long } from './plans.ts'

// The first two laws, of a search that asks for matches of programs against programs in every way: in MicroRTS, and in
// games without rules, whose returns are rounded.

const runs = runsFolder()
let nats: NatsServer
beforeAll(async () => {
  nats = await startNatsServer()
})
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
  runs[Symbol.dispose]()
})

const schedules = long ? 50 : 4
const faults = { garbage: 0.1, duplicate: 0.2, workerDeath: 0.05 }

describe('MicroRTS', { timeout: 300_000 }, () => {
  const budget = long ? 2_000 : 250
  const task = openTask('microrts/no-where-to-run9x8', { opponents: 'PassiveAI', 'max-ticks': 100 })
  const setup = (transport: Transport): Setup => ({ domain: microrts, task, transport })
  const over = (run: string, open: Trial['open'], asking: Trial['asking'] = nothing) =>
    finish({ run, budget, setup, open, asking })
  let questions = 0
  let expected: Finished

  beforeAll(async () => {
    expected = await over(
      'one-thread',
      () => overThreads(1),
      (question) => {
        questions = question + 1
      },
    )
  }, 120_000)
  const same = (finished: Finished) => equal(finished, expected)

  test('the search asks for much of everything', () => {
    expect(expected.result).toMatchObject({ event: 'done', solved: false })
    expect(expected.result.charged).toBeGreaterThan(0.9 * budget)
    expect(expected.result.executed).toBeGreaterThan(100)
    expect(questions).toBeGreaterThan(40)
    expect(readChampions(join(runs.path, 'one-thread')).length).toBeGreaterThan(2)
  })

  test.each([2, 3])('has one result on %i threads', async (count) => {
    same(await over(`threads-${count}`, () => overThreads(count)))
  })

  test(`has one result under ${schedules} random schedules of drops, duplicates, garbage, delays and deaths`, async () => {
    for (let seed = 0; seed < schedules; seed++) {
      const rng = seededRng(seed).stream('schedule')
      const open = async () => simulatedTransport({ evaluate: (bytes) => evaluateBatch(bytes), rng, ...faults })
      same(await over(`simulated-${seed}`, open))
    }
  })

  test('has one result over NATS, with a worker killed every 0.7 s', async () => {
    const join = () => startCairn(['worker', '--nats', nats.url, '--threads', '1'])
    const workers: CairnProcess[] = [join(), join()]
    let going = true
    const open = (run: string) => overNats(nats.url, run, { leaseMs: 1_500 }, 'microrts')
    const ended = over('nats', open).finally(() => {
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

  const kills = long ? 30 : 5
  test(`killed at ${kills} random questions and resumed, has the content of the run that was not killed`, async () => {
    const rng = seededRng(3).stream('moments')
    for (let kill = 0; kill < kills; kill++) {
      const at = rng.below(questions)
      const image = join(runs.path, `image-${kill}`)
      // The files of this very moment are what a kill would leave.
      const asking = (question: number, folder: string) => {
        if (question === at) cpSync(folder, image, { recursive: true })
      }
      await over(`killed-${kill}`, () => overThreads(2), asking)
      const transport = await overThreads(1)
      const search = duelingSearch({ forks: true })
      const result = await resumeRun({ ...setup(transport), search, folder: image }).finished
      await transport.close()
      same({ result, journal: journalContent(image) })
    }
  })
})

describe.each([
  ['of defeats, draws and victories', gameValues],
  ['whose returns are any numbers', [-1 / 3, 0.1, 0.2, 0.7, 1 - Number.EPSILON, 1]],
])('a game %s', (name, values) => {
  const game = toyGame({ values, bestReturn: 1, seed: values.length })
  const budget = long ? 4_000 : 800
  const over = (run: string, open: () => Promise<Transport>) =>
    finish({
      run: `${slug(name)}-${run}`,
      budget,
      setup: (transport) => setupOf(game, transport),
      open,
      asking: nothing,
    })

  test(`has one result under ${schedules} random schedules of drops, duplicates, garbage, delays and deaths`, async () => {
    const sane = () => simulatedTransport({ evaluate: game.evaluate, rng: seededRng(0), workers: 1 })
    const expected = await over('sane', async () => sane())
    expect(expected.journal).toContain('champion ')
    for (let seed = 1; seed <= schedules; seed++) {
      const rng = seededRng(seed).stream('schedule')
      const workers = 1 + (seed % 4)
      const open = async () => simulatedTransport({ evaluate: game.evaluate, rng, workers, ...faults })
      equal(await over(`simulated-${seed}`, open), expected)
    }
  }, 300_000)
})

type Setup = Omit<ResumeRun, 'folder' | 'search'>

interface Trial {
  readonly run: string
  readonly budget: number
  readonly setup: (transport: Transport) => Setup
  readonly open: (run: string) => Promise<Transport>
  readonly asking: (question: number, folder: string) => void
}

async function finish({ run, budget, setup, open, asking }: Trial): Promise<Finished> {
  const transport = await open(run)
  try {
    let folder = ''
    const search = duelingSearch({ forks: true, asking: (question) => asking(question, folder) })
    const given = setup(transport)
    const plan: RunPlan = {
      ...{ run, task: given.task.spec, search: { name: search.name, options: {} } },
      ...{ seed: 9, budget, episodes: 4, freshEpisodes: 5 },
    }
    const handle = startRun({ ...given, search, plan, root: runs.path })
    folder = handle.folder
    const result = await handle.finished
    return { result, journal: journalContent(folder) }
  } finally {
    await transport.close()
  }
}

function setupOf({ domain, task }: ToyGame, transport: Transport): Setup {
  return { domain, task, transport }
}

function equal({ result, journal }: Finished, expected: Finished): void {
  expect(journal).toBe(expected.journal)
  expect(decided(result)).toEqual(decided(expected.result))
}

function slug(name: string): string {
  return name.replaceAll(/[^a-z]+/g, '-')
}

function nothing(): void {}
