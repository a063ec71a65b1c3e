import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  AckPolicy,
  type ConnectionOptions,
  type ConsumerInfo,
  connect,
  createInbox,
  credsAuthenticator,
  DeliverPolicy,
  DiscardPolicy,
  Events,
  headers,
  type JetStreamClient,
  type JetStreamManager,
  type KV,
  type MsgHdrs,
  type NatsConnection,
  NatsError,
  nanos,
  RetentionPolicy,
  StorageType,
  type StoredMsg,
} from 'nats'
import type { Broker, Bucket, ConsumerState, Message, Stored, StoredMessage, StoreOptions } from './broker.ts'
import { parseBrokerUrl, withoutSecrets } from './broker-url.ts'
import { difference } from './config-difference.ts'
import {
  BrokerAway,
  BrokerClosed,
  BrokerError,
  BrokerRefused,
  BrokerUnreachable,
  MessageTooLarge,
  QueueConfigMismatch,
  QueueFull,
  QueueMissing,
} from './errors.ts'
import type { ConsumerSettings, StreamSettings } from './settings.ts'

export interface ConnectOptions {
  /** Shown in the server's list of connections. */
  readonly name: string
  /** Replies arrive below this subject; one per role, so that a role's rights can be limited to it. */
  readonly inboxPrefix: string
  /** Wait for a connection. */
  readonly connectMs: number
  /** Wait for one request. */
  readonly requestMs: number
  /** Pause between two attempts to reconnect; up to half as much again is added at random. */
  readonly reconnectEveryMs: number
  /** Silence after which the server is asked for a sign of life; two missing ones end the link. */
  readonly pingEveryMs: number
  /** Wait for a broker that is not there yet instead of failing. */
  readonly waitForBroker: boolean
  /** Ends the waiting. */
  readonly signal?: AbortSignal
}

export const connectDefaults = {
  name: 'cairn',
  inboxPrefix: '_INBOX.cairn',
  connectMs: 10_000,
  requestMs: 5_000,
  reconnectEveryMs: 250,
  pingEveryMs: 5_000,
  waitForBroker: false,
} satisfies ConnectOptions

/**
 * Connects to `nats://[user:password@|token@]host[:port][,host...][?creds=FILE&ca=FILE&cert=FILE&key=FILE]`;
 * `tls://` demands encryption. Once connected, the link is restored for ever.
 *
 * @throws BrokerUnreachable when the first connection fails, or the signal ends the waiting for it
 */
export async function connectBroker(url: string, options: Partial<ConnectOptions> = {}): Promise<Broker> {
  const chosen: ConnectOptions = { ...connectDefaults, ...options }
  const { waitForBroker, reconnectEveryMs, signal } = chosen
  const shown = withoutSecrets(url)
  let servers: ConnectionOptions
  try {
    servers = serverOptions(url)
  } catch (error) {
    throw new BrokerUnreachable(shown, reasonOf(error), { cause: error })
  }
  for (;;) {
    try {
      return await connectOnce(servers, shown, chosen)
    } catch (error) {
      if (!waitForBroker || signal?.aborted) throw error
      await sleep(reconnectEveryMs, undefined, signal && { signal }).catch(() => Promise.reject(error))
    }
  }
}

async function connectOnce(servers: ConnectionOptions, shown: string, chosen: ConnectOptions): Promise<Broker> {
  try {
    const connection = await connect({
      ...servers,
      name: chosen.name,
      inboxPrefix: chosen.inboxPrefix,
      timeout: chosen.connectMs,
      maxReconnectAttempts: -1,
      reconnectTimeWait: chosen.reconnectEveryMs,
      reconnectJitter: chosen.reconnectEveryMs / 2,
      pingInterval: chosen.pingEveryMs,
      maxPingOut: 2,
      ignoreAuthErrorAbort: true,
      noAsyncTraces: true,
    })
    const jetstream = connection.jetstream({ timeout: chosen.requestMs })
    const manager = await connection.jetstreamManager({ timeout: chosen.requestMs, checkAPI: false })
    return new NatsBroker(connection, jetstream, manager, chosen)
  } catch (error) {
    throw new BrokerUnreachable(shown, reasonOf(error), { cause: error })
  }
}

function serverOptions(url: string): ConnectionOptions {
  const { servers, user, password, token, files, encrypted } = parseBrokerUrl(url)
  const { creds, ...tls } = files
  return {
    servers,
    ...(user === undefined ? {} : { user, pass: password ?? '' }),
    ...(token === undefined ? {} : { token }),
    ...(creds === undefined ? {} : { authenticator: credsAuthenticator(readFileSync(creds)) }),
    ...(encrypted ? { tls } : {}),
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof NatsError)) return error instanceof Error ? error.message : String(error)
  if (error.code === 'CONNECTION_REFUSED') {
    return 'nothing listens there. Start one with "nats-server -js -sd DIR", or check the URL'
  }
  if (error.code === 'AUTHORIZATION_VIOLATION') return 'the user, password or token in the URL are wrong, or missing'
  if (error.code === 'TIMEOUT') return 'no answer in time; a server that demands a client certificate is silent, too'
  return error.message
}

class NatsBroker implements Broker {
  readonly #connection: NatsConnection
  readonly #jetstream: JetStreamClient
  readonly #manager: JetStreamManager
  readonly #options: ConnectOptions
  readonly #linkListeners = new Set<(up: boolean) => void>()
  readonly #asking = new Set<(error: BrokerError) => void>()
  #up = true

  constructor(
    connection: NatsConnection,
    jetstream: JetStreamClient,
    manager: JetStreamManager,
    options: ConnectOptions,
  ) {
    this.#connection = connection
    this.#jetstream = jetstream
    this.#manager = manager
    this.#options = options
    void this.#watchLink()
  }

  get where(): string {
    return this.#connection.getServer()
  }

  get serverVersion(): string {
    return this.#connection.info?.version ?? 'unknown'
  }

  get maxPayloadBytes(): number {
    return this.#connection.info?.max_payload ?? 1024 * 1024
  }

  get up(): boolean {
    return this.#up && !this.#connection.isClosed()
  }

  onLink(listener: (up: boolean) => void): () => void {
    this.#linkListeners.add(listener)
    return () => void this.#linkListeners.delete(listener)
  }

  untilUp(): Promise<void> {
    if (this.#connection.isClosed()) return Promise.reject(closed())
    if (this.up) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const end = this.onLink((up) => {
        if (up) resolve()
        else if (this.#connection.isClosed()) reject(closed())
        else return
        end()
      })
    })
  }

  publish(subject: string, bytes: Uint8Array, replyTo?: string): void {
    if (!this.up || this.#connection.isDraining()) return
    if (bytes.length > this.maxPayloadBytes) throw new MessageTooLarge(subject, bytes.length, this.maxPayloadBytes)
    this.#connection.publish(subject, bytes, replyTo === undefined ? {} : { reply: replyTo })
  }

  subscribe(subject: string, listener: (message: Message) => void, onRefused?: (reason: string) => void): () => void {
    const subscription = this.#connection.subscribe(subject, {
      callback: (error, message) => {
        if (error !== null) return onRefused?.(`${subject}: ${error.message}`)
        listener({
          subject: message.subject,
          replyTo: message.reply ?? '',
          bytes: message.data,
          header: (name) => headerOf(message.headers, name),
          ...(message.headers !== undefined && message.headers.code > 0
            ? { status: { code: message.headers.code, text: message.headers.description } }
            : {}),
        })
      },
    })
    return () => {
      if (!this.#connection.isClosed()) subscription.unsubscribe()
    }
  }

  newInbox(): string {
    return createInbox(this.#options.inboxPrefix)
  }

  async store(subject: string, bytes: Uint8Array, options: StoreOptions): Promise<Stored> {
    const extra = Object.entries(options.headers ?? {})
    const size =
      bytes.length + extra.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 64 + options.id.length)
    if (size > this.maxPayloadBytes) throw new MessageTooLarge(subject, size, this.maxPayloadBytes)
    const head = headers()
    for (const [name, value] of extra) head.set(name, value)
    const ack = await this.#ask(`store on ${subject}`, () =>
      this.#jetstream.publish(subject, bytes, { msgID: options.id, headers: head }),
    )
    return { sequence: ack.seq, duplicate: ack.duplicate }
  }

  async ensureStream(settings: StreamSettings, how: 'create' | 'update'): Promise<void> {
    const asked = streamConfig(settings)
    const { name } = settings
    const streams = this.#manager.streams
    const info = () => this.#ask(`look at ${name}`, () => streams.info(name))
    let held = await orMissing(info())
    if (held === undefined) {
      // Somebody else may have made it in the meantime, with other options.
      held = await this.#ask(`create ${name}`, () => streams.add(asked)).catch((error: unknown) => {
        if (isTaken(error)) return info()
        throw error
      })
    } else if (how === 'update' && difference(asked, held.config) !== undefined) {
      held = await this.#ask(`update ${name}`, () => streams.update(name, asked))
    }
    const { retention, subjects } = asked
    this.#compare(name, how === 'update' ? asked : { retention, subjects }, held.config)
  }

  async ensureConsumer(settings: ConsumerSettings, how: 'create' | 'update'): Promise<ConsumerState> {
    const asked = consumerConfig(settings)
    const { stream, name } = settings
    const what = `${stream}/${name}`
    const consumers = this.#manager.consumers
    let held = await orMissing(this.#ask(`look at ${what}`, () => consumers.info(stream, name)))
    if (held === undefined) held = await this.#ask(`create ${what}`, () => consumers.add(stream, asked))
    else if (how === 'update' && difference(asked, held.config) !== undefined) {
      held = await this.#ask(`update ${what}`, () => consumers.update(stream, name, asked))
    }
    const { filter_subject, ack_policy } = asked
    this.#compare(what, how === 'update' ? asked : { filter_subject, ack_policy }, held.config)
    return consumerState(held)
  }

  async consumer(stream: string, name: string): Promise<ConsumerState | undefined> {
    const info = await orMissing(
      this.#ask(`look at ${stream}/${name}`, () => this.#manager.consumers.info(stream, name)),
    )
    return info === undefined ? undefined : consumerState(info)
  }

  async deleteConsumer(stream: string, name: string): Promise<void> {
    await orMissing(this.#ask(`delete ${stream}/${name}`, () => this.#manager.consumers.delete(stream, name)))
  }

  async subjects(stream: string, filter: string): Promise<ReadonlySet<string>> {
    const info = await this.#ask(`look at ${stream}`, () =>
      this.#manager.streams.info(stream, { subjects_filter: filter }),
    )
    return new Set(Object.keys(info.state.subjects ?? {}))
  }

  lastOn(stream: string, subject: string): Promise<StoredMessage | undefined> {
    return this.#find(stream, { last_by_subj: subject })
  }

  read(stream: string, sequence: number): Promise<StoredMessage | undefined> {
    return this.#find(stream, { seq: sequence })
  }

  async remove(stream: string, sequence: number): Promise<void> {
    try {
      await this.#ask(`delete from ${stream}`, () => this.#manager.streams.deleteMessage(stream, sequence, false))
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }

  async purge(stream: string, filter: string): Promise<void> {
    await this.#ask(`purge ${stream}`, () => this.#manager.streams.purge(stream, { filter }))
  }

  async bucket(name: string, ttlMs: number, replicas: number): Promise<Bucket> {
    const store = await this.#ask(`open bucket ${name}`, () =>
      this.#jetstream.views.kv(name, { ttl: ttlMs, replicas, history: 1 }),
    )
    const status = await this.#ask(`look at bucket ${name}`, () => store.status())
    const ask = <T>(make: () => Promise<T>) => this.#ask(`bucket ${name}`, make)
    return natsBucket(store, status.ttl, ask)
  }

  async close(drainMs = 2_000): Promise<void> {
    const connection = this.#connection
    if (connection.isClosed()) return
    if (this.up && !connection.isDraining()) {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, drainMs)
      })
      await Promise.race([connection.drain().catch(() => {}), late])
      clearTimeout(timer)
    }
    await connection.close()
  }

  async #find(stream: string, query: { last_by_subj: string } | { seq: number }): Promise<StoredMessage | undefined> {
    try {
      const found = await this.#ask(`read from ${stream}`, () => this.#manager.streams.getMessage(stream, query))
      return storedMessage(found)
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  }

  #compare(of: string, asked: object, held: object): void {
    const found = difference(asked, held)
    if (found === undefined) return
    throw new QueueConfigMismatch(of, found.setting, found.asked, found.held, this.serverVersion)
  }

  /** One request. Ends at once when the link goes, instead of at its timeout. */
  #ask<T>(what: string, make: () => Promise<T>): Promise<T> {
    if (this.#connection.isClosed()) return Promise.reject(closed())
    if (!this.up) return Promise.reject(new BrokerAway(`${what}: the link to the broker is down`))
    return new Promise<T>((resolve, reject) => {
      this.#asking.add(reject)
      make()
        .then(resolve, (error) => reject(fault(what, error)))
        .finally(() => this.#asking.delete(reject))
    })
  }

  async #watchLink(): Promise<void> {
    void this.#connection.closed().then(() => this.#setUp(false))
    for await (const status of this.#connection.status()) {
      if (status.type === Events.Disconnect) this.#setUp(false)
      else if (status.type === Events.Reconnect) this.#setUp(true)
    }
  }

  #setUp(up: boolean): void {
    this.#up = up
    if (!up) for (const reject of this.#asking) reject(new BrokerAway('the link to the broker went down'))
    for (const listener of [...this.#linkListeners]) listener(up)
  }
}

function natsBucket(store: KV, ttlMs: number, ask: <T>(make: () => Promise<T>) => Promise<T>): Bucket {
  const unlessTaken = async (write: () => Promise<number>) => {
    try {
      return await ask(write)
    } catch (error) {
      if (apiCode(error) === apiCodes.wrongLastSequence) return undefined
      throw error
    }
  }
  return {
    ttlMs,
    create: (key, value) => unlessTaken(() => store.create(key, value)),
    update: (key, value, revision) => unlessTaken(() => store.update(key, value, revision)),
    async get(key) {
      const entry = await ask(() => store.get(key))
      return entry === null || entry.operation !== 'PUT' ? undefined : { value: entry.value, revision: entry.revision }
    },
    async remove(key, revision) {
      await unlessTaken(() => store.delete(key, { previousSeq: revision }).then(() => 0))
    },
  }
}

function streamConfig(settings: StreamSettings) {
  return {
    name: settings.name,
    subjects: [...settings.subjects],
    retention: settings.retention === 'workqueue' ? RetentionPolicy.Workqueue : RetentionPolicy.Limits,
    discard: settings.discard === 'new' ? DiscardPolicy.New : DiscardPolicy.Old,
    storage: settings.storage === 'file' ? StorageType.File : StorageType.Memory,
    max_msgs: settings.maxMessages,
    max_bytes: settings.maxBytes,
    max_age: nanos(settings.maxAgeMs),
    duplicate_window: nanos(settings.dedupWindowMs),
    num_replicas: settings.replicas,
    ...settings.extra,
  }
}

function consumerConfig(settings: ConsumerSettings) {
  return {
    durable_name: settings.name,
    filter_subject: settings.filter,
    deliver_policy: DeliverPolicy.All,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(settings.ackWaitMs),
    max_deliver: settings.maxDeliver,
    max_ack_pending: settings.maxAckPending,
    max_waiting: settings.maxWaiting,
    inactive_threshold: nanos(settings.forgetAfterMs),
  }
}

function consumerState(info: ConsumerInfo): ConsumerState {
  return {
    ackWaitMs: (info.config.ack_wait ?? 0) / 1e6,
    deliveredSequence: info.delivered.stream_seq,
    settledSequence: info.ack_floor.stream_seq,
    unacknowledged: info.num_ack_pending,
    waiting: info.num_pending,
  }
}

function storedMessage(found: StoredMsg): StoredMessage {
  return {
    subject: found.subject,
    sequence: found.seq,
    bytes: found.data,
    header: (name) => headerOf(found.header, name),
  }
}

function headerOf(from: MsgHdrs | undefined, name: string): string | undefined {
  return from?.has(name) ? from.get(name) : undefined
}

/** `err_code` of JetStream's error replies: https://github.com/nats-io/nats-server/blob/main/server/errors.json */
const apiCodes = {
  consumerNotFound: 10014,
  messageNotFound: 10037,
  sequenceNotFound: 10043,
  messageDeleteFailed: 10057,
  streamNameInUse: 10058,
  streamNotFound: 10059,
  wrongLastSequence: 10071,
} as const

function apiCode(error: unknown): number | undefined {
  const cause = error instanceof BrokerError ? error.cause : error
  return cause instanceof NatsError ? cause.api_error?.err_code : undefined
}

function isGone(error: unknown): boolean {
  const code = apiCode(error)
  return [apiCodes.messageNotFound, apiCodes.sequenceNotFound, apiCodes.messageDeleteFailed].some(
    (gone) => gone === code,
  )
}

function isTaken(error: unknown): boolean {
  return apiCode(error) === apiCodes.streamNameInUse
}

async function orMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof QueueMissing) return undefined
    throw error
  }
}

function closed(): BrokerClosed {
  return new BrokerClosed('the connection to the broker was closed here')
}

function fault(what: string, error: unknown): BrokerError {
  if (error instanceof BrokerError) return error
  if (!(error instanceof NatsError)) return new BrokerError(`${what}: ${reasonOf(error)}`, { cause: error })
  const message = `${what}: ${error.message}`
  const api = error.api_error
  if (api !== undefined) {
    if (api.err_code === apiCodes.streamNotFound || api.err_code === apiCodes.consumerNotFound) {
      return new QueueMissing(message, { cause: error })
    }
    if (/maximum (messages|bytes|messages per subject) exceeded/.test(api.description)) {
      return new QueueFull(message, { cause: error })
    }
    // 503 is also "no leader" and "system temporarily unavailable": both pass.
    return api.code === 503 && !/not enabled/.test(api.description)
      ? new BrokerAway(message, { cause: error })
      : new BrokerRefused(message, { cause: error })
  }
  if (error.code === '503')
    return new QueueMissing(`${what}: no stream takes it, or JetStream is off`, { cause: error })
  if (error.code === 'CONNECTION_CLOSED' || error.code === 'CONNECTION_DRAINING') return closed()
  if (error.code === 'PERMISSIONS_VIOLATION') return new BrokerRefused(message, { cause: error })
  return new BrokerAway(message, { cause: error })
}
