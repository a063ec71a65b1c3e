import { Worker } from 'node:worker_threads'
import type { Program } from '@cairn/language'
import type { BackendOptions } from '../backend.ts'
import { type EmbeddingCard, readEmbeddingCard } from './card.ts'
import type { FromThread, ThreadSettings, ToThread } from './thread-messages.ts'

/** A question that has been answered. */
export interface AnsweredQuestion {
  readonly kind: 'decode' | 'encode'
  /** Vectors decoded, or made. */
  readonly vectors: number
  /** Computing time. */
  readonly seconds: number
  /** What computed. */
  readonly backend: string
}

export interface EmbeddingThreadOptions {
  readonly backend: Partial<BackendOptions>
  /** The weights are open; called with the report of `openBackend`. */
  readonly opened: (backend: string, report: readonly string[]) => void
  readonly answered: (question: AnsweredQuestion) => void
}

export const embeddingThreadDefaults = {
  backend: {},
  opened: () => {},
  answered: () => {},
} satisfies EmbeddingThreadOptions

/** The embedding cannot be opened, or its thread has ended. */
export class EmbeddingUnavailable extends Error {
  readonly code = 'E_EMBEDDING_UNAVAILABLE'
  readonly embedding: string
  readonly folder: string
  constructor(embedding: string, folder: string, why: string, options?: ErrorOptions) {
    super(`expected the weights of ${embedding} in ${folder}, but ${why}`, options)
    this.embedding = embedding
    this.folder = folder
  }
}

/** The embedding is open and cannot answer that question, such as about a program outside its vocabulary. */
export class EmbeddingFailed extends Error {
  readonly code = 'E_EMBEDDING_FAILED'
  readonly embedding: string
  constructor(embedding: string, why: string) {
    super(why)
    this.embedding = embedding
  }
}

/** The thread was closed with questions open, or asked after that. */
export class EmbeddingClosed extends Error {
  readonly code = 'E_EMBEDDING_CLOSED'
  readonly embedding: string
  constructor(embedding: string) {
    super(`the embedding ${embedding} was closed`)
    this.embedding = embedding
  }
}

interface Asked {
  readonly kind: ToThread['kind']
  resolve(answer: FromThread): void
  reject(error: Error): void
}

/** The script of a thread, compiled also where this runs from source. */
const entry = new URL(import.meta.url.endsWith('.ts') ? '../dist/embedded/thread.js' : './thread.js', import.meta.url)

/**
 * A trained embedding that computes in a thread of its own. Its weights are opened by the first question; while none is
 * open it does not keep the process alive.
 *
 *   idle --question--> opening --> up --close--> closed
 *    ^                    |        |
 *    +-- cannot be opened, or dies: open questions reject, the next one tries again
 */
export class EmbeddingThread implements AsyncDisposable {
  readonly name: string
  readonly size: number
  readonly folder: string
  readonly #options: EmbeddingThreadOptions
  readonly #asked: Asked[] = []
  #thread: Worker | undefined
  #backend = ''
  #closed = false

  /** @param card what must be in the folder when it is first asked; nothing is looked at before */
  constructor(
    folder: string,
    { name, size }: Pick<EmbeddingCard, 'name' | 'size'>,
    options: Partial<EmbeddingThreadOptions> = {},
  ) {
    this.folder = folder
    this.name = name
    this.size = size
    this.#options = { ...embeddingThreadDefaults, ...options }
  }

  /**
   * What is in the folder now.
   *
   * @throws NoEmbedding, BadModelCard
   */
  static of(folder: string, options: Partial<EmbeddingThreadOptions> = {}): EmbeddingThread {
    return new EmbeddingThread(folder, readEmbeddingCard(folder), options)
  }

  /**
   * The most likely program of each vector, in order; undefined where none comes out.
   *
   * @throws EmbeddingUnavailable, EmbeddingFailed, EmbeddingClosed
   */
  async decode(latents: readonly Float64Array[]): Promise<readonly (Program | undefined)[]> {
    const answer = await this.#ask({ kind: 'decode', latents })
    return answer.kind === 'decoded' ? answer.programs : []
  }

  /**
   * The mean of the vectors of each program, in order.
   *
   * @throws EmbeddingUnavailable, EmbeddingFailed, EmbeddingClosed
   */
  async encode(programs: readonly Program[]): Promise<readonly Float64Array[]> {
    const answer = await this.#ask({ kind: 'encode', programs })
    return answer.kind === 'encoded' ? answer.vectors : []
  }

  /** Ends the thread at once; open questions reject with EmbeddingClosed. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#end(new EmbeddingClosed(this.name))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #ask(question: ToThread): Promise<FromThread> {
    if (this.#closed) return Promise.reject(new EmbeddingClosed(this.name))
    this.#thread ??= this.#start()
    const thread = this.#thread
    return new Promise((resolve, reject) => {
      this.#asked.push({ kind: question.kind, resolve, reject })
      thread.ref()
      thread.postMessage(question)
    })
  }

  #start(): Worker {
    const { folder, name } = this
    const workerData: ThreadSettings = { folder, name, backend: this.#options.backend }
    const thread = new Worker(entry, { workerData, execArgv: [] })
    const died = (why: string, cause?: unknown) => {
      if (this.#thread === thread) void this.#end(this.#unavailable(why, cause))
    }
    thread.on('message', (message: FromThread) => {
      if (this.#thread === thread) this.#heard(message)
    })
    thread.on('error', (error) => died(`its thread died: ${error.message}`, error))
    thread.on('exit', (code) => died(`its thread ended with exit code ${code}`))
    return thread
  }

  #heard(message: FromThread): void {
    switch (message.kind) {
      case 'opened':
        this.#backend = message.backend
        this.#options.opened(message.backend, message.report)
        break
      case 'unavailable':
        void this.#end(this.#unavailable(message.reason))
        break
      case 'failed':
        this.#settle()?.reject(new EmbeddingFailed(this.name, message.reason))
        break
      default:
        this.#answered(message)
    }
  }

  #answered(answer: Extract<FromThread, { readonly seconds: number }>): void {
    const vectors = answer.kind === 'decoded' ? answer.programs.length : answer.vectors.length
    const asked = this.#settle()
    if (asked === undefined) return
    this.#options.answered({ kind: asked.kind, vectors, seconds: answer.seconds, backend: this.#backend })
    asked.resolve(answer)
  }

  /** The question whose turn it is; without another one the process may end. */
  #settle(): Asked | undefined {
    const asked = this.#asked.shift()
    if (this.#asked.length === 0) this.#thread?.unref()
    return asked
  }

  async #end(error: Error): Promise<void> {
    const thread = this.#thread
    this.#thread = undefined
    for (const { reject } of this.#asked.splice(0)) reject(error)
    await thread?.terminate()
  }

  #unavailable(why: string, cause?: unknown): EmbeddingUnavailable {
    return new EmbeddingUnavailable(this.name, this.folder, why, cause === undefined ? undefined : { cause })
  }
}
