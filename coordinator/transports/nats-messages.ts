import { cairn } from '@cairn/proto'
import { parseResultSubject, type StoredMessage, wireLimits, wireSchema } from '@cairn/proto/queue'

/** A result of that run for the batch that its subject names, or what is wrong with it. */
export function readResult(message: Pick<StoredMessage, 'subject' | 'bytes'>, run: string): cairn.v1.Result | string {
  const names = parseResultSubject(message.subject)
  if (names === undefined || names.run !== run) return 'result-subject'
  if (message.bytes.length > wireLimits.messageBytes) return 'result-oversized'
  let result: cairn.v1.Result
  try {
    result = cairn.v1.Result.decode(message.bytes)
  } catch {
    return 'result-undecodable'
  }
  if (result.schema !== wireSchema) return 'result-schema'
  return result.run === run && result.batch === names.batch ? result : 'result-address'
}

/** The stream sequence in an advisory that a message was handed out for the last time. */
export function exhaustedSequence(advisory: Uint8Array): number | undefined {
  try {
    const { stream_seq: sequence } = JSON.parse(new TextDecoder().decode(advisory)) as { stream_seq?: unknown }
    return Number.isSafeInteger(sequence) ? (sequence as number) : undefined
  } catch {
    return undefined
  }
}

/** Tells workers to drop what they hold of the run and have not begun. */
export function cancelRunMessage(run: string): Uint8Array {
  return cairn.v1.Control.encode({ schema: wireSchema, command: cairn.v1.Command.COMMAND_CANCEL_RUN, run }).finish()
}
