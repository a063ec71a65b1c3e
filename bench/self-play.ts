import { performance } from 'node:perf_hooks'
import { threadsTransport } from '@cairn/coordinator'
import { openPool, type Pool } from '@cairn/worker'
import { findNatsServer, startBenchServer } from './nats-server.ts'
import { benchFolder, start, type Workload } from './plans.ts'
import { type Bench, type BenchOptions, machine, type Table } from './table.ts'
import { type Carried, missing, overNats, overThreads } from './transport.ts'
import { median } from './windows.ts'

/** The maps whose completions come with Cairn. */
const maps = [
  'no-where-to-run9x8',
  'let-me-out',
  'bases-workers24x24a',
  'bwdistant-resources32x32',
  '4-blood-bath-scm-b',
] as const

/** Evaluations of a best response: pairs of matches. The default of the learners. */
const evaluations = 2000
/** Programs of a language model that play for the place of the first one, an evaluation each. */
const starters = 64

/** 2L with InnateCoder: from the best of a language model's programs, so that matches are played out as they mostly are. */
function workload(map: string, budget: number): Workload {
  return {
    task: `microrts/${map}`,
    search: '2l',
    set: { programs: 'completions', start: 'programs', 'response-evaluations': evaluations },
    budget,
    episodes: 2,
  }
}

export const selfPlay: Bench = {
  name: 'self-play',
  summary: 'what a best response of 2L costs on each map, and what coordinator and transport add',
  async run(options) {
    const pool = await openPool({ threads: 1 })
    try {
      const tables = [await responses(pool, options), await overhead('threads', options, () => overThreads(pool))]
      const server = await findNatsServer()
      if (server === undefined) return [...tables, missing()]
      await using broker = await startBenchServer(server)
      return [...tables, await overhead('NATS', options, (run) => overNats(pool, broker.url, run, 'microrts'))]
    } finally {
      await pool.close()
    }
  },
}

/** The main thread is the coordinator, and over NATS the worker but for its evaluating thread. */
async function overhead(
  name: string,
  { quick }: BenchOptions,
  open: (run: string) => Promise<Carried>,
): Promise<Table> {
  const repeats = quick ? 1 : 3
  const rows = []
  for (const [map, whole] of [
    [maps[0], 4000],
    [maps[2], 2000],
  ] as const) {
    const budget = quick ? whole / 10 : whole
    using folder = benchFolder()
    const measured: { readonly busy: number; readonly playing: number }[] = []
    for (let i = 0; i <= repeats; i++) {
      const run = `bench-${i}`
      const carried = await open(run)
      const began = process.cpuUsage()
      const idle = performance.eventLoopUtilization()
      await start(workload(map, budget), run, folder.path, carried.transport).finished
      const busy = performance.eventLoopUtilization(idle).active / 1e3
      const { user, system } = process.cpuUsage(began)
      await carried.close()
      if (i > 0) measured.push({ busy, playing: (user + system) / 1e6 - busy })
    }
    const [busy, playing] = [median(measured.map((of) => of.busy)), median(measured.map((of) => of.playing))]
    const share = Number(((100 * busy) / playing).toFixed(1))
    rows.push([map, budget, Number(playing.toFixed(2)), Number(busy.toFixed(2)), share])
  }
  return {
    title: `Drawing, coordinator, journal, codecs and transport beside the matches of 2L, over ${name} (aim: under 2 percent)`,
    machine: machine(),
    method: `one playing thread; busy: seconds in which the event loop of the main thread was not idle, waiting for the disk included; playing: all other processor time of the process; median of ${repeats} runs after one of warm-up`,
    columns: ['map', 'evaluations', 'playing', 'busy', 'busy, percent of playing'],
    rows,
  }
}

async function responses(pool: Pool, { quick }: BenchOptions): Promise<Table> {
  const budget = starters + (quick ? evaluations / 10 : evaluations)
  const rows = []
  for (const map of maps) {
    using folder = benchFolder()
    const began = process.cpuUsage()
    await start(workload(map, budget), 'bench', folder.path, threadsTransport(pool)).finished
    const { user, system } = process.cpuUsage(began)
    const seconds = (user + system) / 1e6
    rows.push([map, budget, Number(seconds.toFixed(1)), Number(((1e3 * seconds) / budget).toFixed(2))])
  }
  return {
    title: `A best response of 2L with InnateCoder's neighbourhood: up to ${evaluations} evaluations of two matches`,
    machine: machine(),
    method: 'processor time of a whole run with that budget, the building of its library included; one run',
    columns: ['map', 'evaluations', 'seconds', 'ms per evaluation'],
    rows,
  }
}
