// Entry of an evaluating thread: takes one encoded batch after the other and answers with encoded results.
import { parentPort, workerData } from 'node:worker_threads'
import { loadDomain } from '@cairn/domains'
import { MalformedBatch } from './batch.ts'
import { EvaluationCancelled, evaluateBatch } from './evaluate.ts'
import { isCancelled, markBatch, markProgram } from './progress.ts'
import type { ThreadData, ThreadReply, ThreadRequest } from './thread-messages.ts'

if (parentPort === null) throw new Error('thread.js is started by openPool, as a worker thread')
const port = parentPort
const { progress, domains, worker } = workerData as ThreadData

for (const module of domains) await loadDomain(module)

port.on('message', ({ ticket, batch }: ThreadRequest) => {
  markBatch(progress, ticket)
  const reply = answer(ticket, batch)
  markBatch(progress, 0)
  port.postMessage(reply)
})
port.postMessage({ kind: 'ready' } satisfies ThreadReply)

/** Any other exception is a bug: it ends this thread, and the pool reports the batch lost. */
function answer(ticket: number, batch: Uint8Array): ThreadReply {
  try {
    const bytes = evaluateBatch(batch, {
      onProgram: (index) => markProgram(progress, index),
      cancelled: () => isCancelled(progress, ticket),
      clock,
      worker,
    })
    return { kind: 'result', ticket, bytes }
  } catch (error) {
    if (error instanceof EvaluationCancelled) return { kind: 'cancelled', ticket }
    if (!(error instanceof MalformedBatch)) throw error
    return { kind: 'malformed', ticket, malformed: error.kind, message: error.message }
  }
}

function clock(): number {
  return performance.now() / 1000
}
