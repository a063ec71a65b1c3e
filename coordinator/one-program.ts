import type { Program } from '@cairn/language'
import type { cairn } from '@cairn/proto'
import type { OpenQuestion } from './answering.ts'
import type { Portion } from './shard.ts'
import type { BatchQuestion } from './wire.ts'

/** One program on its way to a worker, and what that says of it; undefined where no worker survives it. */
export class OneProgram implements OpenQuestion {
  readonly pace = undefined
  readonly mayEndEarly = false
  readonly result: Promise<cairn.v1.Result | undefined>
  #portion: Portion | undefined
  #resolve!: (result: cairn.v1.Result | undefined) => void
  #reject!: (error: unknown) => void

  constructor(program: Program, asks: BatchQuestion) {
    this.#portion = { asks, tickets: [{ number: 0, program }] }
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  get remaining(): number {
    return this.#portion === undefined ? 0 : 1
  }

  take(): Portion | undefined {
    const portion = this.#portion
    this.#portion = undefined
    return portion
  }

  settled(_: Portion, result: cairn.v1.Result): void {
    this.#resolve(result)
  }

  poisoned(): void {
    this.#resolve(undefined)
  }

  fail(error: unknown): void {
    this.#reject(error)
  }
}
