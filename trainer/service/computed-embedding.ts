import type { ChildProcess } from 'node:child_process'
import type { Program } from '@cairn/language'
import type { BackendOptions } from '../backend.ts'
import type { EmbeddingCard } from '../embedded/card.ts'
import { EmbeddingClosed, EmbeddingUnavailable } from '../embedded/embedding-thread.ts'
import { startChild } from './child.ts'
import type { EmbeddingProcessSettings, FromEmbedding, ToEmbedding } from './embedding-messages.ts'
import type { ComputedBy } from './progress-wire.ts'

interface Asked {
  resolve(answer: FromEmbedding): void
  reject(error: Error): void
}

/**
 * An embedding that a process of its own computes, one question after the other.
 *
 *   idle --open, question--> up --close--> closed
 *    ^                        |
 *    +-- cannot be opened, or dies: who waits gets an error, the next question starts it again
 */
export class ComputedEmbedding {
  readonly #folder: string
  readonly #name: string
  readonly #backend: Partial<BackendOptions>
  readonly #asked: Asked[] = []
  #child: ChildProcess | undefined
  #closed = false

  constructor(folder: string, { name }: Pick<EmbeddingCard, 'name'>, backend: Partial<BackendOptions>) {
    this.#folder = folder
    this.#name = name
    this.#backend = backend
  }

  /**
   * Opens the weights.
   *
   * @throws EmbeddingUnavailable
   */
  open(): Promise<ComputedBy> {
    return new Promise((resolve, reject) => this.#start({ resolve, reject }))
  }

  /** @throws EmbeddingUnavailable, EmbeddingClosed */
  async decode(latents: readonly Float64Array[]): Promise<readonly (Program | undefined)[]> {
    const answer = await this.#ask({ kind: 'decode', latents })
    return answer.kind === 'decoded' ? answer.programs : []
  }

  /** @throws EmbeddingUnavailable, EmbeddingClosed */
  async encode(programs: readonly Program[]): Promise<readonly Float64Array[]> {
    const answer = await this.#ask({ kind: 'encode', programs })
    return answer.kind === 'encoded' ? answer.latents : []
  }

  /** Ends the process at once; open questions reject with EmbeddingClosed. */
  close(): void {
    this.#closed = true
    this.#end(new EmbeddingClosed(this.#name))
  }

  #ask(question: ToEmbedding): Promise<FromEmbedding> {
    if (this.#closed) return Promise.reject(new EmbeddingClosed(this.#name))
    const child = this.#child ?? this.#start()
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject })
      child.send(question)
    })
  }

  #start(opening?: { resolve(computed: ComputedBy): void; reject(error: Error): void }): ChildProcess {
    const settings: EmbeddingProcessSettings = { folder: this.#folder, name: this.#name, backend: this.#backend }
    const child = startChild('embedding-process', settings)
    this.#child = child
    const ended = (why: string) => {
      const error = new EmbeddingUnavailable(this.#name, this.#folder, why)
      opening?.reject(error)
      if (this.#child === child) this.#end(error)
    }
    child.on('message', (message: FromEmbedding) => {
      if (message.kind === 'opened') opening?.resolve(message)
      else if (message.kind === 'unavailable') ended(message.reason)
      else if (message.kind === 'failed')
        this.#asked.shift()?.reject(new EmbeddingUnavailable(this.#name, this.#folder, message.reason))
      else this.#asked.shift()?.resolve(message)
    })
    child.on('error', (error) => ended(`its process failed: ${error.message}`))
    child.on('exit', (code, signal) => ended(`its process ended with ${signal ?? `exit code ${code}`}`))
    return child
  }

  #end(error: Error): void {
    const child = this.#child
    this.#child = undefined
    for (const { reject } of this.#asked.splice(0)) reject(error)
    child?.kill('SIGKILL')
  }
}
