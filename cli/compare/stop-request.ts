import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Asks whoever works on the campaign to stop, from wherever its folder can be written. */
const stopFile = 'stop'

/** Period in which a process that works on a campaign looks for the file. */
const lookMs = 1_000

export function requestStop(campaign: string): void {
  writeFileSync(join(campaign, stopFile), '')
}

/** A request that has been met, or that nobody is there to meet. */
export function withdrawStop(campaign: string): void {
  rmSync(join(campaign, stopFile), { force: true })
}

export interface StopWatch extends Disposable {
  /** Aborts when a stop is requested. */
  readonly signal: AbortSignal
}

/** Looks for requests from now on; what was requested earlier is forgotten. */
export function watchStop(campaign: string, asked: () => void): StopWatch {
  withdrawStop(campaign)
  const controller = new AbortController()
  const timer = setInterval(() => {
    if (!existsSync(join(campaign, stopFile))) return
    clearInterval(timer)
    asked()
    controller.abort()
  }, lookMs)
  timer.unref()
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      clearInterval(timer)
      withdrawStop(campaign)
    },
  }
}
