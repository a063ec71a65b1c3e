import { Worker } from 'node:worker_threads'
import { status } from '@grpc/grpc-js'
import type { TrainingEvent } from '../training/progress.ts'
import { Refusal } from './errors.ts'
import type { FromTrainingThread, ToTrainingThread, TrainingThreadSettings } from './training-messages.ts'

/** The script of a thread, compiled also where this runs from source. */
const entry = new URL(
  import.meta.url.endsWith('.ts') ? '../dist/service/training-thread.js' : './training-thread.js',
  import.meta.url,
)

export interface TrainingListener {
  opened(backend: string, report: readonly string[]): void
  heard(event: TrainingEvent): void
}

/** What the errors of a training are to whoever asked for it. */
const statuses: Readonly<Record<string, status>> = {
  E_BAD_TRAINING_OPTION: status.INVALID_ARGUMENT,
  E_BAD_PROGRAM_DATA: status.INVALID_ARGUMENT,
  E_TRAINING_CHANGED: status.FAILED_PRECONDITION,
  E_BACKEND_UNAVAILABLE: status.FAILED_PRECONDITION,
  E_BAD_WEIGHTS_FILE: status.DATA_LOSS,
  ENOENT: status.NOT_FOUND,
  ENOSPC: status.RESOURCE_EXHAUSTED,
}

/**
 * Trains in a thread of its own, to the end or until the signal: then the step is finished and the checkpoint written.
 *
 * @throws Refusal
 */
export function trainInThread(
  settings: TrainingThreadSettings,
  listener: TrainingListener,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(entry, { workerData: settings, execArgv: [] })
    const stop = () => thread.postMessage('stop' satisfies ToTrainingThread)
    let failure: Error | undefined
    thread.on('message', (message: FromTrainingThread) => {
      if (message.kind === 'opened') listener.opened(message.backend, message.report)
      else if (message.kind === 'event') listener.heard(message.event)
      else failure = new Refusal(statuses[message.code ?? ''] ?? status.INTERNAL, message.reason)
    })
    thread.on('error', (cause) => {
      failure = new Refusal(status.INTERNAL, `the thread that trains died: ${cause.message}`, { cause })
    })
    thread.on('exit', (code) => {
      signal.removeEventListener('abort', stop)
      if (failure === undefined && code !== 0)
        failure = new Refusal(status.INTERNAL, `the thread that trains ended with exit code ${code}`)
      if (failure === undefined) resolve()
      else reject(failure)
    })
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
