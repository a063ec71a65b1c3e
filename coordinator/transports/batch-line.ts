import type { OutgoingBatch } from '../transport.ts'

/** Batches in the order they came. Only so many are accepted at a time: whoever adds one more waits for room. */
export interface BatchLine {
  readonly length: number
  /** Resolves when the batch is accepted, or no longer wanted. */
  add(batch: OutgoingBatch): Promise<void>
  /** Back into the front: it had been accepted before. */
  putBack(batch: OutgoingBatch): void
  take(): OutgoingBatch | undefined
  drop(ids: ReadonlySet<string>): void
  /** Forgets everything; whoever waits, and whoever adds from now on, is told why. */
  close(why: Error): void
}

interface Place {
  readonly batch: OutgoingBatch
  readonly accept: () => void
  readonly reject: (why: Error) => void
}

export function batchLine(room: number): BatchLine {
  let line: Place[] = []
  let closed: Error | undefined

  const acceptFirst = () => {
    for (const { accept } of line.slice(0, room)) accept()
  }

  return {
    get length() {
      return line.length
    },
    add: (batch) =>
      new Promise((accept, reject) => {
        if (closed !== undefined) return reject(closed)
        line.push({ batch, accept, reject })
        if (line.length <= room) accept()
      }),
    putBack(batch) {
      if (closed === undefined) line.unshift({ batch, accept() {}, reject() {} })
    },
    take() {
      const first = line.shift()
      first?.accept()
      line[room - 1]?.accept()
      return first?.batch
    },
    drop(ids) {
      for (const { batch, accept } of line) if (ids.has(batch.id)) accept()
      line = line.filter(({ batch }) => !ids.has(batch.id))
      acceptFirst()
    },
    close(why) {
      closed = why
      for (const { reject } of line.splice(0)) reject(why)
    },
  }
}
