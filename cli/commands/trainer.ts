import { resolve } from 'node:path'
import { command } from '../command.ts'
import { BadUsage } from '../errors.ts'
import { choice, integer, list, text } from '../flags.ts'
import { workFlags } from '../search-flags.ts'
import type { Shell } from '../shell.ts'

export const trainer = command({
  name: 'trainer',
  summary: 'serve embeddings of programs to searches anywhere, and train them, over gRPC',
  args: {},
  flags: {
    listen: text('address and port that clients connect to; port 0 takes a free one', {
      takes: 'host:port',
      default: '127.0.0.1:50051',
    }),
    embedding: list(
      'an embedding to serve: leaps, which comes with Cairn, or a folder that "cairn embedding train" wrote',
      {
        takes: 'name',
      },
    ),
    data: text('folder of program data and trainings; without one nothing is trained', { takes: 'folder' }),
    backend: choice('what computes', ['auto', 'gpu', 'fast-cpu', 'wasm'], { default: 'auto' }),
    threads: integer('threads of a matrix product of fast-cpu', { min: 1, max: 256, default: 1 }),
    'tls-cert': text('PEM file of the certificate; with it and its key the channel is encrypted', { takes: 'file' }),
    'tls-key': text("PEM file of the certificate's key", { takes: 'file' }),
    'tls-ca': text('PEM file; only clients whose certificates are signed by these are let in', { takes: 'file' }),
    'metrics-port': workFlags['metrics-port'],
    'metrics-host': workFlags['metrics-host'],
  },
  notes:
    'SIGTERM and Ctrl-C drain: health checks say that it does not serve, trainings finish their step and write a checkpoint,\n' +
    'calls may end. Without --embedding and --data it serves leaps. Without TLS files anybody who can reach the address may\n' +
    'ask and train. docs/trainer.md describes the service.',
  examples: [
    ['trainer', 'serve the embedding that comes with Cairn to this machine'],
    [
      'trainer --listen 0.0.0.0:50051 --embedding leaps --embedding mine --data /data',
      'two embeddings, and trainings in /data',
    ],
  ],
  run: ({ flags }, shell) => serve(flags, shell),
})

interface TrainerRequest {
  readonly listen: string
  readonly embedding: readonly string[]
  readonly data?: string | undefined
  readonly backend: 'auto' | 'gpu' | 'fast-cpu' | 'wasm'
  readonly threads: number
  readonly 'tls-cert'?: string | undefined
  readonly 'tls-key'?: string | undefined
  readonly 'tls-ca'?: string | undefined
  readonly 'metrics-port': number
  readonly 'metrics-host': string
}

async function serve(request: TrainerRequest, shell: Shell): Promise<void> {
  const [{ serveTrainer, trainerMetrics }, { lockFile }, { logTo }, { serveHealth }, { onInterrupt }] =
    await Promise.all([
      import('@cairn/trainer/service'),
      import('@cairn/completions'),
      import('../log.ts'),
      import('../health-server.ts'),
      import('../interrupt.ts'),
    ])
  const log = logTo(shell.err)
  const file = (name: string | undefined) => (name === undefined ? undefined : resolve(shell.folder, name))
  const embeddings = await places(request, shell)
  using interrupt = onInterrupt((signal) => log.info({ signal }, 'draining: trainings are saved, calls may end'))
  const metrics = trainerMetrics()
  let serving = false
  await using health = await serveHealth({
    host: request['metrics-host'],
    port: request['metrics-port'],
    metrics: metrics.registry,
    ready: () => (interrupt.signal.aborted ? 'draining' : serving || 'the embeddings are not open yet'),
  })
  const about = { metrics: `${health.url}/metrics` }
  log.info({ ...about, embeddings: embeddings.map(({ id }) => id) }, 'opening')
  await using service = await serveTrainer({
    ...{ listen: request.listen, embeddings, version: shell.version, lock: lockFile },
    tls: { ca: file(request['tls-ca']), cert: file(request['tls-cert']), key: file(request['tls-key']) },
    data: file(request.data),
    backend: { backend: request.backend, threads: request.threads },
    events: {
      answered(call) {
        metrics.events.answered(call)
        const { method, code, seconds, reason } = call
        if (code !== 'OK') log.warn({ method, code, seconds, reason }, 'not answered')
      },
      opened(embedding) {
        metrics.events.opened(embedding)
        const { id, name, backend, report } = embedding
        log.info({ id, name, backend, report }, 'embedding served')
      },
      began(out, computed) {
        metrics.events.began(out, computed)
        log.info({ out, ...computed }, 'training')
      },
      trained(out, event) {
        metrics.events.trained(out, event)
        if (event.event === 'step') return
        log.info({ out, ...event }, event.event === 'epoch' ? 'epoch' : `training ${event.event}`)
      },
      left: metrics.events.left,
    },
  })
  serving = true
  log.info({ ...about, listen: service.address }, 'serving')
  const { signal } = interrupt
  if (!signal.aborted) await new Promise<void>((stop) => signal.addEventListener('abort', () => stop(), { once: true }))
  await service.close()
  log.info('drained')
}

async function places({ embedding, data }: TrainerRequest, shell: Shell) {
  const { bundledEmbedding } = await import('@cairn/trainer/embedded')
  const asked = embedding.length === 0 && data === undefined ? ['leaps'] : embedding
  const twice = asked.find((id, i) => asked.indexOf(id) !== i)
  if (twice !== undefined) throw new BadUsage('embedding', twice, 'every embedding once')
  return asked.map((id) => ({ id, folder: bundledEmbedding(id) ?? resolve(shell.folder, id) }))
}
