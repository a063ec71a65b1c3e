import { openBehaviours, threadsTransport } from '@cairn/coordinator'
import { domainOf } from '@cairn/domains'
import { sampleProgram, seededRng } from '@cairn/language'
import { buildLibrary } from '@cairn/search'
import { openPool } from '@cairn/worker'
import { type Bench, machine, type Table } from './table.ts'
import { median } from './windows.ts'

/** As InnateCoder on Karel compares: a vector of what an option does in each of these. */
const states = 500

export const options: Bench = {
  name: 'options',
  summary: 'building libraries of options: time and memory, by number of programs',
  async run({ quick }) {
    return [await building(quick ? [1_000] : [1_000, 10_000], quick ? 1 : 3)]
  },
}

async function building(sizes: readonly number[], repeats: number): Promise<Table> {
  const pool = await openPool()
  try {
    await build(pool, 200) // warm-up
    const rows = []
    for (const programs of sizes) {
      const built = []
      for (let i = 0; i < repeats; i++) built.push(await build(pool, programs))
      const [{ texts, kept }] = built as [Built]
      const seconds = median(built.map((one) => one.seconds))
      const megabytes = Math.max(...built.map((one) => one.megabytes))
      rows.push([programs, texts, kept, Number(seconds.toFixed(1)), Math.round(texts / seconds), Math.round(megabytes)])
    }
    return {
      title: `Libraries of random programs, Karel, compared in ${states} states on ${pool.threads} threads`,
      machine: machine(),
      method: `the median of ${repeats} ${repeats === 1 ? 'build' : 'builds'}, after one of 200 programs`,
      columns: ['programs', 'distinct subtrees', 'options kept', 'seconds', 'subtrees/s', 'memory of the process, MB'],
      rows,
    }
  } finally {
    await pool.close()
  }
}

interface Built {
  readonly texts: number
  readonly kept: number
  readonly seconds: number
  /** Resident, of the whole process with its worker threads, when the library is done. */
  readonly megabytes: number
}

async function build(pool: Awaited<ReturnType<typeof openPool>>, count: number): Promise<Built> {
  const domain = domainOf('karel/harvester')
  const { language } = domain
  const rng = seededRng(1)
  const programs = Array.from({ length: count }, () => sampleProgram(language, rng, { filter: false }))
  const transport = threadsTransport(pool)
  const asker = openBehaviours({ domain, transport })
  const beganMs = performance.now()
  try {
    const { options: kept, counts } = await buildLibrary(
      { language, behaviours: (subtrees, ask) => asker.behaviours(subtrees, ask) },
      programs,
      { filter: 'vector', states, size: 0, duplicates: false },
      rng,
    )
    return {
      texts: counts.kinds.reduce((sum, { texts }) => sum + texts, 0),
      kept: kept.length,
      seconds: (performance.now() - beganMs) / 1000,
      megabytes: process.memoryUsage.rss() / 2 ** 20,
    }
  } finally {
    asker.close()
    await transport.close()
  }
}
