import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Broker, BrokerClosed, type Bucket, QueueConfigMismatch, QueueMissing, token } from '@cairn/proto/queue'

export interface RunLeaseOptions {
  readonly run: string
  /** The lease is gone so long after its last renewal. */
  readonly ttlMs?: number
  readonly renewEveryMs?: number
  /** Highest epoch this run has used, from its journal: a broker that forgot everything counts from 1 again. */
  readonly lastEpoch?: number
  /** Copies in a cluster of brokers. */
  readonly replicas?: number
  /** Bucket of keys; all coordinators of a cluster use the same. */
  readonly bucket?: string
  /** Who asks; for the message that others get. */
  readonly host?: string
  readonly pid?: number
  /** Something failed and is tried again. */
  readonly onTrouble?: (error: Error) => void
}

export const runLeaseDefaults = {
  ttlMs: 10_000,
  renewEveryMs: 3_000,
  lastEpoch: 0,
  replicas: 1,
  bucket: 'CAIRN_LEASE',
  onTrouble: (_error: Error) => {},
}

/** The right to coordinate a run. Two processes never hold it at once, but for a time that the epoch covers. */
export interface RunLease {
  /** Fencing token: grows with every coordinator of the run. Part of each batch id. */
  readonly epoch: number
  /** Whether writing is safe this very moment; false also in the instant after a long sleep, before `lost` is told. */
  readonly held: boolean
  /** Aborted, with LeaseLost as its reason, when somebody else may have the run: stop writing. */
  readonly lost: AbortSignal
  /** Gives the run free at once instead of after `ttlMs`. */
  release(): Promise<void>
}

export interface LeaseHolder {
  readonly id: string
  readonly host: string
  readonly pid: number
}

/** Another coordinator has the run, and is alive. */
export class LeaseTaken extends Error {
  readonly code = 'E_LEASE_TAKEN'
  readonly run: string
  readonly holder: LeaseHolder
  constructor(run: string, holder: LeaseHolder) {
    super(
      `run "${run}" is being coordinated by process ${holder.pid} on ${holder.host}: stop that one first, or take another run name`,
    )
    this.name = 'LeaseTaken'
    this.run = run
    this.holder = holder
  }
}

/** The lease could not be kept. The journal holds all that was counted; the run can be resumed. */
export class LeaseLost extends Error {
  readonly code = 'E_LEASE_LOST'
  readonly run: string
  constructor(run: string, reason: string) {
    super(`run "${run}" is no longer this process's to coordinate: ${reason}. What was counted is in the journal`)
    this.name = 'LeaseLost'
    this.run = run
  }
}

/** Pause between looks at somebody else's lease, and between attempts to renew when the broker does not answer. */
const retryMs = 250

/**
 * Takes the lease of a run, a key of a bucket whose keys vanish `ttlMs` after their last write.
 *
 *   free --create--> held --renewed--> held
 *                    |  ^
 *   no answer from   |  | it answers, and the key is still ours, or vanished and is made again
 *   the broker       v  |
 *                  unsure --somebody else has the key--> lost
 *
 * While unsure the work goes on: nobody else could take the lease through a broker that is away, and what is computed
 * is never wrong, only perhaps in vain. A process that slept past its lease, with the broker there, has lost it.
 *
 * When somebody has the key, this waits to see whether they are alive: a renewal means yes; a key that vanishes was
 * left by a process that died.
 *
 * @throws LeaseTaken when the holder renews its lease
 */
export async function takeRunLease(broker: Broker, options: RunLeaseOptions): Promise<RunLease> {
  const chosen = { ...runLeaseDefaults, host: hostname(), pid: process.pid, ...options }
  const { run, onTrouble } = chosen
  const key = token('run', run)
  const self: LeaseHolder = { id: randomUUID(), host: chosen.host, pid: chosen.pid }
  const value = new TextEncoder().encode(JSON.stringify(self))
  const losing = new AbortController()
  const ending = new AbortController()

  let bucket = await openBucket()
  let revision = await gain()
  const epoch = Math.max(revision, chosen.lastEpoch + 1)
  let confirmedAt = performance.now()
  let unsure = false
  const renewing = keep()

  return {
    epoch,
    lost: losing.signal,
    get held() {
      return !losing.signal.aborted && !ending.signal.aborted && !overslept()
    },
    async release() {
      if (ending.signal.aborted) return
      ending.abort()
      await renewing
      if (!losing.signal.aborted && broker.up) await bucket.remove(key, revision).catch(onTrouble)
    },
  }

  async function openBucket(): Promise<Bucket> {
    const opened = await broker.bucket(chosen.bucket, chosen.ttlMs, chosen.replicas)
    if (opened.ttlMs > 0) return opened
    throw new QueueConfigMismatch(`bucket ${chosen.bucket}`, 'ttl', chosen.ttlMs, 0, broker.serverVersion)
  }

  async function gain(): Promise<number> {
    let seen: number | undefined
    for (;;) {
      const gained = await bucket.create(key, value)
      if (gained !== undefined) return gained
      const entry = await bucket.get(key)
      if (entry !== undefined && seen !== undefined && entry.revision !== seen) {
        throw new LeaseTaken(run, readHolder(entry.value))
      }
      seen = entry?.revision
      await sleep(retryMs)
    }
  }

  async function keep(): Promise<void> {
    const pause = (ms: number) => sleep(ms, undefined, { signal: ending.signal, ref: false }).catch(() => {})
    await pause(renewEveryMs())
    while (!ending.signal.aborted) {
      if (overslept()) return lose(`this process did not renew it for ${Math.round(sinceConfirmed() / 1000)} s`)
      try {
        const askedAt = performance.now()
        const other = await confirm()
        if (other !== undefined) return lose(`process ${other.pid} on ${other.host} has it`)
        confirmedAt = askedAt
        unsure = false
        await pause(renewEveryMs())
      } catch (error) {
        if (error instanceof BrokerClosed) return
        unsure = true
        if (error instanceof QueueMissing) await openBucket().then((opened) => (bucket = opened), onTrouble)
        else onTrouble(error as Error)
        await pause(retryMs)
      }
    }
  }

  /** Renews the lease, or regains it where it vanished. Whoever else has it now. */
  async function confirm(): Promise<LeaseHolder | undefined> {
    const renewed = (await bucket.update(key, value, revision)) ?? (await bucket.create(key, value))
    if (renewed !== undefined) {
      revision = renewed
      return undefined
    }
    const entry = await bucket.get(key)
    if (entry === undefined) return confirm()
    const holder = readHolder(entry.value)
    if (holder.id !== self.id) return holder
    // Our own renewal, whose answer was lost.
    revision = entry.revision
    return undefined
  }

  function sinceConfirmed(): number {
    return performance.now() - confirmedAt
  }

  function overslept(): boolean {
    return broker.up && !unsure && sinceConfirmed() > bucket.ttlMs
  }

  function renewEveryMs(): number {
    return Math.min(chosen.renewEveryMs, bucket.ttlMs / 3)
  }

  function lose(reason: string): void {
    losing.abort(new LeaseLost(run, reason))
  }
}

function readHolder(value: Uint8Array): LeaseHolder {
  const unknown: LeaseHolder = { id: '', host: 'an unknown host', pid: 0 }
  try {
    return { ...unknown, ...(JSON.parse(new TextDecoder().decode(value)) as Partial<LeaseHolder>) }
  } catch {
    return unknown
  }
}
