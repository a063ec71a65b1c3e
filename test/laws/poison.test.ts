import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { journalContent, type RunEvent, readRun, runFiles, type Transport } from '@cairn/coordinator'
import { registerDomain } from '@cairn/domains'
import { type Program, print, seededRng } from '@cairn/language'
import { NoProbe, searches } from '@cairn/search'
import { openPool, startConsumer } from '@cairn/worker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { programSources } from '../../cli/program-sources.ts'
import { Journal } from '../../coordinator/journal.ts'
import { scored } from '../../coordinator/ledger-block.ts'
import { startCairn } from '../kit/cairn-process.ts'
import { hostileDomain, hostileModule } from '../kit/hostile-batches.ts'
import { type NatsServer, startNatsServer } from '../kit/nats-server.ts'
import { runScripted } from '../kit/scripted-search.ts'
import { begin, overNats, overThreads, runsFolder } from './in-process.ts'
import { type LawPlan, long, programsIn, searchArguments, titleOf } from './plans.ts'

// The fourth law, of programs that kill their thread: they are isolated and listed, and their neighbours are scored.

const timeout = 240_000
const task = 'hostile/guess'
const episodes = 4
const module = fileURLToPath(hostileModule)
const hostilePrograms = programsIn('hostile-programs.txt')
const runs = runsFolder()
let nats: NatsServer

beforeAll(async () => {
  registerDomain(hostileDomain)
  nats = await startNatsServer()
})
afterAll(async () => {
  await nats[Symbol.asyncDispose]()
  runs[Symbol.dispose]()
})

/**
 * Seeds that draw programs which throw and which end their thread; and none, not even in speculation, which hang it:
 * those take a minute.
 */
const quick: readonly LawPlan[] = [
  ...(long ? [396, 17, 167] : [396]).map((seed) => ({ task, search: 'random', seed, budget: 80, episodes })),
  ...(long ? [175, 113, 316] : [175]).map((seed) => ({ task, search: 'hill-climb', seed, budget: 150, episodes })),
  ...(long ? [3, 5, 8] : [3]).map((seed) => ({
    ...{ task, search: 'innatecoder', seed, budget: 50, episodes },
    set: { programs: hostilePrograms, neighbours: 40, epsilon: 0.3 },
  })),
  ...(long ? [3, 7, 12] : [3]).map((seed) => ({
    ...{ task, search: 'llm-gs', seed, budget: 40, episodes },
    set: { programs: hostilePrograms, 'start-neighbours': 4, 'end-neighbours': 32 },
  })),
]

describe.each(quick.map((plan) => ({ plan, title: `${titleOf(plan)}, seed ${plan.seed}` })))(
  'programs that throw or end their thread, $title',
  { timeout },
  ({ plan }) => {
    const name = `${plan.search}-${plan.seed}`

    test('on threads of a process', async () => {
      await using cairn = startCairn([...searchArguments(plan, name, runs.path), '--domain', module, '--json'])
      expect(await cairn.exit, cairn.stderr()).toBe(0)
      await expectIsolated(plan, name, cairn.events)
    })

    test('on worker processes over NATS, which survive them', async () => {
      const workers = [1, 2].map(() => startCairn(['worker', '--nats', nats.url, '--threads', '1', '--domain', module]))
      const run = `${name}-nats`
      const there = ['--nats', nats.url, '--domain', module, '--json']
      await using cairn = startCairn([...searchArguments(plan, run, runs.path), ...there])
      expect(await cairn.exit, cairn.stderr()).toBe(0)
      await expectIsolated(plan, run, cairn.events)
      expect(content(run)).toBe(content(name))
      for (const worker of workers) worker.kill('SIGTERM')
      expect(await Promise.all(workers.map(({ exit }) => exit))).toEqual([0, 0])
    })
  },
)

/** Draws one of each kind. */
const all: LawPlan = { task, search: 'hill-climb', seed: 83, budget: 150, episodes }
const impatient = { threads: 2, domains: [hostileModule], programTimeoutMs: 500, memoryMb: 64 }

describe('programs that hang, eat all memory, throw or end their thread', { timeout }, () => {
  test('on threads', async () => {
    const events = await finish(all, 'all', await overThreads(2, impatient))
    const poisoned = readRun(join(runs.path, 'all')).poison.map(({ program }) => program)
    for (const action of ['spin', 'eat', 'exit', 'throw']) {
      expect(poisoned).toContainEqual(expect.stringContaining(action))
    }
    await expectIsolated(all, 'all', events)
  })

  if (!long) return

  test('on a worker over NATS', async () => {
    const pool = await openPool(impatient)
    const worker = { url: nats.url, evaluator: pool, id: 'impatient', domains: [hostileDomain], version: '0' }
    const consumer = await startConsumer(worker)
    const events = await finish(all, 'all-nats', await overNats(nats.url, 'all-nats', {}, 'hostile'))
    await expectIsolated(all, 'all-nats', events)
    expect(content('all-nats')).toBe(content('all'))
    await consumer.drain()
    await pool.close()
  })
})

/** Runs the plan in this process, and gives all it tells. */
async function finish(plan: LawPlan, run: string, transport: Transport): Promise<readonly RunEvent[]> {
  try {
    const handle = begin(plan, run, runs.path, transport)
    const events: RunEvent[] = []
    for await (const event of handle.events) events.push(event)
    await handle.finished
    return events
  } finally {
    await transport.close()
  }
}

async function expectIsolated(plan: LawPlan, run: string, events: readonly RunEvent[]): Promise<void> {
  const folder = join(runs.path, run)
  const { poison, result } = readRun(folder)
  const { charged, bestReturn } = await sequentially(plan)
  expect(result).toMatchObject({ charged: plan.budget, bestReturn })

  // Speculation may run into hostile programs that nobody is charged for; they are listed, too.
  const listed = poison.map(({ program }) => program)
  expect(listed.filter((text) => !isHostile(text))).toEqual([])
  expect(listed).toEqual(expect.arrayContaining(charged.filter(isHostile)))
  const told = events.flatMap((event) => (event.event === 'poisoned' ? [event.program] : []))
  expect(told.toSorted()).toEqual(listed.toSorted())
  const lines = readFileSync(join(folder, runFiles.poison), 'utf8').trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(poison)

  const evaluated = new Set<string>()
  const journal = new Journal(join(folder, runFiles.journal))
  journal.evaluations((program, status, score) => {
    const text = textOf(program)
    evaluated.add(text)
    expect(isHostile(text), text).toBe(false)
    if (status === scored) expect(score, text).toBe(meanReturn(program))
    else expect(score, text).toBeGreaterThanOrEqual(meanReturn(program))
  })
  journal.close()
  for (const text of charged) expect(evaluated.has(text), text).toBe(!isHostile(text))
}

/** What the plan's search is charged for when it scores one program after the other, by the domain's own code. */
async function sequentially(plan: LawPlan): Promise<{ charged: readonly string[]; bestReturn: number }> {
  const charged: string[] = []
  let bestReturn = Number.NEGATIVE_INFINITY
  const score = (program: Program) => {
    const text = textOf(program)
    charged.push(text)
    const mean = isHostile(text) ? Number.NEGATIVE_INFINITY : meanReturn(program)
    bestReturn = Math.max(bestReturn, mean)
    return mean
  }
  const search = searches.find(({ name }) => name === plan.search)!
  const { seed, budget, set = {} } = plan
  const { language } = hostileDomain
  const given = await programSources(hostileDomain.task(task), { folder: runs.path, runs: runs.path, seed })(
    hostilePrograms,
  )
  const behaviours = async () => Promise.reject(new NoProbe(hostileDomain.name, 'action', []))
  const programs = () => given
  await runScripted(search, set, { rng: seededRng(seed), budget, language, score, programs, behaviours })
  for (const action of [/exit/, /throw/]) expect(charged).toContainEqual(expect.stringMatching(action))
  return { charged, bestReturn }
}

function meanReturn(program: Program): number {
  const prepared = hostileDomain.task(task).prepare(program)
  let sum = 0
  for (let episode = 0; episode < episodes; episode++) sum += prepared.episode(episode).return
  return sum / episodes
}

function isHostile(text: string): boolean {
  return /throw|exit|spin|eat/.test(text)
}

function textOf(program: Program): string {
  return print(hostileDomain.language, program)
}

function content(run: string): string {
  return journalContent(join(runs.path, run))
}
