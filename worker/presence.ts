import { hostname } from 'node:os'
import { cairn } from '@cairn/proto'
import { type Broker, subjects, wireSchema } from '@cairn/proto/queue'

/** What a worker tells about itself. */
export interface Presence {
  readonly id: string
  readonly threads: number
  /** Of cairn. */
  readonly version: string
  /** `karel@HASH` */
  readonly domains: readonly string[]
  /** Read at each heartbeat. */
  readonly busy: () => number
  readonly draining: () => boolean
}

/** Once a second; unheard for five, a worker counts as gone. */
const heartbeatEveryMs = 1_000

/** Announces the worker until the returned `end`; `now` sends one out of turn. */
export function announce(broker: Broker, presence: Presence): { now(): void; end(): void } {
  const subject = subjects.heartbeat('worker', presence.id)
  const { id, threads, version } = presence
  const now = () => {
    const heartbeat = {
      schema: wireSchema,
      role: 'worker',
      id,
      host: hostname(),
      threads,
      version,
      busy: presence.busy(),
      draining: presence.draining(),
      domains: [...presence.domains],
    }
    broker.publish(subject, cairn.v1.Heartbeat.encode(heartbeat).finish())
  }
  const timer = setInterval(now, heartbeatEveryMs)
  now()
  return { now, end: () => clearInterval(timer) }
}

export interface ControlHandlers {
  drain(): void
  cancelRun(run: string): void
  rejected(reason: string): void
}

const longestControlBytes = 1024

/** Obeys control messages to this worker and to all; returns what ends that. */
export function obey(broker: Broker, id: string, handlers: ControlHandlers): () => void {
  const receive = ({ bytes }: { bytes: Uint8Array }) => {
    if (bytes.length > longestControlBytes) return handlers.rejected('control-oversized')
    let control: cairn.v1.Control
    try {
      control = cairn.v1.Control.decode(bytes)
    } catch {
      return handlers.rejected('control-undecodable')
    }
    if (control.schema !== wireSchema) return handlers.rejected('control-schema')
    if (control.command === cairn.v1.Command.COMMAND_DRAIN) handlers.drain()
    else if (control.command === cairn.v1.Command.COMMAND_CANCEL_RUN) handlers.cancelRun(control.run)
    else handlers.rejected('control-command')
  }
  const ends = [subjects.control('worker', id), subjects.controlAll('worker')].map((subject) =>
    broker.subscribe(subject, receive, () => handlers.rejected('control-refused')),
  )
  return () => {
    for (const end of ends) end()
  }
}
