import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../fixtures/queue-worker.mjs', import.meta.url))

/** A worker in a process of its own. Dispose it, and it is killed. */
export interface QueueWorker extends AsyncDisposable {
  readonly child: ChildProcess
  kill(signal: NodeJS.Signals): void
  /** Exit code, or -1 after a signal. */
  readonly exit: Promise<number>
}

/** Starts a worker of the hostile domain that takes `delayMs` over each batch. Resolves when it is connected. */
export async function startQueueWorker(url: string, id: string, delayMs = 0): Promise<QueueWorker> {
  const child = spawn(process.execPath, [script, url, id, String(delayMs)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'close').then(([code]) => (code as number | null) ?? -1)
  const ready = once(child.stdout, 'data')
  await Promise.race([
    ready,
    exit.then((code) => Promise.reject(new Error(`the worker ended with ${code} before it was ready`))),
  ])
  return {
    child,
    exit,
    kill: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await exit
    },
  }
}
