import { type ServerUnaryCall, type ServerWritableStream, type sendUnaryData, status } from '@grpc/grpc-js'
import { Refusal } from './errors.ts'
import type { ServiceEvents } from './service-events.ts'

type Told = Pick<Partial<ServiceEvents>, 'answered'>

/** A handler that answers with what `answer` comes to, as a status if it throws. The signal aborts with the call. */
export function unary<Q, A>(
  method: string,
  { answered }: Told,
  answer: (request: Q, signal: AbortSignal) => A | Promise<A>,
) {
  return (call: ServerUnaryCall<Q, A>, send: sendUnaryData<A>): void => {
    const told = measured(method, answered)
    new Promise<A>((resolve) => resolve(answer(call.request, whileWanted(call)))).then(
      (response) => {
        told()
        send(null, response)
      },
      (error: unknown) => {
        const refusal = asRefusal(error)
        told(refusal)
        send(refusal)
      },
    )
  }
}

/** The same for an answer of many messages: it ends when `answer` does. */
export function streaming<Q, A>(
  method: string,
  { answered }: Told,
  answer: (call: ServerWritableStream<Q, A>, signal: AbortSignal) => Promise<void>,
) {
  return (call: ServerWritableStream<Q, A>): void => {
    const told = measured(method, answered)
    answer(call, whileWanted(call)).then(
      () => {
        told()
        call.end()
      },
      (error: unknown) => {
        const refusal = asRefusal(error)
        told(refusal)
        call.emit('error', refusal)
      },
    )
  }
}

function measured(method: string, answered: ServiceEvents['answered'] | undefined) {
  const began = performance.now()
  return (refusal?: Refusal) => {
    const of = { method, code: status[refusal?.code ?? status.OK], seconds: (performance.now() - began) / 1000 }
    answered?.(refusal === undefined ? of : { ...of, reason: refusal.details })
  }
}

/** A caller's deadline is over before ours: it counts from when it sent the request. */
const travelMs = 250

/** Aborts when nobody waits for the answer any more: the caller is gone, has cancelled, or its deadline is over. */
function whileWanted(call: ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>): AbortSignal {
  const unwanted = new AbortController()
  const { signal } = unwanted
  call.once('cancelled', () => {
    const over = Number(call.getDeadline()) - Date.now() <= travelMs
    const [code, why] = over
      ? [status.DEADLINE_EXCEEDED, 'the deadline is over']
      : [status.CANCELLED, 'the caller is gone']
    unwanted.abort(new Refusal(code!, `${why}; the work on it has stopped`))
  })
  return signal
}

/** What comes again by itself is UNAVAILABLE: clients ask once more. */
const passing: ReadonlySet<unknown> = new Set(['E_EMBEDDING_UNAVAILABLE', 'E_EMBEDDING_CLOSED'])

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (!(error instanceof Error)) return new Refusal(status.INTERNAL, String(error))
  const code = 'code' in error && passing.has(error.code) ? status.UNAVAILABLE : status.INTERNAL
  return new Refusal(code, error.message, { cause: error })
}
