import type { Manifest } from '@cairn/coordinator'
import type { RemoteEmbedding } from '@cairn/trainer/service'
import type { EmbeddingPlaces, OpenedEmbedding } from './embeddings.ts'

/**
 * An embedding that a trainer elsewhere computes. Of a run that is resumed, the trainer is looked for when the journal
 * cannot answer a question, and must have the weights of before.
 *
 * @param embedding what the trainer calls it
 * @throws BadTrainerAddress, TrainerUnavailable, TrainerRefused
 */
export async function remoteEmbedding(
  url: string,
  embedding: string,
  { say = () => {}, metrics }: EmbeddingPlaces,
  known?: Manifest['embedding'],
): Promise<OpenedEmbedding> {
  let connection: Promise<RemoteEmbedding> | undefined
  const connected = (): Promise<RemoteEmbedding> => {
    connection ??= connect().catch((error: unknown) => {
      connection = undefined
      throw error
    })
    return connection
  }
  async function connect(): Promise<RemoteEmbedding> {
    const { connectTrainer } = await import('@cairn/trainer/service')
    const found = await connectTrainer(url, { embedding: known?.name ?? embedding })
    say(`trainer: ${found.about.backend} at ${found.url}; embedding ${found.name}`)
    return found
  }

  async function asked<A>(kind: 'decode' | 'encode', vectors: number, ask: (of: RemoteEmbedding) => Promise<A>) {
    const remote = await connected()
    const began = performance.now()
    const answer = await ask(remote)
    const labels = { kind, backend: `remote ${remote.about.backend}` }
    metrics?.trainerQuestions.inc(labels)
    metrics?.trainerVectors.inc(labels, vectors)
    metrics?.trainerSeconds.observe(labels, (performance.now() - began) / 1000)
    return answer
  }

  const about = known ?? (await connected())
  return {
    ...{ name: about.name, size: about.size },
    ...(known?.folder === undefined ? {} : { folder: known.folder }),
    language: known === undefined ? (await connected()).about.language : undefined,
    decode: (latents) => asked('decode', latents.length, (remote) => remote.decode(latents)),
    encode: (programs) => asked('encode', programs.length, (remote) => remote.encode(programs)),
    async [Symbol.asyncDispose]() {
      await (await connection?.catch(() => undefined))?.close()
    },
  }
}
