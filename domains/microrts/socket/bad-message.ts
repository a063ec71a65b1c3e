/**
 * What can be wrong with what the other side sends:
 *
 * - `malformed`: a line is not what it should be; the field is named.
 * - `out-of-order`: a request at a time when it makes no sense.
 * - `late`: a state that is not newer than the last one.
 * - `unknown`: a line that is no request at all.
 * - `too-long`: a line without an end.
 * - `cut-off`: the stream ends within a message.
 */
export type MessageFault = 'malformed' | 'out-of-order' | 'late' | 'unknown' | 'too-long' | 'cut-off'

/** A message of the Java engine, or of whoever pretends to be one, cannot be followed. */
export class BadMessage extends Error {
  readonly code = 'E_BAD_MESSAGE'
  readonly fault: MessageFault

  constructor(fault: MessageFault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'BadMessage'
    this.fault = fault
  }
}

/** The message has a field that is not what it should be. */
export function badField(field: string, value: unknown, expected: string): BadMessage {
  return new BadMessage('malformed', `${field}: expected ${expected}, got ${shown(value)}`)
}

const mostShown = 40

/** A value for messages: never long, and never walked into. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  if (typeof value !== 'string') return String(value)
  return JSON.stringify(value.length > mostShown ? `${value.slice(0, mostShown)}...` : value)
}
