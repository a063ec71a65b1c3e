import { availableParallelism } from 'node:os'
import type { QueueConsumer } from '@cairn/worker'
import { command } from '../command.ts'
import { integer, text } from '../flags.ts'
import { workFlags } from '../search-flags.ts'
import type { Shell } from '../shell.ts'
import { workerName } from '../work.ts'

export const worker = command({
  name: 'worker',
  summary: 'evaluate programs for searches anywhere, over NATS, until told to stop',
  args: {},
  flags: {
    nats: text('the NATS server the searches use', { takes: 'url', default: 'nats://127.0.0.1:4222' }),
    threads: integer('evaluating threads', { min: 1, max: 1024, byDefault: 'all cores' }),
    id: text('name of this worker, unique', {
      takes: 'name',
      pattern: /^[A-Za-z0-9_-]{1,128}$/,
      expected: '1 to 128 of A-Z a-z 0-9 _ -',
      byDefault: 'host name and a random part',
    }),
    domain: workFlags.domain,
    'metrics-port': workFlags['metrics-port'],
    'metrics-host': workFlags['metrics-host'],
  },
  notes:
    'SIGTERM and Ctrl-C drain: no more work is taken, what has not begun goes back, what runs is finished. A worker waits\n' +
    'for a NATS server that is away, at the start and later, and a search loses nothing when a worker dies.',
  examples: [['worker --nats nats://10.0.0.5:4222', 'join with all cores; add as many hosts as you like']],
  run: (input, shell) => serve({ ...input.flags, id: input.flags.id ?? workerName() }, shell),
})

interface WorkerRequest {
  readonly nats: string
  readonly threads?: number | undefined
  readonly id: string
  readonly domain: readonly string[]
  readonly 'metrics-port': number
  readonly 'metrics-host': string
}

async function serve(request: WorkerRequest, shell: Shell): Promise<void> {
  const [{ openPool, startConsumer, workerMetrics }, { listDomains, loadDomain }, { withoutSecrets }] =
    await Promise.all([import('@cairn/worker'), import('@cairn/domains'), import('@cairn/proto/queue')])
  const [{ logTo }, { serveHealth }, { onInterrupt }] = await Promise.all([
    import('../log.ts'),
    import('../health-server.ts'),
    import('../interrupt.ts'),
  ])
  const log = logTo(shell.err)
  for (const module of request.domain) await loadDomain(module)

  using interrupt = onInterrupt((signal) =>
    log.info({ signal }, 'draining: running batches are finished, the rest goes back'),
  )
  const metrics = workerMetrics()
  const threads = request.threads ?? availableParallelism()
  const pool = await openPool({ threads, domains: request.domain, worker: request.id })
  let consumer: QueueConsumer | undefined
  await using health = await serveHealth({
    host: request['metrics-host'],
    port: request['metrics-port'],
    metrics: metrics.registry,
    ready: () => (interrupt.signal.aborted ? 'draining' : consumer?.connected || 'no connection to NATS'),
  })
  const about = { id: request.id, nats: withoutSecrets(request.nats), threads, metrics: `${health.url}/metrics` }
  const waiting = setTimeout(() => log.warn(about, 'waiting for the NATS server'), 2_000)
  try {
    consumer = await startConsumer({
      url: request.nats,
      evaluator: metrics.meter(pool),
      id: request.id,
      domains: listDomains(),
      version: shell.version,
      waitForBroker: true,
      signal: interrupt.signal,
      events: {
        rejected: (reason) => {
          metrics.rejected(reason)
          log.warn({ reason }, 'message rejected')
        },
        link: (up) => {
          if (interrupt.signal.aborted) return
          if (up) log.info('connected again')
          else log.warn('connection lost; trying again until it is back')
        },
        trouble: (error) => log.warn({ reason: error.message }, 'trying again'),
      },
    })
  } catch (error) {
    await pool.close()
    if (interrupt.signal.aborted) return log.info('stopped before there was a connection')
    throw error
  } finally {
    clearTimeout(waiting)
  }
  const { drain, ended } = consumer
  log.info(about, 'taking work')

  interrupt.signal.addEventListener('abort', () => void drain(), { once: true })
  if (interrupt.signal.aborted) void drain()
  try {
    await ended
    log.info('drained')
  } finally {
    await pool.close()
  }
}
