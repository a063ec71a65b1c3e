import { exitCodes, terminatedCode } from './exit-codes.ts'

/**
 * Ctrl-C asks once, then insists:
 *
 *   running --SIGINT or SIGTERM--> stopping --the same again, after `repeatMs`--> exit at once
 *
 * A signal that comes twice at a time is one request: npm and npx pass on to their child what the terminal has already
 * sent it.
 */
export interface Interrupt extends Disposable {
  /** Aborts when asked to stop. */
  readonly signal: AbortSignal
  /** Exit code that says so; undefined while nobody has asked. */
  readonly exitCode: number | undefined
}

/** Signals of one request arrive within this time. */
const repeatMs = 500

/** @param asked called once, when the process is first asked to stop */
export function onInterrupt(asked: (signal: NodeJS.Signals) => void = () => {}): Interrupt {
  const controller = new AbortController()
  let exitCode: number | undefined
  let askedAt = 0
  const stop = (signal: NodeJS.Signals) => {
    if (exitCode === undefined) {
      exitCode = signal === 'SIGTERM' ? terminatedCode : exitCodes.interrupted.code
      askedAt = Date.now()
      asked(signal)
      controller.abort()
    } else if (Date.now() - askedAt > repeatMs) process.exit(exitCode)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode
    },
    [Symbol.dispose]() {
      process.off('SIGINT', stop).off('SIGTERM', stop)
    },
  }
}
