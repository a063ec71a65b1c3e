import { threadsTransport } from '@cairn/coordinator'
import { openPool } from '@cairn/worker'
import { benchFolder, start } from './plans.ts'
import { type Bench, type BenchOptions, machine, type Table } from './table.ts'
import { overheads, type TitledWorkload } from './transport.ts'

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
function workload(map: string, budget: number): TitledWorkload {
  return {
    title: `2L, ${map}`,
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
    return [
      await responses(options),
      ...(await overheads([workload(maps[0], 4000), workload(maps[2], 2000)], options, 3)),
    ]
  },
}

async function responses({ quick }: BenchOptions): Promise<Table> {
  const budget = starters + (quick ? evaluations / 10 : evaluations)
  const pool = await openPool({ threads: 1 })
  const rows = []
  try {
    for (const map of maps) {
      using folder = benchFolder()
      const began = process.cpuUsage()
      await start(workload(map, budget), 'bench', folder.path, threadsTransport(pool)).finished
      const { user, system } = process.cpuUsage(began)
      const seconds = (user + system) / 1e6
      rows.push([map, budget, Number(seconds.toFixed(1)), Number(((1e3 * seconds) / budget).toFixed(2))])
    }
  } finally {
    await pool.close()
  }
  return {
    title: `A best response of 2L with InnateCoder's neighbourhood: up to ${evaluations} evaluations of two matches`,
    machine: machine(),
    method: 'processor time of a whole run with that budget, the building of its library included; one run',
    columns: ['map', 'evaluations', 'seconds', 'ms per evaluation'],
    rows,
  }
}
