import { openBackend } from '../backend.ts'
import { readEmbeddingCard } from '../embedded/card.ts'
import { TrainedEmbedding } from '../training/trained-embedding.ts'
import type { EmbeddingProcessSettings, FromEmbedding, ToEmbedding } from './embedding-messages.ts'
import { listen, tell, wordsOf } from './in-child.ts'

// Opens an embedding and answers questions about it, one after the other.

const say = (message: FromEmbedding) => tell(message)
let last: Promise<unknown> = Promise.resolve()
let embedding: TrainedEmbedding

listen(
  async (settings: EmbeddingProcessSettings) => {
    try {
      last = open(settings)
      await last
    } catch (error) {
      await say({ kind: 'unavailable', reason: wordsOf(error) })
      process.disconnect()
    }
  },
  (question: ToEmbedding) => {
    last = last
      .then(() => answer(question))
      .catch((error: unknown): FromEmbedding => ({ kind: 'failed', reason: wordsOf(error) }))
      .then(say)
  },
)

async function open({ folder, name, backend: wanted }: EmbeddingProcessSettings): Promise<void> {
  const found = readEmbeddingCard(folder)
  if (found.name !== name) throw new Error(`${folder} holds ${found.name} now`)
  const { tf, name: backend, report } = await openBackend(wanted)
  embedding = await TrainedEmbedding.open(tf, folder)
  await say({ kind: 'opened', backend, report })
}

async function answer(question: ToEmbedding): Promise<FromEmbedding> {
  if (question.kind === 'decode') return { kind: 'decoded', programs: await embedding.decode(question.latents) }
  return { kind: 'encoded', latents: await embedding.encode(question.programs) }
}
