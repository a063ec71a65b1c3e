import { listen, tell, wordsOf } from '../process/in-child.ts'
import type { TrainedEmbedding } from '../training/trained-embedding.ts'
import { readEmbeddingCard } from './card.ts'
import type { EmbeddingChildSettings, FromEmbedding, ToEmbedding } from './messages.ts'

// Opens an embedding and answers questions about it, one after the other. What computes is loaded when it is known what
// to open: until then a signal of the terminal would end this process.

const say = (message: FromEmbedding) => tell(message)
let last: Promise<unknown> = Promise.resolve()
let embedding: TrainedEmbedding

listen(
  async (settings: EmbeddingChildSettings) => {
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

async function open({ folder, name, backend: wanted }: EmbeddingChildSettings): Promise<void> {
  const found = readEmbeddingCard(folder)
  if (found.name !== name) throw new Error(`${folder} holds ${found.name} now`)
  const { openBackend } = await import('../backend.ts')
  const { TrainedEmbedding } = await import('../training/trained-embedding.ts')
  const { tf, name: backend, report } = await openBackend(wanted)
  embedding = await TrainedEmbedding.open(tf, folder)
  await say({ kind: 'opened', backend, report })
}

async function answer(question: ToEmbedding): Promise<FromEmbedding> {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  if (question.kind === 'decode') {
    const programs = await embedding.decode(question.latents)
    return { kind: 'decoded', programs, seconds: seconds() }
  }
  const latents = await embedding.encode(question.programs)
  return { kind: 'encoded', latents, seconds: seconds() }
}
