import { cairn } from '@cairn/proto'
import { type CallOptions, Calls } from './calls.ts'
import { fromProgress, type RemoteTrainingEvent } from './progress-wire.ts'
import type { RemoteTrainingOptions } from './training-messages.ts'
import { methods } from './wire.ts'

export interface RemoteTrainingRequest extends Omit<CallOptions, 'deadlineMs'> {
  /** A file in the trainer's data folder, or the contents of one. */
  readonly data: string | Uint8Array
  /** Folder of the training in the trainer's data folder. */
  readonly out: string
  readonly options: RemoteTrainingOptions
  /** Stops it: the trainer finishes the step and writes the checkpoint. */
  readonly signal: AbortSignal
  /** Of the whole training; what it has reached by then is saved (a week). */
  readonly deadlineMs: number
}

export const remoteTrainingDefaults = {
  options: {},
  deadlineMs: 7 * 24 * 3_600_000,
} satisfies Partial<RemoteTrainingRequest>

/**
 * Trains an embedding at a trainer elsewhere, and tells of it as `trainEmbedding` does. A trainer that is restarted is
 * waited for, and asked to go on; the same request later goes on too.
 *
 * @param url as that of `connectTrainer`
 * @throws BadTrainerAddress, TrainerUnavailable, TrainerTooSlow, TrainerRefused
 */
export async function* trainRemotely(
  url: string,
  request: Pick<RemoteTrainingRequest, 'data' | 'out'> & Partial<RemoteTrainingRequest>,
): AsyncGenerator<RemoteTrainingEvent, void, undefined> {
  const {
    data,
    out,
    options,
    deadlineMs,
    signal = new AbortController().signal,
    ...calling
  } = {
    ...remoteTrainingDefaults,
    ...request,
  }
  const calls = new Calls(url, calling)
  try {
    const message = cairn.v1.TrainEmbeddingRequest.create({
      ...{ out, options },
      ...(typeof data === 'string' ? { file: data } : { programs: data }),
    })
    for await (const progress of calls.stream(methods.trainEmbedding, message, { signal, deadlineMs })) {
      const event = fromProgress(progress)
      if (event !== undefined) yield event
    }
  } finally {
    calls.close()
  }
}
