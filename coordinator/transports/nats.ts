import { randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Broker,
  BrokerClosed,
  type ConsumerState,
  ensureQueue,
  headerNames,
  MessageTooLarge,
  QueueFull,
  QueueMissing,
  type QueueOptions,
  queueDefaults,
  resultConsumer,
  type StoredMessage,
  startPull,
  streams,
  subjects,
  wireLimits,
  workConsumerName,
} from '@cairn/proto/queue'
import type { OutgoingBatch, Transport } from '../transport.ts'
import { buryBatch, isExhausted } from './dead-letters.ts'
import { deliveryQueue } from './delivery-queue.ts'
import { inParallel } from './in-parallel.ts'
import { cancelRunMessage, exhaustedSequence, readResult } from './nats-messages.ts'
import { removeQueued, removeRun } from './queue-removal.ts'
import { TransportClosed } from './transport-closed.ts'
import { watchWorkers } from './worker-watch.ts'

export interface NatsTransportOptions {
  readonly run: string
  /** Domain of the run's batches. */
  readonly domain: string
  /** How the queue is to be; the lease of a batch among it. */
  readonly queue?: Partial<QueueOptions>
  /** A batch that has not come back for so long is looked for. */
  readonly auditAfterMs?: number
  /** And again so often. */
  readonly auditEveryMs?: number
  /** A message was dropped as unusable; called with what was wrong. */
  readonly onRejected?: (reason: string) => void
  /** Something failed and is tried again. */
  readonly onTrouble?: (error: Error) => void
}

export const natsTransportDefaults = {
  queue: {} as Partial<QueueOptions>,
  auditAfterMs: 3_000,
  auditEveryMs: 2_000,
  onRejected: (_reason: string) => {},
  onTrouble: (_error: Error) => {},
}

/** Results asked for in advance; asked for anew in halves. */
const resultWindow = 256
/** Requests to the broker at a time, of one audit. */
const requestsAtOnce = 8
const retryMs = 200
/** How long `close` may take to tidy up at the broker. */
const closeMs = 2_000

/** A batch that was submitted and has not come back. */
interface Outstanding {
  readonly batch: OutgoingBatch
  readonly subject: string
  /** Times it was stored before: part of its message id, for the broker drops an id it knows. */
  attempt: number
  storedAt: number
  /** Where it is in the queue; undefined when that is not known, or may have changed. */
  sequence: number | undefined
  /** When to look for it; never while it is being stored. */
  checkAt: number
  /** Looked given up by the broker in the last audit. */
  exhausted: boolean
}

/**
 * Carries batches over a JetStream work queue. The broker is trusted with nothing but speed:
 *
 *   storing --accepted--> out --result, lost, or cancelled--> forgotten here
 *      ^                   |
 *      +----- audit: neither in the queue nor among the results: stored again, under a new message id
 *
 * The audit looks for every batch that is late, and so heals whatever a broker can forget: a wiped data folder, a
 * result that was pushed out, a purge by hand. A batch that the broker handed out `maxDeliver` times in vain becomes a
 * dead letter and is delivered as `lost`.
 *
 * The broker stays the caller's to close.
 *
 * @throws QueueConfigMismatch, BrokerRefused, BrokerAway when the queue cannot be set up
 */
export async function natsTransport(broker: Broker, options: NatsTransportOptions): Promise<Transport> {
  const chosen = { ...natsTransportDefaults, ...options }
  const { run, onRejected, onTrouble } = chosen
  const queue = { ...queueDefaults, ...chosen.queue }
  const domains = new Set([chosen.domain])
  const outstanding = new Map<string, Outstanding>()
  /** Attempts of batches that were lost: such a one may be submitted again under its id. */
  const attempts = new Map<string, number>()
  const deliveries = deliveryQueue()
  /** Of this transport alone: what an earlier one of the same run said or asked does not count here. */
  const instance = randomBytes(6).toString('hex')
  const consumer = resultConsumer(run, instance)
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  let received = 0
  let auditing = false

  await ensureQueue(broker, [...domains], queue)
  // Whatever an earlier coordinator of this run left behind counts for nothing.
  await forgetRun()

  const workers = watchWorkers(broker, { domain: chosen.domain, rejected: onRejected })
  const results = startPull(broker, {
    stream: consumer.stream,
    consumer: consumer.name,
    async prepare() {
      await ensureQueue(broker, [...domains], queue)
      await broker.ensureConsumer(consumer, 'create')
    },
    onMessage(message) {
      receive(message)
      message.ack()
      if (++received % (resultWindow / 2) === 0) results.want(resultWindow / 2)
    },
    onTrouble: (error) => onTrouble(error as Error),
  })
  results.want(resultWindow)
  const endAdvisories = broker.subscribe(subjects.exhausted(streams.work), ({ bytes }) => {
    const sequence = exhaustedSequence(bytes)
    if (sequence !== undefined) bury(sequence).catch(onTrouble)
  })
  const endLink = broker.onLink((up) => {
    for (const entry of outstanding.values()) {
      // A broker that lost its data counts from 1 again.
      entry.sequence = undefined
      if (up) lookSoon(entry)
    }
  })
  const auditTimer = setInterval(() => void audit(), Math.min(500, chosen.auditEveryMs))

  return {
    kind: 'nats',
    targetBatchMs: 250,
    submit,
    cancel,
    deliveries: () => deliveries.read(),
    capacity: () => workers.capacity(),
    close,
  }

  async function submit(batch: OutgoingBatch): Promise<void> {
    if (batch.bytes.length > wireLimits.messageBytes) {
      throw new MessageTooLarge(`batch ${batch.id}`, batch.bytes.length, wireLimits.messageBytes)
    }
    const subject = subjects.work(batch.domain, run, batch.id)
    if (!domains.has(batch.domain)) {
      domains.add(batch.domain)
      results.renew()
    }
    const attempt = attempts.get(batch.id) ?? 0
    attempts.delete(batch.id)
    const entry: Outstanding = {
      batch,
      subject,
      attempt,
      storedAt: 0,
      sequence: undefined,
      checkAt: Number.POSITIVE_INFINITY,
      exhausted: false,
    }
    outstanding.set(batch.id, entry)
    try {
      await store(entry)
    } catch (error) {
      outstanding.delete(batch.id)
      throw error
    }
  }

  /** Until the broker has it, or nobody wants it any more. */
  async function store(entry: Outstanding): Promise<void> {
    const { batch, subject, attempt } = entry
    const id = `${run}.${batch.id}.${instance}.${attempt}`
    entry.checkAt = Number.POSITIVE_INFINITY
    while (isOut(entry)) {
      if (closing.signal.aborted) throw new TransportClosed('nats')
      try {
        entry.sequence = (await broker.store(subject, batch.bytes, { id })).sequence
        entry.storedAt = performance.now()
        entry.checkAt = entry.storedAt + chosen.auditAfterMs
        return
      } catch (error) {
        if (error instanceof BrokerClosed || error instanceof MessageTooLarge) throw error
        if (error instanceof QueueMissing) results.renew()
        if (!(error instanceof QueueFull)) onTrouble(error as Error)
        await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => {})
      }
    }
  }

  function isOut(entry: Outstanding): boolean {
    return outstanding.get(entry.batch.id) === entry
  }

  /** Whether the message was a result of this run. */
  function receive(message: Pick<StoredMessage, 'subject' | 'bytes' | 'header'>): boolean {
    const result = readResult(message, run)
    if (typeof result === 'string') {
      onRejected(result)
      return false
    }
    const { batch: id, failure } = result
    if (failure && message.header(headerNames.outcome) === 'lost') {
      lost(id, failure.reason ?? '', failure.suspect ?? undefined)
    } else {
      outstanding.delete(id)
      deliveries.push({ kind: 'result', bytes: message.bytes.slice() })
    }
    return true
  }

  function lost(id: string, reason: string, suspect?: number): void {
    attempts.set(id, (outstanding.get(id)?.attempt ?? 0) + 1)
    outstanding.delete(id)
    deliveries.push({ kind: 'lost', id, reason, ...(suspect === undefined ? {} : { suspect }) })
  }

  /** Every coordinator hears of every exhausted batch; each minds its own run. */
  async function bury(sequence: number): Promise<void> {
    const reason = `handed out up to ${queue.maxDeliver} times and never answered`
    const id = await buryBatch(broker, run, sequence, reason)
    if (id !== undefined && outstanding.has(id)) lost(id, reason)
  }

  function cancel(ids: readonly string[]): void {
    const gone = ids.map((id) => outstanding.get(id)).filter((entry) => entry !== undefined)
    for (const { batch } of gone) outstanding.delete(batch.id)
    // What stays in the queue is evaluated for nothing, no more.
    if (broker.up) removeQueued(broker, gone).catch(onTrouble)
  }

  async function audit(): Promise<void> {
    const now = performance.now()
    const late = [...outstanding.values()].filter(({ checkAt }) => checkAt <= now)
    if (late.length === 0 || auditing || !broker.up) return
    auditing = true
    try {
      const queued = await broker.subjects(streams.work, subjects.workOfRun(run))
      const consumers = await consumersOf(late.filter(({ storedAt }) => now - storedAt > queue.leaseMs))
      await inParallel(late, requestsAtOnce, async (entry) => {
        if (!isOut(entry)) return
        entry.checkAt = now + chosen.auditEveryMs
        if (!queued.has(entry.subject)) return findOrRepeat(entry)
        const consumer = consumers.get(entry.batch.domain)
        if (consumer !== undefined && now - entry.storedAt > queue.leaseMs) await buryIfExhausted(entry, consumer)
      })
    } catch (error) {
      if (error instanceof QueueMissing) results.renew()
      if (!closing.signal.aborted) onTrouble(error as Error)
    } finally {
      auditing = false
    }
  }

  async function consumersOf(entries: readonly Outstanding[]): Promise<ReadonlyMap<string, ConsumerState>> {
    const consumers = new Map<string, ConsumerState>()
    for (const domain of new Set(entries.map(({ batch }) => batch.domain))) {
      const state = await broker.consumer(streams.work, workConsumerName(domain))
      if (state !== undefined) consumers.set(domain, state)
    }
    return consumers
  }

  async function buryIfExhausted(entry: Outstanding, consumer: ConsumerState): Promise<void> {
    entry.sequence ??= (await broker.lastOn(streams.work, entry.subject))?.sequence
    if (entry.sequence === undefined) return
    const seenBefore = entry.exhausted
    entry.exhausted = isExhausted(consumer, entry.sequence)
    if (entry.exhausted && seenBefore) await bury(entry.sequence)
  }

  async function findOrRepeat(entry: Outstanding): Promise<void> {
    const result = await broker.lastOn(streams.results, subjects.result(run, entry.batch.id))
    if (!isOut(entry) || (result !== undefined && receive(result))) return
    entry.attempt++
    await store(entry)
  }

  function lookSoon(entry: Outstanding): void {
    if (entry.checkAt < Number.POSITIVE_INFINITY) entry.checkAt = Math.min(entry.checkAt, performance.now() + retryMs)
  }

  async function forgetRun(): Promise<void> {
    await removeRun(broker, run)
    await broker.purge(streams.results, subjects.resultsOfRun(run))
  }

  async function close(): Promise<void> {
    if (closing.signal.aborted) return
    closing.abort()
    clearInterval(auditTimer)
    endLink()
    endAdvisories()
    workers.end()
    await results.close()
    deliveries.end()
    if (!broker.up) return
    broker.publish(subjects.controlAll('worker'), cancelRunMessage(run))
    const tidied = forgetRun().then(() => broker.deleteConsumer(consumer.stream, consumer.name))
    await Promise.race([tidied.catch(onTrouble), sleep(closeMs, undefined, { ref: false })])
  }
}
