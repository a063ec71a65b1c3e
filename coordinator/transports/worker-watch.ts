import { cairn } from '@cairn/proto'
import { type Broker, lastToken, type Message, subjects, wireSchema } from '@cairn/proto/queue'
import type { Capacity } from '../transport.ts'

/** Workers of a domain, as their heartbeats show them. */
export interface WorkerWatch {
  capacity(): Capacity
  end(): void
}

export interface WatchOptions {
  readonly domain: string
  /** Called with what was wrong with a heartbeat. */
  readonly rejected: (reason: string) => void
}

/** A worker sends a heartbeat each second. */
const goneAfterMs = 5_000
const limits = { heartbeatBytes: 16 * 1024, threads: 4096, workers: 100_000 }

export function watchWorkers(broker: Broker, { domain, rejected }: WatchOptions): WorkerWatch {
  const workers = new Map<string, { readonly threads: number; readonly heardAt: number }>()

  const end = broker.subscribe(
    subjects.heartbeatsOf('worker'),
    (message) => {
      const heartbeat = readHeartbeat(message)
      if (typeof heartbeat === 'string') return rejected(heartbeat)
      const { id, threads } = heartbeat
      const serves = !heartbeat.draining && heartbeat.domains.some((each) => each.startsWith(`${domain}@`))
      if (!serves) workers.delete(id)
      else if (workers.has(id) || workers.size < limits.workers)
        workers.set(id, { threads, heardAt: performance.now() })
    },
    () => rejected('heartbeats-refused'),
  )

  return {
    capacity() {
      const now = performance.now()
      let threads = 0
      for (const [id, worker] of workers) {
        if (now - worker.heardAt > goneAfterMs) workers.delete(id)
        else threads += worker.threads
      }
      return { workers: workers.size, threads }
    },
    end,
  }
}

/** The heartbeat, or what is wrong with it. */
function readHeartbeat({ subject, bytes }: Message): cairn.v1.Heartbeat | string {
  if (bytes.length > limits.heartbeatBytes) return 'heartbeat-oversized'
  let heartbeat: cairn.v1.Heartbeat
  try {
    heartbeat = cairn.v1.Heartbeat.decode(bytes)
  } catch {
    return 'heartbeat-undecodable'
  }
  const { schema, role, id, threads, domains } = heartbeat
  if (schema !== wireSchema) return 'heartbeat-schema'
  if (role !== 'worker' || id !== lastToken(subject)) return 'heartbeat-id'
  if (threads < 1 || threads > limits.threads) return 'heartbeat-threads'
  return domains.length === 0 ? 'heartbeat-domains' : heartbeat
}
