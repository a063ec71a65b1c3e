import { Worker } from 'node:worker_threads'
import { MalformedBatch } from './batch.ts'
import { EvaluationCancelled } from './evaluate.ts'
import { EvaluationLost } from './pool-errors.ts'
import { createProgress, markCancelled, readProgress } from './progress.ts'
import { fitToSend, type ThreadData, type ThreadReply, type ThreadRequest } from './thread-messages.ts'

/** One evaluating thread, from its start to its death. */
export interface PoolThread {
  readonly ready: boolean
  /** Batches posted to it and not settled. */
  readonly held: number
  post(batch: PooledBatch): void
  /** If it holds the batch, asks it to leave it; the batch then rejects, unless it was done already. */
  cancel(batch: PooledBatch): void
  /** Ends it at once; what it holds comes back in `died`. */
  end(): Promise<void>
}

export interface PooledBatch {
  readonly bytes: Uint8Array
  readonly resolve: (result: Uint8Array) => void
  readonly reject: (error: Error) => void
}

export interface ThreadSettings {
  readonly domains: readonly string[]
  readonly programTimeoutMs: number
  readonly memoryMb: number
  readonly worker: string
}

export interface ThreadEvents {
  /** It is up, or has settled a batch: there is room for another. */
  room(): void
  /** The batch that it was running has been rejected. */
  died(death: ThreadDeath): void
}

export interface ThreadDeath {
  readonly reason: string
  /** Batches that had only waited in this thread, in order; all that it held, when it was ended. */
  readonly unbegun: readonly PooledBatch[]
  /** It settled no batch in all its life, not even by dying of one. */
  readonly fruitless: boolean
}

/** The compiled entry, from `dist` and from the sources alike: a thread has no loader for TypeScript. */
const entry = new URL(import.meta.url.endsWith('.ts') ? './dist/thread.js' : './thread.js', import.meta.url)

/** Importing a user's domain may take a while. */
const startTimeoutMs = 60_000

/** The watchdog counts its looks instead of reading a clock, so a process that was suspended is not taken for a hang. */
const looksPerTimeout = 10

export function startThread(settings: ThreadSettings, events: ThreadEvents): PoolThread {
  const { domains, programTimeoutMs, memoryMb, worker: workerName } = settings
  const progress = createProgress()
  const held = new Map<number, PooledBatch>()
  let ready = false
  let lastTicket = 0
  let fruitless = true
  let ending = false
  let reason: string | undefined

  const worker = new Worker(entry, {
    workerData: { progress, domains, worker: workerName } satisfies ThreadData,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  const watchdog = watch(() => {
    clearInterval(watchdog)
    reason = ready ? `no end of a program in ${programTimeoutMs} ms` : `not started after ${startTimeoutMs} ms`
    void worker.terminate()
  })

  worker.on('message', (reply: ThreadReply) => {
    if (reply.kind === 'ready') ready = true
    else settle(reply)
    if (held.size === 0 && !ending) worker.unref()
    events.room()
  })
  worker.on('error', (error: Error & { code?: string }) => {
    reason ??= error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? `out of memory at ${memoryMb} MB` : `${error.message}`
  })
  worker.on('exit', (exitCode) => {
    clearInterval(watchdog)
    reason ??= `the thread exited with code ${exitCode}`
    const { ticket, program } = readProgress(progress)
    const running = ending ? undefined : held.get(ticket)
    if (running !== undefined) {
      held.delete(ticket)
      running.reject(new EvaluationLost(reason, program))
      fruitless = false
    }
    events.died({ reason, unbegun: [...held.values()], fruitless })
  })

  return {
    get ready() {
      return ready
    },
    get held() {
      return held.size
    },
    post(batch) {
      lastTicket = (lastTicket % 0x7fff_ffff) + 1
      held.set(lastTicket, batch)
      worker.ref()
      worker.postMessage({ ticket: lastTicket, batch: fitToSend(batch.bytes) } satisfies ThreadRequest)
    },
    cancel(batch) {
      for (const [ticket, each] of held) if (each === batch) markCancelled(progress, ticket)
    },
    async end() {
      ending = true
      worker.ref() // or the process could be over before this is
      await worker.terminate()
    },
  }

  function settle(reply: Exclude<ThreadReply, { kind: 'ready' }>): void {
    const batch = held.get(reply.ticket)
    if (batch === undefined) return
    held.delete(reply.ticket)
    fruitless = false
    if (reply.kind === 'result') batch.resolve(reply.bytes)
    else if (reply.kind === 'cancelled') batch.reject(new EvaluationCancelled())
    else batch.reject(new MalformedBatch(reply.malformed, reply.message))
  }

  /** Calls `hangs` when the start, or one program, takes too long. */
  function watch(hangs: () => void): NodeJS.Timeout {
    const lookEveryMs = programTimeoutMs / looksPerTimeout
    let looks = 0
    let lastBeat = -1
    return setInterval(() => {
      const { ticket, beat } = readProgress(progress)
      looks = beat === lastBeat && (ticket !== 0 || !ready) ? looks + 1 : 0
      lastBeat = beat
      if (looks >= (ready ? looksPerTimeout : startTimeoutMs / lookEveryMs)) hangs()
    }, lookEveryMs).unref()
  }
}
