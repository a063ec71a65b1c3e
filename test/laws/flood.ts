import { karel } from '@cairn/domains'
import type { Rng } from '@cairn/language'
import { cairn } from '@cairn/proto'
import { type Broker, connectBroker, headerNames, streams, subjects, wireLimits, wireSchema } from '@cairn/proto/queue'
import { evaluateBatch } from '@cairn/worker'

export interface FloodOptions {
  readonly url: string
  readonly run: string
  /** Of the worker that control messages and heartbeats are about. */
  readonly worker: string
  readonly rng: Rng
}

/**
 * Somebody at the broker who means harm, or runs another version. Answers each batch of the run that it hears with
 * messages that are none, on every subject, and with copies that are cut short, outdated, or sent twice. It never
 * tells a well-formed lie: whoever can do that can have any result.
 */
export class Flood implements AsyncDisposable {
  /** Batches of the run heard so far. */
  heard = 0
  readonly #broker: Broker
  readonly #options: FloodOptions

  static async start(options: FloodOptions): Promise<Flood> {
    const broker = await connectBroker(options.url, { name: 'flood', inboxPrefix: '_INBOX.flood' })
    return new Flood(broker, options)
  }

  private constructor(broker: Broker, options: FloodOptions) {
    this.#broker = broker
    this.#options = options
    broker.subscribe(subjects.workOfRun(options.run), (message) => {
      // Its own messages have no id.
      if (message.header(headerNames.messageId) === undefined) return
      this.#answer(message.subject, cairn.v1.Batch.decode(message.bytes.slice()))
    })
    broker.subscribe(subjects.resultsOfRun(options.run), (message) => {
      if (message.header(headerNames.messageId) === undefined) return
      const bytes = message.bytes.slice()
      this.#send(message.subject, bytes, ...this.#spoilt(bytes, false))
    })
  }

  /** Garbage on every subject that is not about a batch. */
  general(): void {
    const { run, worker } = this.#options
    const { COMMAND_DRAIN, COMMAND_CANCEL_RUN, COMMAND_UNSPECIFIED } = cairn.v1.Command
    const control = (fields: cairn.v1.Control.$Properties) =>
      cairn.v1.Control.encode({ schema: wireSchema, ...fields }).finish()
    const drain = control({ command: COMMAND_DRAIN })
    const cancel = control({ command: COMMAND_CANCEL_RUN, run: 'another' })
    for (const subject of [
      subjects.control('worker', worker),
      subjects.controlAll('worker'),
      subjects.controlAll('coordinator'),
    ]) {
      this.#send(subject, ...this.#spoilt(cancel), cancel)
      this.#send(subject, control({ schema: 99, command: COMMAND_DRAIN }), control({ command: COMMAND_UNSPECIFIED }))
      for (let length = 0; length < 4; length++) this.#send(subject, drain.subarray(0, length))
    }

    const heartbeat = (fields: cairn.v1.Heartbeat.$Properties) =>
      cairn.v1.Heartbeat.encode({
        ...{ schema: wireSchema, role: 'worker', id: worker, host: 'flood', threads: 2, version: '0', busy: 0 },
        ...{ draining: false, domains: [`karel@${karel.hash}`], ...fields },
      }).finish()
    const alive = heartbeat({})
    for (const subject of [subjects.heartbeat('worker', worker), subjects.heartbeat('coordinator', run)]) {
      this.#send(subject, ...this.#spoilt(alive), ...everyPrefix(alive))
      this.#send(
        subject,
        heartbeat({ schema: wireSchema + 1 }),
        heartbeat({ id: 'another' }),
        heartbeat({ domains: [] }),
      )
      this.#send(subject, heartbeat({ threads: 0 }), heartbeat({ threads: 2 ** 32 - 1 }))
    }

    this.#send(subjects.deadLetter('karel', run), ...this.#spoilt(alive))
    this.#send(subjects.exhausted(streams.work).replace('*', 'work-karel'), ...this.#spoilt(alive))
  }

  #answer(subject: string, batch: cairn.v1.Batch): void {
    const { run, rng } = this.#options
    const encoded = (fields: cairn.v1.Batch.$Properties) => cairn.v1.Batch.encode({ ...batch, ...fields }).finish()
    const bytes = encoded({})
    const large = this.heard === 0 || rng.below(8) === 0
    this.#send(subject, ...this.#spoilt(bytes, large))
    this.#send(subjects.work('karel', run, `junk-${this.heard}`), bytes, ...this.#spoilt(bytes, false))
    this.#send(`${subject}.x.y`, bytes)
    this.#send(subject, encoded({ run: 'another' }))
    // These are evaluated or refused, which takes its time.
    if (this.heard === 0) this.#send(subject, ...everyPrefix(bytes))
    if (this.heard < 2 || rng.below(8) === 0) {
      this.#send(subject, bytes, encoded({ schema: 99 }), encoded({ epoch: batch.epoch + 1 }))
      this.#send(subjects.work('karel', 'another', batch.id), encoded({ run: 'another' }))
    }

    const right = cairn.v1.Result.decode(evaluateBatch(bytes))
    const result = (fields: cairn.v1.Result.$Properties) => cairn.v1.Result.encode({ ...right, ...fields }).finish()
    const answers = subjects.result(run, batch.id)
    this.#send(answers, result({ schema: 99 }), result({ run: 'another' }), result({ epoch: batch.epoch + 1 }))
    this.#send(answers, result({ scores: right.scores.slice(1) }), ...this.#spoilt(result({}), large))
    this.#send(`${answers}.x`, result({}))
    this.#send(subjects.result(run, `junk-${this.heard}`), result({ batch: `junk-${this.heard}` }), result({}))
    if (this.heard === 0) this.#send(answers, ...everyPrefix(result({})))
    if (rng.below(8) === 0) this.#send(answers, result({}), result({}))
    if (this.heard++ % 8 === 0) this.general()
  }

  /** Nothing, noise, the message cut short; with `large` groups inside groups, and too much. */
  #spoilt(message: Uint8Array, large = true): Uint8Array[] {
    const { rng } = this.#options
    const noise = Uint8Array.from({ length: 1 + rng.below(300) }, () => rng.below(256))
    const spoilt = [new Uint8Array(0), noise, message.subarray(0, rng.below(message.length))]
    if (!large) return spoilt
    const groups = new Uint8Array(50_000).fill(0x0b)
    const oversized = new Uint8Array(wireLimits.messageBytes + 1).fill(rng.below(256))
    return [...spoilt, groups, oversized]
  }

  #send(subject: string, ...messages: readonly Uint8Array[]): void {
    for (const message of messages) this.#broker.publish(subject, message)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#broker.close()
  }
}

function everyPrefix(message: Uint8Array): Uint8Array[] {
  return Array.from(message, (_, length) => message.subarray(0, length))
}
