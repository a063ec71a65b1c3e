import type { Program } from '@cairn/language'
import { status } from '@grpc/grpc-js'
import type { BackendOptions } from '../backend.ts'
import { readEmbeddingCard } from '../embedded/card.ts'
import { EmbeddingProcess } from '../embedded/embedding-process.ts'
import { Refusal } from './errors.ts'
import { limits } from './limits.ts'
import { Turns } from './turns.ts'

/** An embedding that is to be served. */
export interface EmbeddingPlace {
  /** What clients may ask for it by. */
  readonly id: string
  readonly folder: string
}

/** An embedding that is served; a process of its own computes it. */
export interface ServedEmbedding {
  readonly id: string
  /** Tells these weights from all others. */
  readonly name: string
  /** Numbers of a latent. */
  readonly size: number
  readonly language: string
  readonly vocabulary: string
  readonly backend: string
  /** A line per backend that was looked at. */
  readonly report: readonly string[]
  decode(latents: readonly Float64Array[], signal: AbortSignal): Promise<(Program | undefined)[]>
  encode(programs: readonly Program[], signal: AbortSignal): Promise<Float64Array[]>
}

/** The embeddings of a trainer, by id and by name. */
export class Shelf implements AsyncDisposable {
  readonly #backend: Partial<BackendOptions>
  readonly #served = new Map<string, { readonly embedding: ServedEmbedding; readonly computing: EmbeddingProcess }>()

  readonly #fixed = new Set<string>()

  constructor(backend: Partial<BackendOptions>) {
    this.#backend = backend
  }

  get embeddings(): ServedEmbedding[] {
    return Array.from(this.#served.values(), ({ embedding }) => embedding)
  }

  /** Whether an embedding that stays has that id. */
  isFixed(id: string): boolean {
    return this.#fixed.has(id)
  }

  /** As `put`, and nothing comes in its place. */
  putFixed(place: EmbeddingPlace): Promise<ServedEmbedding> {
    this.#fixed.add(place.id)
    return this.put(place)
  }

  /**
   * Opens the embedding of a folder, in the place of the one that had its id.
   *
   * @throws NoEmbedding, BadModelCard, EmbeddingUnavailable
   */
  async put({ id, folder }: EmbeddingPlace): Promise<ServedEmbedding> {
    const card = readEmbeddingCard(folder)
    const computing = new EmbeddingProcess(folder, card, { backend: this.#backend })
    const { backend, report } = await computing.open()
    const embedding: ServedEmbedding = { id, ...card, backend, report, ...inTurns(computing) }
    const before = this.#served.get(id)
    this.#served.set(id, { embedding, computing })
    await before?.computing.close()
    return embedding
  }

  /** @throws Refusal if there is none */
  find(asked: string): ServedEmbedding {
    const { embeddings } = this
    const found = embeddings.find(({ id, name }) => id === asked || name === asked)
    if (found !== undefined) return found
    const there = embeddings.map(({ id, name }) => `${id} (${name})`).join(', ') || 'none'
    throw new Refusal(
      status.NOT_FOUND,
      `embedding: expected one that is served here, ${there}; got ${JSON.stringify(asked)}`,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(Array.from(this.#served.values(), ({ computing }) => computing.close()))
  }
}

/** Long questions in parts, so that another caller does not wait for all of one. */
function inTurns(computing: EmbeddingProcess): Pick<ServedEmbedding, 'decode' | 'encode'> {
  const turns = new Turns()
  const ask = async <Q, A>(
    all: readonly Q[],
    signal: AbortSignal,
    work: (some: readonly Q[]) => Promise<readonly A[]>,
  ) => {
    const answers: A[] = []
    for (let from = 0; from < all.length; from += limits.vectorsPerTurn) {
      const some = all.slice(from, from + limits.vectorsPerTurn)
      answers.push(...(await turns.take(signal, () => work(some))))
    }
    return answers
  }
  return {
    decode: (latents, signal) => ask(latents, signal, (some) => computing.decode(some)),
    encode: (programs, signal) => ask(programs, signal, (some) => computing.encode(some)),
  }
}
