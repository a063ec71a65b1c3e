import type { ConsumerSettings, StreamSettings } from './settings.ts'

/**
 * What Cairn asks of a message broker. One implementation, over NATS (`nats.ts`); nothing else imports that library.
 *
 * Every promise here rejects with one of the classes of `errors.ts`. The connection itself never gives up: while the
 * broker is away `up` is false, requests fail with BrokerAway, and the client tries again for ever.
 */
export interface Broker {
  /** Host and port of the server, without user or password. */
  readonly where: string
  readonly serverVersion: string
  /** Largest message the server takes, headers included. */
  readonly maxPayloadBytes: number
  /** Whether the link is up right now. */
  readonly up: boolean
  /** Calls `listener` whenever the link goes down or comes back; returns what ends that. */
  onLink(listener: (up: boolean) => void): () => void
  /** Resolves when the link is up. @throws BrokerClosed */
  untilUp(): Promise<void>

  /** Sends and forgets: while the link is down the message is dropped, not kept. */
  publish(subject: string, bytes: Uint8Array, replyTo?: string): void
  /** Listens until the returned function is called. A refusal of the server reaches `onRefused`. */
  subscribe(subject: string, listener: (message: Message) => void, onRefused?: (reason: string) => void): () => void
  /** A subject of this connection's own, for replies. */
  newInbox(): string

  /**
   * Stores a message in the stream that holds `subject`; resolves when it is on disk there.
   * @throws QueueFull, QueueMissing, BrokerAway
   */
  store(subject: string, bytes: Uint8Array, options: StoreOptions): Promise<Stored>
  /** Creates the stream, or with `update` changes it, and checks that the server holds what was asked. */
  ensureStream(settings: StreamSettings, how: 'create' | 'update'): Promise<void>
  ensureConsumer(settings: ConsumerSettings, how: 'create' | 'update'): Promise<ConsumerState>
  consumer(stream: string, name: string): Promise<ConsumerState | undefined>
  deleteConsumer(stream: string, name: string): Promise<void>
  /** Subjects under the filter that hold messages. @throws QueueMissing */
  subjects(stream: string, filter: string): Promise<ReadonlySet<string>>
  lastOn(stream: string, subject: string): Promise<StoredMessage | undefined>
  read(stream: string, sequence: number): Promise<StoredMessage | undefined>
  /** Deletes one message; one that is gone already is no error. */
  remove(stream: string, sequence: number): Promise<void>
  /**
   * Deletes every message under the filter. Not for the work queue: nats-server 2.9 then moves a consumer whose filter
   * covers this one past messages that were never handed out.
   */
  purge(stream: string, filter: string): Promise<void>

  /** A bucket of keys that vanish `ttlMs` after their last write; made if missing. */
  bucket(name: string, ttlMs: number, replicas: number): Promise<Bucket>

  /** Sends what is buffered, ends subscriptions, closes. Waits at most `drainMs` when the broker is away. */
  close(drainMs?: number): Promise<void>
}

export interface Message {
  readonly subject: string
  readonly replyTo: string
  /** A view into the receive buffer: copy what is kept. */
  readonly bytes: Uint8Array
  /** Set instead of a payload when the server itself answers. */
  readonly status?: { readonly code: number; readonly text: string }
  header(name: string): string | undefined
}

export interface StoreOptions {
  /** Message id: the server drops a second one inside the stream's dedup window. */
  readonly id: string
  readonly headers?: Readonly<Record<string, string>>
}

export interface Stored {
  readonly sequence: number
  /** The server already had the id; `sequence` is that of the first. */
  readonly duplicate: boolean
}

export interface StoredMessage {
  readonly subject: string
  readonly sequence: number
  readonly bytes: Uint8Array
  header(name: string): string | undefined
}

export interface ConsumerState {
  readonly ackWaitMs: number
  /** Highest stream sequence handed out so far. */
  readonly deliveredSequence: number
  /** All up to this stream sequence are settled for this consumer. */
  readonly settledSequence: number
  /** Handed out and neither acknowledged nor expired. */
  readonly unacknowledged: number
  /** Waiting to be handed out for the first time. */
  readonly waiting: number
}

export interface Bucket {
  /** As the server holds it; may differ from what was asked when the bucket existed. */
  readonly ttlMs: number
  /** The revision, or undefined when somebody else's value is there. */
  create(key: string, value: Uint8Array): Promise<number | undefined>
  /** The new revision, or undefined when the key is not at `revision` any more. */
  update(key: string, value: Uint8Array, revision: number): Promise<number | undefined>
  get(key: string): Promise<{ readonly value: Uint8Array; readonly revision: number } | undefined>
  /** Deletes the key if it is still at `revision`. */
  remove(key: string, revision: number): Promise<void>
}
