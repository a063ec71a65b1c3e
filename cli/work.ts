import { randomBytes } from 'node:crypto'
import { availableParallelism, hostname } from 'node:os'
import type { Transport } from '@cairn/coordinator'
import type { FlagValues } from './command.ts'
import type { workFlags } from './search-flags.ts'

export type WorkRequest = FlagValues<typeof workFlags>

/** Where the programs of a run are evaluated. */
export interface Work {
  /** For a person: `2 threads`, `the workers at nats://...`. */
  readonly where: string
  /** Opened by the run once the run is its own. */
  transport(run: string, domain: string): Promise<Transport>
  close(): Promise<void>
}

/**
 * Threads of this process; with `nats` the workers there, joined by threads of this process when `workers` says so.
 *
 * @throws BrokerUnreachable
 */
export async function openWork(request: WorkRequest, version: string): Promise<Work> {
  return request.nats === undefined ? threadsHere(request) : workersThere(request.nats, request, version)
}

async function threadsHere({ workers, domain }: WorkRequest): Promise<Work> {
  const [{ openPool }, { threadsTransport }] = await Promise.all([
    import('@cairn/worker'),
    import('@cairn/coordinator'),
  ])
  const pool = await openPool({ threads: Math.max(1, workers ?? availableParallelism()), domains: domain })
  return {
    where: pool.threads === 1 ? '1 thread' : `${pool.threads} threads`,
    transport: async () => threadsTransport(pool),
    close: () => pool.close(),
  }
}

async function workersThere(url: string, request: WorkRequest, version: string): Promise<Work> {
  const [{ connectBroker, withoutSecrets }, { natsTransport }] = await Promise.all([
    import('@cairn/proto/queue'),
    import('@cairn/coordinator'),
  ])
  const broker = await connectBroker(url, { name: 'cairn coordinator', inboxPrefix: '_INBOX.coordinator' })
  const joined = request.workers ? await join(url, request.workers, request.domain, version) : undefined
  return {
    where: `the workers at ${withoutSecrets(url)}${joined === undefined ? '' : ` and ${request.workers} threads here`}`,
    transport: (run, domain) => natsTransport(broker, { run, domain }),
    async close() {
      await joined?.()
      await broker.close()
    },
  }
}

/** A worker like any other, in this process. @returns what ends it */
async function join(
  url: string,
  threads: number,
  modules: readonly string[],
  version: string,
): Promise<() => Promise<void>> {
  const [{ openPool, startConsumer }, { listDomains }] = await Promise.all([
    import('@cairn/worker'),
    import('@cairn/domains'),
  ])
  const id = workerName()
  const pool = await openPool({ threads, domains: modules, worker: id })
  const consumer = await startConsumer({ url, evaluator: pool, id, domains: listDomains(), version })
  return async () => {
    await consumer.drain()
    await pool.close()
  }
}

/** Host name and a random part, as a token of the queue's subjects. */
export function workerName(): string {
  return `${hostname()
    .replace(/[^A-Za-z0-9_-]/g, '-')
    .slice(0, 100)}-${randomBytes(4).toString('hex')}`
}
