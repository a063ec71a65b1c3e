import { setTimeout as sleep } from 'node:timers/promises'
import type { RpcMethod } from '@cairn/proto/rpc'
import { Client, type ClientReadableStream, Metadata, type ServiceError, status } from '@grpc/grpc-js'
import { channelCredentials, type TlsFiles, trainerAddress } from './address.ts'
import { TrainerClosed, TrainerRefused, TrainerTooSlow, TrainerUnavailable } from './errors.ts'
import { limits } from './limits.ts'

export interface CallOptions {
  readonly tls: TlsFiles
  /** Of each call; the trainer stops working on what takes longer. */
  readonly deadlineMs: number
  /** Tries of a call that nobody answers, as a trainer that is restarted does not for a while. */
  readonly attempts: number
  /** Before the second try; then twice as long each time, up to `maxBackoffMs`. */
  readonly backoffMs: number
  readonly maxBackoffMs: number
}

export const callDefaults = {
  tls: {},
  deadlineMs: 120_000,
  attempts: 8,
  backoffMs: 250,
  maxBackoffMs: 5_000,
} satisfies CallOptions

/** Calls to a trainer: each has a deadline, and is made again while nobody answers. */
export class Calls {
  readonly url: string
  readonly #options: CallOptions
  readonly #client: Client
  readonly #closing = new AbortController()

  /** @throws BadTrainerAddress */
  constructor(url: string, options: Partial<CallOptions> = {}) {
    this.#options = { ...callDefaults, ...options }
    const { tls, maxBackoffMs } = this.#options
    const address = trainerAddress(url, tls)
    this.url = address.url
    this.#client = new Client(address.target, channelCredentials(address), {
      'grpc.max_receive_message_length': limits.answerBytes,
      'grpc.max_send_message_length': limits.requestBytes,
      'grpc.keepalive_time_ms': 30_000,
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': maxBackoffMs,
    })
  }

  /** @throws TrainerUnavailable, TrainerTooSlow, TrainerRefused, TrainerClosed */
  async unary<Q, A>(method: RpcMethod<Q, A>, request: Q): Promise<A> {
    const { deadlineMs } = this.#options
    const tries = this.#tries(method, deadlineMs, this.#closing.signal)
    for (;;) {
      try {
        return await this.#once(method, request, deadlineMs)
      } catch (error) {
        await tries.failed(error)
      }
    }
  }

  /**
   * What a stream of answers brings; asked for again, it goes on. Ends early when the signal aborts.
   *
   * @throws TrainerUnavailable, TrainerTooSlow, TrainerRefused, TrainerClosed
   */
  async *stream<Q, A>(
    method: RpcMethod<Q, A>,
    request: Q,
    { signal: wanted, deadlineMs }: { readonly signal: AbortSignal; readonly deadlineMs: number },
  ): AsyncGenerator<A, void, undefined> {
    const signal = AbortSignal.any([wanted, this.#closing.signal])
    const tries = this.#tries(method, deadlineMs, signal)
    while (!signal.aborted) {
      const call: ClientReadableStream<A> = this.#client.makeServerStreamRequest(
        ...[method.path, method.requestSerialize, method.responseDeserialize, request, new Metadata()],
        { deadline: Date.now() + deadlineMs },
      )
      const cancel = () => call.cancel()
      signal.addEventListener('abort', cancel, { once: true })
      try {
        for await (const answer of call) {
          tries.heard()
          yield answer as A
        }
        return
      } catch (error) {
        if (wanted.aborted) return
        await tries.failed(error)
      } finally {
        signal.removeEventListener('abort', cancel)
        call.cancel()
      }
    }
    if (!wanted.aborted) throw this.#closing.signal.reason
  }

  /** Calls that are open reject with TrainerClosed. */
  close(): void {
    this.#closing.abort(new TrainerClosed(this.url))
    this.#client.close()
  }

  #once<Q, A>(method: RpcMethod<Q, A>, request: Q, deadlineMs: number): Promise<A> {
    const { signal } = this.#closing
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const call = this.#client.makeUnaryRequest(
        ...[method.path, method.requestSerialize, method.responseDeserialize, request, new Metadata()],
        { deadline: Date.now() + deadlineMs },
        (error: ServiceError | null, answer?: A) => {
          signal.removeEventListener('abort', cancel)
          if (error === null) resolve(answer!)
          else reject(error)
        },
      )
      const cancel = () => call.cancel()
      signal.addEventListener('abort', cancel, { once: true })
    })
  }

  #tries({ path }: { readonly path: string }, deadlineMs: number, signal: AbortSignal): Tries {
    return new Tries(
      { url: this.url, method: path.slice(path.lastIndexOf('/') + 1), deadlineMs, signal },
      this.#options,
    )
  }
}

interface Tried {
  readonly url: string
  readonly method: string
  readonly deadlineMs: number
  readonly signal: AbortSignal
}

/** How often one call has been made. */
class Tries {
  readonly #call: Tried
  readonly #options: CallOptions
  #failures = 0

  constructor(call: Tried, options: CallOptions) {
    this.#call = call
    this.#options = options
  }

  /** Something came: whoever answers now is there. */
  heard(): void {
    this.#failures = 0
  }

  /** Waits until it should be tried again, or throws what is to be said. */
  async failed(cause: unknown): Promise<void> {
    const { url, method, deadlineMs, signal } = this.#call
    const { attempts, backoffMs, maxBackoffMs } = this.#options
    if (signal.aborted) throw signal.reason
    if (!isServiceError(cause)) throw cause
    if (cause.code === status.DEADLINE_EXCEEDED) throw new TrainerTooSlow(url, method, deadlineMs, { cause })
    if (cause.code !== status.UNAVAILABLE) throw new TrainerRefused(url, cause, { cause })
    this.#failures += 1
    if (this.#failures >= attempts) throw new TrainerUnavailable(url, attempts, cause.details, { cause })
    const waitMs = Math.min(maxBackoffMs, backoffMs * 2 ** (this.#failures - 1))
    await sleep(waitMs, undefined, { signal }).catch(() => {
      throw signal.reason
    })
  }
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'details' in error && 'code' in error && typeof error.code === 'number'
}
