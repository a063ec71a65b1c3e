import { randomBytes } from 'node:crypto'
import { availableParallelism, hostname } from 'node:os'
import type { Fence, Transport } from '@cairn/coordinator'
import type { FlagValues } from './command.ts'
import { BadUsage } from './errors.ts'
import type { workFlags } from './search-flags.ts'
import { some } from './terminal/numbers.ts'

export interface WorkRequest extends Pick<FlagValues<typeof workFlags>, 'workers' | 'nats'> {
  /** Modules of the domains that are not built in. */
  readonly domain: readonly string[]
}

/** The run whose programs are to be evaluated. */
export interface WorkFor {
  readonly run: string
  readonly domain: string
  /** Sittings the run has had. */
  readonly epoch: number
}

/** Where the programs of a run are evaluated. */
export interface Work extends AsyncDisposable {
  /** For a person: `2 threads`, `the workers at nats://...`. */
  readonly where: string
  readonly transport: Transport
  /** Keeps coordinators on other hosts off the run. */
  readonly fence?: Fence
}

export interface OpenOptions {
  /** Of cairn. */
  readonly version: string
  /** Called with news for a person. */
  readonly say?: (text: string) => void
  /** A message was dropped as unusable; called with what was wrong. */
  readonly rejected?: (reason: string) => void
}

/**
 * Threads of this process; with `nats` the workers there, joined by threads of this process when `workers` says so.
 *
 * @throws BrokerUnreachable, LeaseTaken
 */
export function openWork(request: WorkRequest, work: WorkFor, options: OpenOptions): Promise<Work> {
  if (request.nats === undefined) return threadsHere(request)
  return workersThere(request.nats, request, work, { say: () => {}, rejected: () => {}, ...options })
}

async function threadsHere({ workers = availableParallelism(), domain }: WorkRequest): Promise<Work> {
  if (workers === 0) throw new BadUsage('--workers', workers, 'at least 1 where there is no --nats')
  const [{ openPool }, { threadsTransport }] = await Promise.all([
    import('@cairn/worker'),
    import('@cairn/coordinator'),
  ])
  const pool = await openPool({ threads: workers, domains: domain })
  const transport = threadsTransport(pool)
  return {
    where: some(pool.threads, 'thread'),
    transport,
    async [Symbol.asyncDispose]() {
      await transport.close()
      await pool.close()
    },
  }
}

async function workersThere(
  url: string,
  request: WorkRequest,
  work: WorkFor,
  { version, say, rejected }: Required<OpenOptions>,
): Promise<Work> {
  const [{ connectBroker, withoutSecrets }, { natsTransport, takeRunLease }] = await Promise.all([
    import('@cairn/proto/queue'),
    import('@cairn/coordinator'),
  ])
  const here = request.workers ?? 0
  const opened: (() => Promise<void>)[] = []
  const close = async () => {
    for (const end of opened.splice(0).reverse()) await end()
  }
  try {
    const broker = await connectBroker(url, { name: `cairn coordinator ${work.run}` })
    opened.push(() => broker.close())
    const endLink = broker.onLink((up) =>
      say(up ? 'the NATS server is back' : 'the NATS server is away; the run waits for it'),
    )
    opened.push(async () => endLink()) // what we close ourselves is not away
    const lease = await takeRunLease(broker, { run: work.run, lastEpoch: work.epoch })
    opened.push(() => lease.release())
    const transport = await natsTransport(broker, { ...work, onRejected: rejected })
    opened.push(() => transport.close())
    if (here > 0) opened.push(await joinAsWorker(url, here, request.domain, { version, rejected }))
    return {
      where: `the workers at ${withoutSecrets(url)}${here === 0 ? '' : ` and ${some(here, 'thread')} here`}`,
      transport,
      fence: lease,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** A worker like any other, in this process. @returns what ends it */
export async function joinAsWorker(
  url: string,
  threads: number,
  domains: readonly string[],
  { version, rejected }: Pick<Required<OpenOptions>, 'version' | 'rejected'>,
): Promise<() => Promise<void>> {
  const [{ openPool, startConsumer }, { listDomains }] = await Promise.all([
    import('@cairn/worker'),
    import('@cairn/domains'),
  ])
  const id = workerName()
  const pool = await openPool({ threads, domains, worker: id })
  const consumer = await startConsumer({
    url,
    evaluator: pool,
    id,
    domains: listDomains(),
    version,
    events: { rejected },
  })
  return async () => {
    await consumer.drain()
    await pool.close()
  }
}

/** Host name and a random part, as a token of the queue's subjects. */
export function workerName(): string {
  const host = hostname()
    .replace(/[^A-Za-z0-9_-]/g, '-')
    .slice(0, 100)
  return `${host}-${randomBytes(4).toString('hex')}`
}
