import { availableParallelism, hostname } from 'node:os'
import { EvaluationCancelled } from './evaluate.ts'
import { PoolBroken, PoolClosed } from './pool-errors.ts'
import { type PooledBatch, type PoolThread, startThread, type ThreadDeath } from './pool-thread.ts'

export interface PoolOptions {
  /** Evaluating threads; the thread that opens the pool never runs programs. Default: one per core. */
  readonly threads?: number
  /** Modules of further domains; each thread loads them. */
  readonly domains?: readonly string[]
  /** How long one program may run, all its episodes together. */
  readonly programTimeoutMs?: number
  /** JavaScript heap of one thread. */
  readonly memoryMb?: number
  /** Name of the worker, for its results. */
  readonly worker?: string
}

export const poolDefaults = {
  domains: [],
  programTimeoutMs: 60_000,
  memoryMb: 512,
} satisfies PoolOptions

/** Threads that evaluate batches. While it has nothing to do it does not keep the process alive. */
export interface Pool {
  readonly threads: number
  /** Threads that have work now. */
  readonly busy: number
  /**
   * Evaluates an encoded `cairn.v1.Batch` to an encoded `cairn.v1.Result`. When the signal aborts, a batch that waits is
   * dropped and one that runs is left before its next program.
   *
   * @throws EvaluationCancelled when the signal aborts first
   * @throws EvaluationLost when the thread that ran it died
   * @throws MalformedBatch when the bytes are not a batch that can be answered
   * @throws PoolBroken when threads die as soon as they start
   * @throws PoolClosed when the pool is closed first
   */
  evaluate(batch: Uint8Array, signal?: AbortSignal): Promise<Uint8Array>
  /** Ends the threads at once; what they had not finished rejects with PoolClosed. */
  close(): Promise<void>
}

/** Batches that a thread holds: the one it runs, and one posted ahead, so that it never waits for the control thread. */
const batchesPerThread = 2

/** Threads in a row that may die without having settled a batch. */
const fruitlessDeathsAllowed = 5

/**
 * A batch in the pool:
 *
 *   queued --post--> posted --the thread begins it--> running --its reply--> settled
 *      ^               |                                 |
 *      +--thread dies--+                                 +--thread dies--> lost: rejected with EvaluationLost
 *
 * and from each of the three it may be cancelled, which is noticed between programs.
 *
 * A batch that only waited behind a fatal one is queued again and nobody hears of it. A thread that dies is replaced.
 *
 * Resolves when every thread is up.
 *
 * @throws PoolBroken when a thread cannot start, for example because the module of a domain is not there
 */
export async function openPool(options: PoolOptions = {}): Promise<Pool> {
  const settings = {
    ...poolDefaults,
    threads: availableParallelism(),
    worker: `${hostname()}-${process.pid}`,
    ...options,
  }
  const threads = new Set<PoolThread>()
  const queue: PooledBatch[] = []
  let fruitlessDeaths = 0
  let ended: Error | undefined
  let opening: { readonly up: () => void; readonly failed: (error: Error) => void } | undefined

  await new Promise<void>((resolve, reject) => {
    opening = { up: resolve, failed: reject }
    for (let i = 0; i < settings.threads; i++) start()
  })
  opening = undefined

  return {
    threads: settings.threads,
    get busy() {
      return [...threads].filter((thread) => thread.held > 0).length
    },
    evaluate: (bytes, signal) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) return reject(ended)
        if (signal?.aborted) return reject(new EvaluationCancelled())
        const batch = { bytes, resolve, reject }
        signal?.addEventListener('abort', () => cancel(batch), { once: true })
        queue.push(batch)
        pump()
      }),
    close: () => end(new PoolClosed()),
  }

  function start(): void {
    const thread = startThread(settings, {
      room() {
        if ([...threads].every(({ ready }) => ready)) opening?.up()
        pump()
      },
      died(death) {
        threads.delete(thread)
        replace(death)
      },
    })
    threads.add(thread)
  }

  function replace({ reason, unbegun, fruitless }: ThreadDeath): void {
    queue.unshift(...unbegun)
    if (ended !== undefined) {
      rejectQueue(ended)
      return
    }
    fruitlessDeaths = fruitless ? fruitlessDeaths + 1 : 0
    if (opening !== undefined || fruitlessDeaths === fruitlessDeathsAllowed) {
      const broken = new PoolBroken(reason)
      void end(broken).then(() => opening?.failed(broken))
      return
    }
    start()
    pump()
  }

  function pump(): void {
    while (queue.length > 0) {
      let roomiest: PoolThread | undefined
      for (const thread of threads) {
        if (!thread.ready || thread.held >= batchesPerThread) continue
        if (roomiest === undefined || thread.held < roomiest.held) roomiest = thread
      }
      if (roomiest === undefined) return
      roomiest.post(queue.shift()!)
    }
  }

  function cancel(batch: PooledBatch): void {
    const waiting = queue.indexOf(batch)
    if (waiting >= 0) queue.splice(waiting, 1)[0]!.reject(new EvaluationCancelled())
    else for (const thread of threads) thread.cancel(batch)
  }

  async function end(why: Error): Promise<void> {
    ended ??= why
    rejectQueue(ended)
    await Promise.all([...threads].map((thread) => thread.end()))
  }

  function rejectQueue(why: Error): void {
    for (const batch of queue.splice(0)) batch.reject(why)
  }
}
