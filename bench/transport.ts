import { type Delivery, natsTransport, type Transport, threadsTransport } from '@cairn/coordinator'
import { listDomains } from '@cairn/domains'
import { cairn } from '@cairn/proto'
import { connectBroker } from '@cairn/proto/queue'
import { openPool, startConsumer } from '@cairn/worker'
import { findNatsServer, startBenchServer } from './nats-server.ts'
import { benchFolder, start, type Workload } from './plans.ts'
import { type Bench, type BenchOptions, machine, type Table } from './table.ts'
import { median } from './windows.ts'

const workloads: readonly (Workload & { readonly title: string })[] = [
  {
    title: 'random programs, harvester, 16 episodes',
    task: 'karel/harvester',
    search: 'random',
    budget: 60_000,
    episodes: 16,
  },
  {
    title: 'hill climbing, clean-house, 32 episodes',
    task: 'karel/clean-house',
    search: 'hill-climb',
    budget: 15_000,
    episodes: 32,
  },
  {
    title: 'hill climbing, seeder, 32 episodes',
    task: 'karel/seeder',
    search: 'hill-climb',
    budget: 30_000,
    episodes: 32,
  },
]

export const transport: Bench = {
  name: 'transport',
  summary: 'what transport and coordinator cost beside the evaluations, on threads and over NATS',
  async run(options) {
    const tables = [await overhead('threads', options, overThreads)]
    const server = await findNatsServer()
    if (server === undefined) return [...tables, missing()]
    await using broker = await startBenchServer(server)
    return [...tables, await overhead('NATS', options, (run) => overNats(broker.url, run))]
  },
}

interface Carried {
  readonly transport: Transport
  close(): Promise<void>
}

async function overhead(
  name: string,
  { quick }: BenchOptions,
  open: (run: string) => Promise<Carried>,
): Promise<Table> {
  const repeats = quick ? 1 : 5
  const rows = []
  for (const workload of workloads) {
    using folder = benchFolder()
    const budget = quick ? workload.budget / 10 : workload.budget
    const shares: number[] = []
    const perBatch: number[] = []
    let each = 0
    for (let i = 0; i <= repeats; i++) {
      const carried = await open(`bench-${i}`)
      const tally = { batches: 0, evaluationSeconds: 0 }
      const began = process.cpuUsage()
      const result = await start({ ...workload, budget }, `bench-${i}`, folder.path, counted(carried.transport, tally))
        .finished
      const used = process.cpuUsage(began)
      await carried.close()
      if (i === 0) continue // warm-up
      const cpu = (used.user + used.system) / 1e6
      const rest = cpu - tally.evaluationSeconds
      shares.push((100 * rest) / tally.evaluationSeconds)
      perBatch.push((1e6 * rest) / tally.batches)
      each = (1e6 * tally.evaluationSeconds) / result.executed
    }
    rows.push([workload.title, Math.round(each), Math.round(median(perBatch)), Number(median(shares).toFixed(1)), 5])
  }
  return {
    title: `Everything but evaluating, over ${name}: drawing, coordinator, journal, codecs, transport`,
    machine: machine(),
    method: `one evaluating thread; processor time of the whole process less the time spent evaluating; median of ${repeats} runs`,
    columns: ['workload', 'us per evaluation', 'other us per batch', 'percent of evaluating', 'aim'],
    rows,
  }
}

async function overThreads(): Promise<Carried> {
  const pool = await openPool({ threads: 1 })
  const carrier = threadsTransport(pool)
  return {
    transport: carrier,
    async close() {
      await carrier.close()
      await pool.close()
    },
  }
}

/** The worker runs in this process as well, so that what it costs is counted; the server does not. */
async function overNats(url: string, run: string): Promise<Carried> {
  const pool = await openPool({ threads: 1 })
  const consumer = await startConsumer({ url, evaluator: pool, id: 'bench', domains: listDomains(), version: 'bench' })
  const broker = await connectBroker(url, { name: 'bench', inboxPrefix: '_INBOX.bench' })
  const carrier = await natsTransport(broker, { run, domain: 'karel' })
  return {
    transport: carrier,
    async close() {
      await carrier.close()
      await broker.close()
      await consumer.drain()
      await pool.close()
    },
  }
}

function counted(inner: Transport, tally: { batches: number; evaluationSeconds: number }): Transport {
  return {
    kind: inner.kind,
    targetBatchMs: inner.targetBatchMs,
    submit: (batch) => inner.submit(batch),
    cancel: (ids) => inner.cancel(ids),
    capacity: () => inner.capacity(),
    close: () => inner.close(),
    async *deliveries(): AsyncGenerator<Delivery> {
      for await (const delivery of inner.deliveries()) {
        if (delivery.kind === 'result') {
          tally.batches++
          tally.evaluationSeconds += cairn.v1.Result.decode(delivery.bytes).evaluationSeconds
        }
        yield delivery
      }
    },
  }
}

function missing(): Table {
  return {
    title: 'Over NATS: not measured',
    machine: machine(),
    method: 'there is no nats-server on the PATH; install it (Debian: apt-get install nats-server)',
    columns: [],
    rows: [],
  }
}
