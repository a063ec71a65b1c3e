import { resolve } from 'node:path'
import type { CoordinatorMetrics, LatentDecoder, Manifest, RunPlan } from '@cairn/coordinator'
import type { Language } from '@cairn/language'
import type { Search } from '@cairn/search'
import type { EmbeddingProcess } from '@cairn/trainer/embedded'
import { BadUsage } from './errors.ts'

/** What every embedding of this process is opened with. */
export interface EmbeddingPlaces {
  /** Paths start from here. */
  readonly folder: string
  /** Where a trainer computes them, instead of a process of this one. */
  readonly trainer?: string | undefined
  /** Called with news for a person. */
  readonly say?: (text: string) => void
  readonly metrics?: Pick<CoordinatorMetrics, 'trainerQuestions' | 'trainerVectors' | 'trainerSeconds'> | undefined
}

export interface OpenedEmbedding extends LatentDecoder, AsyncDisposable {
  /** Of its programs; undefined where only the manifest of a run was looked at. */
  readonly language: string | undefined
}

/** The run that an embedding is for. */
export interface EmbeddingFor {
  readonly search: Search
  readonly language: Language
  /** Of a run that is resumed: it needs the weights only for what its journal cannot answer. */
  readonly known: Manifest['embedding']
}

/**
 * An embedding that computes in a process of its own, from its first question on, or at a trainer.
 *
 * @param embedding the name of one that comes with Cairn, or a folder; of a trainer, what it calls one
 * @throws BadUsage, BadModelCard, or what the trainer's client throws
 */
export async function openEmbedding(
  embedding: string,
  places: EmbeddingPlaces,
  known?: Manifest['embedding'],
): Promise<OpenedEmbedding> {
  const { folder: home, trainer, say = () => {}, metrics } = places
  if (trainer !== undefined)
    return (await import('./remote-embedding.ts')).remoteEmbedding(trainer, embedding, places, known)
  const { bundledEmbedding, EmbeddingProcess, NoEmbedding, readEmbeddingCard } = await import('@cairn/trainer/embedded')
  const bundled = bundledEmbedding(embedding)
  const folder = known?.folder ?? bundled ?? resolve(home, embedding)
  const computing = (card: { readonly name: string; readonly size: number }) =>
    new EmbeddingProcess(folder, card, {
      opened: (backend, report) => say(`trainer: ${used(backend, report)}; embedding ${card.name}`),
      answered({ kind, backend, vectors, seconds }) {
        metrics?.trainerQuestions.inc({ kind, backend })
        metrics?.trainerVectors.inc({ kind, backend }, vectors)
        metrics?.trainerSeconds.observe({ kind, backend }, seconds)
      },
    })
  if (known !== undefined) return opened(computing(known), folder === bundled ? undefined : folder, undefined)
  try {
    const card = readEmbeddingCard(folder)
    return opened(computing(card), folder === bundled ? undefined : folder, card.language)
  } catch (error) {
    if (!(error instanceof NoEmbedding)) throw error
    const expected = `leaps, which comes with Cairn, or a folder that "cairn embedding train" wrote (${error.message})`
    throw new BadUsage('embedding', embedding, expected)
  }
}

/** @param folder for the manifest; undefined where the embedding comes with Cairn */
function opened(
  computing: EmbeddingProcess,
  folder: string | undefined,
  language: string | undefined,
): OpenedEmbedding {
  return {
    ...{ name: computing.name, size: computing.size, language },
    ...(folder === undefined ? {} : { folder }),
    decode: (latents) => computing.decode(latents),
    encode: (programs) => computing.encode(programs),
    [Symbol.asyncDispose]: () => computing.close(),
  }
}

/** The line of the report on what was taken: `fast-cpu, onnxruntime-node ...`. */
function used(backend: string, report: readonly string[]): string {
  const taken = `${backend}: used, `
  const line = report.find((one) => one.startsWith(taken))
  return line === undefined ? backend : `${backend}, ${line.slice(taken.length)}`
}

/** The embeddings of the runs of this process: those that search the same one share it. */
export class Embeddings implements AsyncDisposable {
  readonly #places: EmbeddingPlaces
  readonly #opened = new Map<string, OpenedEmbedding>()

  constructor(places: EmbeddingPlaces) {
    const said = new Set<string>()
    const say = (text: string) => {
      if (!said.has(text)) places.say?.(text)
      said.add(text)
    }
    this.#places = { ...places, say }
  }

  /**
   * That of the run's plan; undefined if its search goes without. It stays open until all of them are closed.
   *
   * @throws BadUsage if there is none, or it is of another language than the task; BadModelCard
   */
  async of(
    { task, search: named }: RunPlan,
    { search, language, known }: EmbeddingFor,
  ): Promise<LatentDecoder | undefined> {
    const option = search.options.embedding
    if (option === undefined) return undefined
    const embedding = String(named.options.embedding ?? option.default)
    const opened = await openEmbedding(embedding, this.#places, known)
    if (opened.language !== undefined && opened.language !== language.name) {
      const expected = `an embedding of ${language.name}, for ${search.name} on ${task.name} (${opened.name} is of ${opened.language})`
      throw new BadUsage('embedding', embedding, expected)
    }
    const key = JSON.stringify([opened.name, opened.size, opened.folder])
    const shared = this.#opened.get(key) ?? opened
    this.#opened.set(key, shared)
    if (shared !== opened) await opened[Symbol.asyncDispose]()
    return shared
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#opened.values()].map((one) => one[Symbol.asyncDispose]()))
  }
}
