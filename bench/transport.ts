import { type Delivery, natsTransport, type Transport, threadsTransport } from '@cairn/coordinator'
import { listDomains } from '@cairn/domains'
import { cairn } from '@cairn/proto'
import { connectBroker } from '@cairn/proto/queue'
import { evaluateBatch, openPool, type Pool, startConsumer } from '@cairn/worker'
import { findNatsServer, startBenchServer } from './nats-server.ts'
import { benchFolder, start, type Workload } from './plans.ts'
import { type Bench, type BenchOptions, machine, type Table } from './table.ts'
import { median } from './windows.ts'

/** None is solved within its budget, so that each run is as long as the next. */
const workloads: readonly TitledWorkload[] = [
  {
    title: 'hill climbing, door-key, 16 episodes',
    ...{ task: 'karel/door-key', search: 'hill-climb', budget: 150_000, episodes: 16 },
  },
  {
    title: 'hill climbing, snake, 64 episodes',
    ...{ task: 'karel/snake', search: 'hill-climb', budget: 50_000, episodes: 64 },
  },
  {
    title: 'random programs, inf-harvester, 256 episodes',
    ...{ task: 'karel/inf-harvester', search: 'random', budget: 20_000, episodes: 256 },
  },
]

export const transport: Bench = {
  name: 'transport',
  summary: 'what transport and coordinator cost beside the evaluations, on threads and over NATS',
  async run(options) {
    return overheads(workloads, options)
  },
}

/** A workload and how it is called in a table. */
type TitledWorkload = Workload & { readonly title: string }

/** What everything but evaluating costs: on threads, and over NATS if there is a server. */
export async function overheads(of: readonly TitledWorkload[], options: BenchOptions): Promise<Table[]> {
  const pool = await openPool({ threads: 1 })
  try {
    const tables = [await overhead('threads', of, options, () => overThreads(pool))]
    const server = await findNatsServer()
    if (server === undefined) return [...tables, missing()]
    await using broker = await startBenchServer(server)
    const domain = of[0]!.task.split('/')[0]!
    return [...tables, await overhead('NATS', of, options, (run) => overNats(pool, broker.url, run, domain))]
  } finally {
    await pool.close()
  }
}

export interface Carried {
  readonly transport: Transport
  close(): Promise<void>
}

/** What came back as a result, to be evaluated once more. */
interface Tally {
  evaluations: number
  readonly batches: Uint8Array[]
}

async function overhead(
  name: string,
  of: readonly TitledWorkload[],
  { quick }: BenchOptions,
  open: (run: string) => Promise<Carried>,
): Promise<Table> {
  const repeats = quick ? 1 : 5
  const rows = []
  for (const workload of of) {
    using folder = benchFolder()
    const budget = quick ? workload.budget / 10 : workload.budget
    const measured: {
      readonly each: number
      readonly batch: number
      readonly perCharged: number
      readonly share: number
    }[] = []
    for (let i = 0; i <= repeats; i++) {
      const carried = await open(`bench-${i}`)
      const tally: Tally = { evaluations: 0, batches: [] }
      const began = process.cpuUsage()
      await start({ ...workload, budget }, `bench-${i}`, folder.path, counted(carried.transport, tally)).finished
      const used = process.cpuUsage(began)
      await carried.close()
      const evaluating = cpuSecondsOf(tally.batches)
      if (i === 0) continue // warm-up
      const other = (used.user + used.system) / 1e6 - evaluating
      measured.push({
        each: (1e6 * evaluating) / tally.evaluations,
        batch: (1e3 * evaluating) / tally.batches.length,
        perCharged: (1e6 * other) / budget,
        share: (100 * other) / evaluating,
      })
    }
    const middle = (column: keyof (typeof measured)[number]) => median(measured.map((each) => each[column]))
    rows.push([
      workload.title,
      ...[middle('each'), middle('batch'), middle('perCharged'), middle('share')].map((value) =>
        Number(value.toFixed(1)),
      ),
    ])
  }
  return {
    title: `Everything but evaluating, over ${name}: drawing, coordinator, journal, codecs, transport (aim: under 5 percent)`,
    machine: machine(),
    method: `one evaluating thread; processor time of the whole process less that of evaluating the same batches alone; median of ${repeats} runs after one of warm-up`,
    columns: [
      'workload',
      'us per evaluation',
      'ms per batch',
      'other us per evaluation charged',
      'other, percent of evaluating',
    ],
    rows,
  }
}

export async function overThreads(pool: Pool): Promise<Carried> {
  const carrier = threadsTransport(pool)
  return { transport: carrier, close: () => carrier.close() }
}

/** The worker runs in this process as well, so that what it costs is counted; the server does not. */
export async function overNats(pool: Pool, url: string, run: string, domain: string): Promise<Carried> {
  const consumer = await startConsumer({ url, evaluator: pool, id: 'bench', domains: listDomains(), version: 'bench' })
  const broker = await connectBroker(url, { name: 'bench', inboxPrefix: '_INBOX.bench' })
  const carrier = await natsTransport(broker, { run, domain })
  return {
    transport: carrier,
    async close() {
      await carrier.close()
      await broker.close()
      await consumer.drain()
    },
  }
}

function counted(inner: Transport, tally: Tally): Transport {
  const out = new Map<string, Uint8Array>()
  return {
    kind: inner.kind,
    targetBatchMs: inner.targetBatchMs,
    submit(batch) {
      out.set(batch.id, batch.bytes)
      return inner.submit(batch)
    },
    cancel: (ids) => inner.cancel(ids),
    capacity: () => inner.capacity(),
    close: () => inner.close(),
    async *deliveries(): AsyncGenerator<Delivery> {
      for await (const delivery of inner.deliveries()) {
        if (delivery.kind === 'result') {
          const { batch, statuses } = cairn.v1.Result.decode(delivery.bytes)
          tally.evaluations += statuses.filter((status) => status !== cairn.v1.Status.STATUS_SKIPPED).length
          const bytes = out.get(batch)
          if (bytes !== undefined) tally.batches.push(bytes)
          out.delete(batch)
        }
        yield delivery
      }
    },
  }
}

/** The same batches through the pure function alone: what the evaluating was, whatever else the machine was doing. */
function cpuSecondsOf(batches: readonly Uint8Array[]): number {
  const began = process.cpuUsage()
  for (const bytes of batches) evaluateBatch(bytes)
  const used = process.cpuUsage(began)
  return (used.user + used.system) / 1e6
}

/** In place of the table over NATS. */
export function missing(): Table {
  return {
    title: 'Over NATS: not measured',
    machine: machine(),
    method: 'there is no nats-server on the PATH; install it (Debian: apt-get install nats-server)',
    columns: [],
    rows: [],
  }
}
