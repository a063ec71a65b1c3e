import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Program } from '@cairn/language'
import type { BackendOptions } from '../backend.ts'
import { startChild } from '../process/start-child.ts'
import { type EmbeddingCard, readEmbeddingCard } from './card.ts'
import { EmbeddingClosed, EmbeddingFailed, EmbeddingUnavailable } from './errors.ts'
import type { ComputedBy, EmbeddingChildSettings, FromEmbedding, ToEmbedding } from './messages.ts'

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

export interface EmbeddingProcessOptions {
  readonly backend: Partial<BackendOptions>
  /** The weights are open; called with the report of `openBackend`. */
  readonly opened: (backend: string, report: readonly string[]) => void
  readonly answered: (question: AnsweredQuestion) => void
}

export const embeddingProcessDefaults = {
  backend: {},
  opened: () => {},
  answered: () => {},
} satisfies EmbeddingProcessOptions

type Answer = Extract<FromEmbedding, { readonly kind: 'opened' | 'decoded' | 'encoded' }>

interface Asked {
  resolve(answer: Answer): void
  reject(error: Error): void
}

/**
 * A trained embedding that computes in a process of its own, one question after the other. Its weights are opened by the
 * first one; while none is open it does not keep this process alive, and it ends with it.
 *
 *   idle --question--> opening --> up --close--> closed
 *    ^                    |        |
 *    +-- cannot be opened, or dies: open questions reject, the next one tries again
 */
export class EmbeddingProcess implements AsyncDisposable {
  readonly name: string
  readonly size: number
  readonly folder: string
  readonly #options: EmbeddingProcessOptions
  /** In the order in which they are answered; that of being opened is the first one of a process. */
  readonly #asked: Asked[] = []
  #child: ChildProcess | undefined
  #opening: Promise<unknown> | undefined
  #computed: ComputedBy = { backend: '', report: [] }
  #closed = false

  /** @param card what must be in the folder when it is first asked; nothing is looked at before */
  constructor(
    folder: string,
    { name, size }: Pick<EmbeddingCard, 'name' | 'size'>,
    options: Partial<EmbeddingProcessOptions> = {},
  ) {
    this.folder = folder
    this.name = name
    this.size = size
    this.#options = { ...embeddingProcessDefaults, ...options }
  }

  /**
   * What is in the folder now.
   *
   * @throws NoEmbedding, BadModelCard
   */
  static of(folder: string, options: Partial<EmbeddingProcessOptions> = {}): EmbeddingProcess {
    return new EmbeddingProcess(folder, readEmbeddingCard(folder), options)
  }

  /** Of the process that computes; undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /**
   * Opens the weights before the first question.
   *
   * @throws EmbeddingUnavailable, EmbeddingClosed
   */
  async open(): Promise<ComputedBy> {
    this.#running()
    await this.#opening
    return this.#computed
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
    return answer.kind === 'encoded' ? answer.latents : []
  }

  /** Ends the process at once; open questions reject with EmbeddingClosed. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#end(new EmbeddingClosed(this.name))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #ask(question: ToEmbedding): Promise<Answer> {
    const child = this.#running()
    const answer = this.#next()
    child.send(question)
    return answer
  }

  /** What comes when all questions before are answered; until then this process stays alive. */
  #next(): Promise<Answer> {
    this.#child?.ref()
    this.#child?.channel?.ref()
    return new Promise((resolve, reject) => this.#asked.push({ resolve, reject }))
  }

  /** @throws EmbeddingClosed */
  #running(): ChildProcess {
    if (this.#closed) throw new EmbeddingClosed(this.name)
    if (this.#child?.connected) return this.#child
    void this.#end(this.#unavailable('its process ended'))
    return this.#start()
  }

  #start(): ChildProcess {
    const { folder, name } = this
    const settings: EmbeddingChildSettings = { folder, name, backend: this.#options.backend }
    const child = startChild('embedded/child', settings)
    const died = (why: string, cause?: Error) => {
      if (this.#child === child) void this.#end(this.#unavailable(why, cause))
    }
    child.on('message', (message: FromEmbedding) => {
      if (this.#child === child) this.#heard(message)
    })
    child.on('error', (error) => died(`its process failed: ${error.message}`, error))
    child.on('exit', (code, signal) => died(`its process ended with ${signal ?? `exit code ${code}`}`))
    this.#child = child
    this.#opening = this.#next()
    // Who asks for more is told the same.
    this.#opening.catch(() => {})
    return child
  }

  #heard(message: FromEmbedding): void {
    switch (message.kind) {
      case 'opened':
        this.#computed = message
        this.#options.opened(message.backend, message.report)
        this.#settle()?.resolve(message)
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

  #answered(answer: Exclude<Answer, { readonly kind: 'opened' }>): void {
    const of =
      answer.kind === 'decoded'
        ? { kind: 'decode' as const, vectors: answer.programs.length }
        : { kind: 'encode' as const, vectors: answer.latents.length }
    this.#options.answered({ ...of, seconds: answer.seconds, backend: this.#computed.backend })
    this.#settle()?.resolve(answer)
  }

  /** The question whose turn it is; without another one this process may end. */
  #settle(): Asked | undefined {
    const asked = this.#asked.shift()
    if (this.#asked.length === 0) {
      this.#child?.unref()
      this.#child?.channel?.unref()
    }
    return asked
  }

  async #end(error: Error): Promise<void> {
    const child = this.#child
    this.#child = undefined
    for (const { reject } of this.#asked.splice(0)) reject(error)
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.ref()
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  #unavailable(why: string, cause?: Error): EmbeddingUnavailable {
    return new EmbeddingUnavailable(this.name, this.folder, why, cause && { cause })
  }
}
