import { setTimeout as sleep } from 'node:timers/promises'
import {
  BrokerClosed,
  connectBroker,
  ensureQueue,
  type HeldMessage,
  headerNames,
  MessageTooLarge,
  type Pull,
  parseWorkSubject,
  QueueMissing,
  queueDefaults,
  startPull,
  streams,
  subjects,
  wireLimits,
  workConsumerName,
} from '@cairn/proto/queue'
import { type Address, decodeBatch, MalformedBatch } from './batch.ts'
import { encodeFailure } from './evaluate.ts'
import { EvaluationLost, PoolBroken, PoolClosed } from './pool-errors.ts'
import { announce, obey } from './presence.ts'

export interface ConsumerOptions {
  /** See `connectBroker`. */
  readonly url: string
  /** Evaluates; a pool of threads. Stays the caller's to close. */
  readonly evaluator: { readonly threads: number; evaluate(batch: Uint8Array): Promise<Uint8Array> }
  /** Name of this worker, unique: [A-Za-z0-9_-]+ */
  readonly id: string
  /** Domains this worker knows; it takes the batches of these only. */
  readonly domains: readonly { readonly name: string; readonly hash: string }[]
  /** Of cairn, for the heartbeat. */
  readonly version: string
  /** Lease of a batch if this worker is the first to make the queue; a queue that is there keeps its own. */
  readonly leaseMs?: number
  /** How long `drain` waits for running batches before it gives them back. */
  readonly drainMs?: number
  /** Wait for a broker that is not there yet instead of failing. */
  readonly waitForBroker?: boolean
  /** Ends that waiting; a consumer that has started is ended by `drain`. */
  readonly signal?: AbortSignal
  readonly events?: ConsumerEvents
}

/** What happens, for logs and metrics. */
export interface ConsumerEvents {
  /** A batch was answered. `lost`: its thread died. */
  readonly settled?: (outcome: 'result' | 'lost', seconds: number) => void
  /** The broker handed a batch out for at least the second time. */
  readonly redelivered?: () => void
  /** A batch was given back unfinished. */
  readonly returned?: () => void
  /** A message was dropped as unusable. */
  readonly rejected?: (reason: string) => void
  readonly link?: (up: boolean) => void
  /** Something failed and is tried again. */
  readonly trouble?: (error: Error) => void
}

export const consumerDefaults = {
  leaseMs: queueDefaults.leaseMs,
  drainMs: 25_000,
  waitForBroker: false,
  events: {} as ConsumerEvents,
}

export interface QueueConsumer {
  /** Threads that evaluate now. */
  readonly busy: number
  /** Batches here: those that run and those that wait for a thread. */
  readonly held: number
  /** Whether the link to the broker is up. */
  readonly connected: boolean
  /** Resolves when drained, by `drain` or by a control message; rejects with PoolBroken when no thread can start. */
  readonly ended: Promise<void>
  /** Takes no more, returns what has not begun, finishes what runs, disconnects. */
  drain(): Promise<void>
}

/** Batches that a domain may hold here for each thread: the one that runs, and the next. */
const heldPerThread = 2
/** How often the length of the lease is read again: a coordinator may have changed it. */
const lookEveryMs = 5_000
const retryMs = 250
/** How long batches that were under way to us when we began to drain may take to arrive; they are returned at once. */
const stragglerMs = 200

/** One batch in this process, from its delivery until it is settled or returned. */
interface HeldBatch {
  readonly message: HeldMessage
  readonly bytes: Uint8Array
  readonly address: Address
  readonly domain: string
}

/**
 * Takes batches from the queue, has them evaluated, answers them. A batch here:
 *
 *   waiting --a thread is free--> running --> answered: result stored, then acknowledged
 *      |                             |
 *      +---------- drain ------------+------> returned: the broker hands it out again
 *
 * Whatever is here has its lease renewed, by a thread that evaluates nothing. A process that dies says nothing: its
 * batches are handed out again when their leases run out. A broker that is away or has forgotten everything is waited
 * for; results keep here until it takes them.
 *
 * @throws BrokerUnreachable when the first connection fails
 */
export async function startConsumer(options: ConsumerOptions): Promise<QueueConsumer> {
  const { evaluator, id, domains, drainMs, events, ...rest } = { ...consumerDefaults, ...options }
  const broker = await connectBroker(rest.url, {
    name: `cairn worker ${id}`,
    inboxPrefix: '_INBOX.worker',
    waitForBroker: rest.waitForBroker,
    ...(rest.signal && { signal: rest.signal }),
  })
  const held = new Set<HeldBatch>()
  const waiting: HeldBatch[] = []
  const pulls = new Map<string, Pull>()
  let running = 0
  let lastTrouble = ''
  let idle = () => {}
  const leases = new Map<string, number>()
  let draining = false
  let over = false
  let left: Promise<void> | undefined
  let finish!: (how: { readonly error?: Error }) => void
  const ended = new Promise<void>((resolve, reject) => {
    finish = ({ error }) => (error === undefined ? resolve() : reject(error))
  })
  ended.catch(() => {})

  broker.onLink((up) => {
    lastTrouble = ''
    events.link?.(up)
  })
  const presence = announce(broker, {
    id,
    threads: evaluator.threads,
    version: rest.version,
    domains: domains.map(({ name, hash }) => `${name}@${hash}`),
    busy: () => running,
    draining: () => draining,
  })
  const stopObeying = obey(broker, id, {
    drain: () => void drain(),
    cancelRun,
    rejected: (reason) => events.rejected?.(reason),
  })
  for (const { name } of domains) {
    const pull = startPull(broker, {
      stream: streams.work,
      consumer: workConsumerName(name),
      prepare: () => prepare(name),
      onMessage: (message) => take(message, name),
      onTrouble: trouble,
    })
    pulls.set(name, pull)
    pull.want(heldPerThread * evaluator.threads)
  }
  let leaseTimer: NodeJS.Timeout | undefined
  renewLeases()
  const lookTimer = setInterval(() => void look(), lookEveryMs)

  return {
    get busy() {
      return running
    },
    get held() {
      return held.size
    },
    get connected() {
      return broker.up
    },
    ended,
    drain,
  }

  async function prepare(domain: string): Promise<void> {
    const name = workConsumerName(domain)
    let state = await broker.consumer(streams.work, name)
    if (state === undefined) {
      await ensureQueue(broker, [domain], { leaseMs: rest.leaseMs }, 'create')
      state = await broker.consumer(streams.work, name)
    }
    if (state !== undefined) learnLease(domain, state.ackWaitMs)
  }

  async function look(): Promise<void> {
    for (const [domain, pull] of pulls) {
      const state = await broker.consumer(streams.work, workConsumerName(domain)).catch(() => 'unknown' as const)
      if (state === undefined) pull.renew()
      else if (state !== 'unknown') learnLease(domain, state.ackWaitMs)
    }
  }

  /** Each trouble once, not at each attempt. */
  function trouble(error: unknown): void {
    const { message } = error as Error
    if (message !== lastTrouble) events.trouble?.(error as Error)
    lastTrouble = message
  }

  function learnLease(domain: string, ms: number): void {
    if (leases.get(domain) === ms) return
    leases.set(domain, ms)
    renewLeases()
  }

  /** Three times in each lease, so that one renewal may get lost. */
  function renewLeases(): void {
    clearTimeout(leaseTimer)
    if (over) return
    for (const { message } of held) message.working()
    leaseTimer = setTimeout(renewLeases, Math.min(rest.leaseMs, ...leases.values()) / 3)
  }

  function take(message: HeldMessage, domain: string): void {
    if (draining) {
      message.nak()
      events.returned?.()
      return
    }
    if (message.delivery > 1) events.redelivered?.()
    try {
      const bytes = message.bytes.slice()
      const batch = { message, bytes, domain, address: addressOf(message.subject, bytes) }
      held.add(batch)
      waiting.push(batch)
      advance()
    } catch (error) {
      reject(message, domain, error)
    }
  }

  function reject(message: HeldMessage, domain: string, error: unknown): void {
    message.term()
    events.rejected?.(error instanceof MalformedBatch ? error.kind : 'malformed')
    pulls.get(domain)?.want(1)
  }

  function advance(): void {
    while (running < evaluator.threads) {
      const batch = waiting.shift()
      if (batch === undefined) break
      running++
      void run(batch).finally(() => {
        running--
        advance()
      })
    }
    if (running === 0) idle()
  }

  async function run(batch: HeldBatch): Promise<void> {
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1000
    try {
      const result = await evaluator.evaluate(batch.bytes)
      await answer(batch, result, 'result', seconds())
    } catch (error) {
      if (error instanceof MalformedBatch) {
        held.delete(batch)
        reject(batch.message, batch.domain, error)
      } else if (error instanceof PoolClosed || error instanceof PoolBroken || error instanceof BrokerClosed) {
        giveBack(batch)
        if (error instanceof PoolBroken) void drain(error)
      } else {
        const { reason, suspect } =
          error instanceof EvaluationLost ? error : { reason: String(error), suspect: undefined }
        const failure = suspect === undefined ? { reason } : { reason, suspect }
        await answer(batch, encodeFailure(batch.address, failure, id), 'lost', seconds()).catch(() => giveBack(batch))
      }
    }
  }

  /** Stores the result, however long that takes, and only then lets go of the batch. @throws BrokerClosed */
  async function answer(
    batch: HeldBatch,
    result: Uint8Array,
    outcome: 'result' | 'lost',
    seconds: number,
  ): Promise<void> {
    const { run, batch: name } = batch.address
    const options = {
      // The id of the batch's message: a batch that was sent anew is answered anew, and a second answer is dropped.
      id: batch.message.header(headerNames.messageId) ?? `${run}.${name}`,
      ...(outcome === 'lost' ? { headers: { [headerNames.outcome]: 'lost' } } : {}),
    }
    let bytes = result
    if (bytes.length > wireLimits.messageBytes) bytes = tooLarge(batch.address, bytes.length)
    while (held.has(batch)) {
      try {
        await broker.store(subjects.result(run, name), bytes, options)
        break
      } catch (error) {
        if (error instanceof BrokerClosed) throw error
        if (error instanceof MessageTooLarge) bytes = tooLarge(batch.address, bytes.length)
        else if (error instanceof QueueMissing) pulls.get(batch.domain)?.renew()
        trouble(error)
        await sleep(retryMs)
        await broker.untilUp()
      }
    }
    if (!held.delete(batch)) return
    batch.message.ack()
    events.settled?.(outcome, seconds)
    pulls.get(batch.domain)?.want(1)
  }

  function tooLarge(address: Address, bytes: number): Uint8Array {
    return encodeFailure(
      address,
      { refused: true, reason: `a result of ${bytes} bytes is over the limit: send less` },
      id,
    )
  }

  function giveBack(batch: HeldBatch): void {
    if (!held.delete(batch)) return
    batch.message.nak()
    events.returned?.()
  }

  function cancelRun(name: string): void {
    const dropped = waiting.filter(({ address }) => address.run === name)
    for (const batch of dropped) {
      waiting.splice(waiting.indexOf(batch), 1)
      held.delete(batch)
      batch.message.ack()
      pulls.get(batch.domain)?.want(1)
    }
  }

  function drain(error?: Error): Promise<void> {
    left ??= leave().then(() => finish(error === undefined ? {} : { error }))
    return left
  }

  async function leave(): Promise<void> {
    draining = true
    presence.now()
    for (const batch of waiting.splice(0)) giveBack(batch)
    const closing = [...pulls.values()].map((pull) => pull.close(stragglerMs))
    const allDone = new Promise<void>((resolve) => {
      idle = resolve
    })
    advance()
    const enough = new AbortController()
    await Promise.race([allDone, sleep(drainMs, undefined, { signal: enough.signal }).catch(() => {})])
    enough.abort()
    for (const batch of [...held]) giveBack(batch)
    await Promise.all(closing)
    over = true // what is still being asked may answer later, and must not set the timer again
    clearTimeout(leaseTimer)
    clearInterval(lookTimer)
    presence.end()
    stopObeying()
    await broker.close()
  }
}

/** @throws MalformedBatch */
function addressOf(subject: string, bytes: Uint8Array): Address {
  const { address } = decodeBatch(bytes)
  const names = parseWorkSubject(subject)
  if (names === undefined || names.run !== address.run || names.batch !== address.batch) {
    throw new MalformedBatch('address', `a batch of run "${address.run}" on ${subject}`)
  }
  return address
}
