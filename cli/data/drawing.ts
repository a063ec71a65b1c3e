import { Worker } from 'node:worker_threads'
import { type Candidate, candidatesInBlock, type ProgramDataSettings } from '@cairn/domains'

type Drawn = readonly (Candidate | 'duplicate')[]

/** Blocks that each thread has to draw while others are written, so that none waits. */
const ahead = 2

/** Threads that draw candidates. Blocks come in the order of their numbers, whichever thread is quicker. */
export class DrawingThreads implements Disposable {
  readonly #threads: readonly DrawingThread[]
  readonly #coming: Promise<Drawn>[] = []
  #next: number
  #asked = 0

  /** @param first number of the first candidate */
  constructor(settings: ProgramDataSettings, threads: number, first: number) {
    this.#next = first
    this.#threads = Array.from({ length: threads }, () => new DrawingThread(settings))
  }

  /** The candidates of the next block. */
  async block(): Promise<Drawn> {
    while (this.#coming.length < ahead * this.#threads.length) {
      const coming = this.#threads[this.#asked++ % this.#threads.length]!.draw(this.#next)
      coming.catch(() => {}) // whoever waits for it hears of it
      this.#coming.push(coming)
      this.#next += candidatesInBlock
    }
    return this.#coming.shift()!
  }

  [Symbol.dispose](): void {
    for (const thread of this.#threads) thread.stop()
  }
}

/** A thread, which answers in the order in which it is asked. */
class DrawingThread {
  readonly #worker: Worker
  readonly #asked: { resolve(drawn: Drawn): void; reject(error: unknown): void }[] = []

  constructor(settings: ProgramDataSettings) {
    this.#worker = new Worker(new URL('./drawing-thread.js', import.meta.url), { workerData: settings })
    this.#worker.on('message', (drawn: Drawn) => this.#asked.shift()?.resolve(drawn))
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#asked.splice(0)) reject(error)
    })
  }

  draw(first: number): Promise<Drawn> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ resolve, reject })
      this.#worker.postMessage(first)
    })
  }

  stop(): void {
    void this.#worker.terminate()
  }
}
