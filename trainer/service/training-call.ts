import type { cairn } from '@cairn/proto'
import type { ServerWritableStream } from '@grpc/grpc-js'
import type { ComputedBy } from '../embedded/messages.ts'
import { badField } from './errors.ts'
import { limits } from './limits.ts'
import { toProgress } from './progress-wire.ts'
import type { ServiceEvents } from './service-events.ts'
import type { Shelf } from './shelf.ts'
import type { Trainings } from './trainings.ts'

export interface TrainingCallOptions {
  readonly trainings: Trainings
  /** Where the embedding is put when it is trained. */
  readonly shelf: Shelf
  readonly events: Partial<ServiceEvents>
  /** Aborts when the service is closed. */
  readonly closing: AbortSignal
}

type TrainingCall = ServerWritableStream<cairn.v1.TrainEmbeddingRequest, cairn.v1.TrainingProgress>

/**
 * Trains as long as the caller listens and the service is open. What has been trained to the end is served from then on.
 *
 * @throws Refusal
 */
export async function trainForCall(
  call: TrainingCall,
  wanted: AbortSignal,
  { trainings, shelf, events, closing }: TrainingCallOptions,
): Promise<void> {
  const { request } = call
  const { out } = request
  if (shelf.isFixed(out)) throw badField('out', out, 'a name that no embedding has which this trainer was started with')
  const signal = AbortSignal.any([wanted, closing])
  let computed: ComputedBy = { backend: '', report: [] }
  const listener = {
    opened(backend: string, report: readonly string[]) {
      computed = { backend, report }
      events.began?.(out, computed)
    },
    heard(event: Parameters<ServiceEvents['trained']>[1]) {
      events.trained?.(out, event)
      const behind = call.writableLength > limits.waitingEvents
      if (!wanted.aborted && !(behind && event.event === 'step')) call.write(toProgress(event, computed))
    },
  }
  try {
    const folder = await trainings.train(request, listener, signal)
    signal.throwIfAborted()
    const embedding = await shelf.put({ id: out, folder })
    events.opened?.(embedding)
  } finally {
    events.left?.(out)
  }
}
