import type { RunHandle } from '@cairn/coordinator'
import { instantTransport } from './instant-transport.ts'
import { benchFolder, resume, start, type Workload } from './plans.ts'
import { type Bench, type BenchOptions, machine, type Table } from './table.ts'
import { median } from './windows.ts'

const hillClimb: Workload = { task: 'karel/harvester', search: 'hill-climb', budget: 1e9, episodes: 16 }
const random: Workload = { ...hillClimb, search: 'random' }
const annealing: Workload = { ...hillClimb, search: 'simulated-annealing', set: { chains: 16 } }

export const coordinator: Bench = {
  name: 'coordinator',
  summary: 'the coordinator alone, with workers that answer at once, and how fast a journal is resumed',
  async run(options) {
    return [await alone(options), await resuming(options)]
  },
}

/** What the searches draw, the cache, sharding, both codecs, the journal: all but evaluations and a wire. */
async function alone({ quick }: BenchOptions): Promise<Table> {
  const budget = quick ? 50_000 : 400_000
  const repeats = quick ? 2 : 5
  const rows = []
  for (const workload of [hillClimb, random]) {
    using folder = benchFolder()
    const perCpu: number[] = []
    const perSecond: number[] = []
    for (let i = 0; i <= repeats; i++) {
      const transport = instantTransport()
      const began = process.cpuUsage()
      const beganAt = performance.now()
      await start({ ...workload, budget }, `run-${i}`, folder.path, transport).finished
      const used = process.cpuUsage(began)
      await transport.close()
      if (i === 0) continue // warm-up
      perCpu.push(budget / ((used.user + used.system) / 1e6))
      perSecond.push(budget / ((performance.now() - beganAt) / 1000))
    }
    rows.push([workload.search, Math.round(median(perCpu)), Math.round(median(perSecond)), 50_000])
  }
  return {
    title: 'Coordinator alone: evaluations whose answer comes at once',
    machine: machine(),
    method: `${budget} evaluations a run, journal on disk with synchronous=FULL, median of ${repeats} runs after one of warm-up`,
    columns: ['search', 'evaluations/CPU-s', 'evaluations/s', 'aim'],
    rows,
  }
}

async function resuming({ quick }: BenchOptions): Promise<Table> {
  const evaluations = quick ? 100_000 : 1_000_000
  const repeats = quick ? 1 : 3
  const rows = []
  for (const workload of [hillClimb, random, annealing]) {
    using folder = benchFolder()
    const run = await journalOf(evaluations, workload, folder.path)
    const seconds: number[] = []
    for (let i = 0; i < repeats; i++) seconds.push(await secondsToResume(workload, run.folder))
    rows.push([workload.search, evaluations, Number(median(seconds).toFixed(2)), (5 * evaluations) / 1_000_000])
  }
  return {
    title: 'Resuming: from opening the journal to the first new batch',
    machine: machine(),
    method: `median of ${repeats}, in one process`,
    columns: ['search', 'evaluations in the journal', 'seconds', 'aim'],
    rows,
  }
}

async function journalOf(evaluations: number, workload: Workload, root: string): Promise<RunHandle> {
  const transport = instantTransport()
  const run = start(workload, 'long', root, transport)
  for await (const event of run.events) {
    if (event.event === 'progress' && event.charged >= evaluations) run.stop()
  }
  await run.finished
  await transport.close()
  return run
}

async function secondsToResume(workload: Workload, folder: string): Promise<number> {
  const began = performance.now()
  let first: number | undefined
  const transport = instantTransport(() => {
    if (first !== undefined) return
    first = performance.now()
    run.stop()
  })
  const run = resume(workload, folder, transport)
  await run.finished
  await transport.close()
  if (first === undefined) throw new Error('the run ended before it sent a batch')
  return (first - began) / 1000
}
