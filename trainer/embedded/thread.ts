import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { openBackend } from '../backend.ts'
import { TrainedEmbedding } from '../training/trained-embedding.ts'
import { readEmbeddingCard } from './card.ts'
import type { FromThread, ThreadSettings, ToThread } from './thread-messages.ts'

// Opens an embedding and answers questions about it, one after the other.

const port = parentPort as MessagePort
const tell = (message: FromThread) => port.postMessage(message)
const { folder, name, backend: wanted } = workerData as ThreadSettings

try {
  const embedding = await open()
  let last: Promise<void> = Promise.resolve()
  port.on('message', (question: ToThread) => {
    last = last.then(async () => {
      try {
        tell(await answer(embedding, question))
      } catch (error) {
        tell({ kind: 'failed', reason: wordsOf(error) })
      }
    })
  })
} catch (error) {
  tell({ kind: 'unavailable', reason: wordsOf(error) })
}

async function open(): Promise<TrainedEmbedding> {
  const found = readEmbeddingCard(folder)
  if (found.name !== name) throw new Error(`${folder} holds ${found.name} now`)
  const { tf, name: backend, report } = await openBackend(wanted)
  const embedding = await TrainedEmbedding.open(tf, folder)
  tell({ kind: 'opened', backend, report })
  return embedding
}

async function answer(embedding: TrainedEmbedding, question: ToThread): Promise<FromThread> {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  if (question.kind === 'decode') {
    const programs = await embedding.decode(question.latents)
    return { kind: 'decoded', programs, seconds: seconds() }
  }
  const vectors = await embedding.encode(question.programs)
  return { kind: 'encoded', vectors, seconds: seconds() }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
