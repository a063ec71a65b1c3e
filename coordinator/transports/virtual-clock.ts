/**
 * Time that passes only when nothing else is left to do. Each event runs in a turn of its own of the event loop, so
 * whatever it sets off elsewhere is done before the next; no time is ever waited.
 */
export interface VirtualClock {
  /** Runs the event `delayMs` of virtual time from now; events of the same moment run in the order they were planned. */
  after(delayMs: number, event: () => void): void
  stop(): void
}

interface Planned {
  readonly atMs: number
  readonly event: () => void
}

export function virtualClock(): VirtualClock {
  /** Sorted by time, the next one last. */
  const plan: Planned[] = []
  let nowMs = 0
  let turn: NodeJS.Immediate | undefined

  return {
    after(delayMs, event) {
      const atMs = nowMs + delayMs
      let at = plan.length
      while (at > 0 && plan[at - 1]!.atMs <= atMs) at--
      plan.splice(at, 0, { atMs, event })
      turn ??= setImmediate(next)
    },
    stop() {
      plan.length = 0
      clearImmediate(turn)
    },
  }

  function next(): void {
    const { atMs, event } = plan.pop()!
    nowMs = atMs
    event()
    turn = plan.length > 0 ? setImmediate(next) : undefined
  }
}
