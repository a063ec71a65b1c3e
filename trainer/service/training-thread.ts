import { readFileSync } from 'node:fs'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { readProgramData } from '@cairn/domains'
import { openBackend } from '../backend.ts'
import { settingsFor, type TrainingRequest } from '../training/options.ts'
import { trainEmbedding } from '../training/train-embedding.ts'
import type { FromTrainingThread, TrainingThreadSettings } from './training-messages.ts'

// Trains one embedding and tells of it; ends when it is trained, or stopped.

const port = parentPort as MessagePort
const tell = (message: FromTrainingThread) => port.postMessage(message)
const stopping = new AbortController()
port.on('message', () => stopping.abort())

try {
  await train(workerData as TrainingThreadSettings)
} catch (error) {
  const { code, message } =
    error instanceof Error ? (error as NodeJS.ErrnoException) : { code: undefined, message: String(error) }
  tell({ kind: 'failed', code, reason: message })
} finally {
  port.close()
}

async function train({ folder, data: given, options, backend: wanted }: TrainingThreadSettings): Promise<void> {
  const data = readProgramData(typeof given === 'string' ? readFileSync(given) : Buffer.from(given))
  const { hidden, latent, losses = 'p', behaviourFrom, ...others } = options
  const sizes = settingsFor(data)
  const backend = await openBackend(wanted)
  tell({ kind: 'opened', backend: backend.name, report: backend.report })
  const request: TrainingRequest = {
    ...{ data, backend, folder, signal: stopping.signal },
    settings: { ...sizes, hidden: hidden ?? sizes.hidden, latent: latent ?? sizes.latent },
    losses: { latent: losses.endsWith('+l'), behaviour: losses.startsWith('p+r') },
    epochs: data.settings.vocabulary === 'leaps' ? 150 : 30,
    ...(behaviourFrom === undefined ? {} : { behaviour: { from: behaviourFrom } }),
    ...others,
  }
  for await (const event of trainEmbedding(request)) tell({ kind: 'event', event })
}
