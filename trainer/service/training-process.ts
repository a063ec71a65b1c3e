import { readFileSync } from 'node:fs'
import { readProgramData } from '@cairn/domains'
import { openBackend } from '../backend.ts'
import { listen, tell, wordsOf } from '../process/in-child.ts'
import { settingsFor, type TrainingRequest } from '../training/options.ts'
import { trainEmbedding } from '../training/train-embedding.ts'
import type { FromTraining, ToTraining, TrainingSettings } from './training-messages.ts'

// Trains one embedding and tells of it; ends when it is trained, or stopped.

const stopping = new AbortController()
const say = (message: FromTraining) => tell(message)

listen(
  async (settings: TrainingSettings) => {
    try {
      await train(settings)
    } catch (error) {
      await say({ kind: 'failed', code: (error as NodeJS.ErrnoException).code, reason: wordsOf(error) })
    }
    process.disconnect()
  },
  (_: ToTraining) => stopping.abort(),
)

async function train({ folder, data: given, options, backend: wanted }: TrainingSettings): Promise<void> {
  const data = readProgramData(typeof given === 'string' ? readFileSync(given) : Buffer.from(given))
  const { hidden, latent, losses = 'p', behaviourFrom, ...others } = options
  const sizes = settingsFor(data)
  const backend = await openBackend(wanted)
  void say({ kind: 'opened', backend: backend.name, report: backend.report })
  const request: TrainingRequest = {
    ...{ data, backend, folder, signal: stopping.signal },
    settings: { ...sizes, hidden: hidden ?? sizes.hidden, latent: latent ?? sizes.latent },
    losses: { latent: losses.endsWith('+l'), behaviour: losses.startsWith('p+r') },
    epochs: data.settings.vocabulary === 'leaps' ? 150 : 30,
    ...(behaviourFrom === undefined ? {} : { behaviour: { from: behaviourFrom } }),
    ...others,
  }
  for await (const event of trainEmbedding(request)) void say({ kind: 'event', event })
}
