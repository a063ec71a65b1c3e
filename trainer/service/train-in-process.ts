import { status } from '@grpc/grpc-js'
import { startChild } from '../process/start-child.ts'
import type { TrainingEvent } from '../training/progress.ts'
import { Refusal } from './errors.ts'
import type { FromTraining, ToTraining, TrainingSettings } from './training-messages.ts'

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
 * Trains in a process of its own, to the end or until the signal: then the step is finished and the checkpoint written.
 *
 * @throws Refusal
 */
export function trainInProcess(
  settings: TrainingSettings,
  listener: TrainingListener,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = startChild('service/training-process', settings)
    const stop = () => void (child.connected && child.send('stop' satisfies ToTraining))
    let failure: Error | undefined
    child.on('message', (message: FromTraining) => {
      if (message.kind === 'opened') listener.opened(message.backend, message.report)
      else if (message.kind === 'event') listener.heard(message.event)
      else failure = new Refusal(statuses[message.code ?? ''] ?? status.INTERNAL, message.reason)
    })
    child.on('error', (cause) => {
      failure ??= new Refusal(status.INTERNAL, `the process that trains failed: ${cause.message}`, { cause })
    })
    child.on('close', (code, killed) => {
      signal.removeEventListener('abort', stop)
      if (code !== 0)
        failure ??= new Refusal(
          status.UNAVAILABLE,
          `the process that trains ended with ${killed ?? `exit code ${code}`}`,
        )
      if (failure === undefined) resolve()
      else reject(failure)
    })
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}
