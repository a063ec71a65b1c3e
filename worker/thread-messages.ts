import type { MalformedBatch } from './batch.ts'

/** What a thread is started with. */
export interface ThreadData {
  readonly progress: Int32Array<SharedArrayBuffer>
  /** Modules of further domains, for `loadDomain`. */
  readonly domains: readonly string[]
  /** Name of the worker, for its results. */
  readonly worker: string
}

/** Pool to thread. */
export interface ThreadRequest {
  readonly ticket: number
  readonly batch: Uint8Array
}

/** Thread to pool. */
export type ThreadReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly ticket: number; readonly bytes: Uint8Array }
  | { readonly kind: 'cancelled'; readonly ticket: number }
  | {
      readonly kind: 'malformed'
      readonly ticket: number
      readonly malformed: MalformedBatch['kind']
      readonly message: string
    }

/** A message takes along the whole buffer behind a view: bytes that are a small part of theirs get one of their own. */
export function fitToSend(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength > 8192 + bytes.byteLength ? new Uint8Array(bytes) : bytes
}
