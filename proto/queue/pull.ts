import { setTimeout as sleep } from 'node:timers/promises'
import type { Broker, Message } from './broker.ts'
import { BrokerClosed } from './errors.ts'

/** A message that this process holds, and must settle before its lease runs out. */
export interface HeldMessage {
  readonly subject: string
  /** A view into the receive buffer: copy what is kept. */
  readonly bytes: Uint8Array
  readonly sequence: number
  /** 1 on the first delivery. */
  readonly delivery: number
  header(name: string): string | undefined
  /** Done: the broker forgets it. */
  ack(): void
  /** Not done here: the broker hands it out again at once. */
  nak(): void
  /** Useless everywhere: the broker forgets it and never hands it out again. */
  term(): void
  /** Still at it: the lease starts anew. */
  working(): void
}

export interface Pull {
  /** Asks for so many more messages. */
  want(count: number): void
  /** Messages asked for and not yet here. */
  readonly wanted: number
  /** Makes sure that the consumer is there, then asks anew for what is missing. */
  renew(): void
  /** Stops asking. What arrives within `graceMs` still reaches the handler, which should give it back. */
  close(graceMs?: number): Promise<void>
}

export interface PullOptions {
  readonly stream: string
  readonly consumer: string
  readonly onMessage: (message: HeldMessage) => void
  /** Makes the consumer if it is missing: called first, after every loss of the link, and when the server lost it. */
  readonly prepare: () => Promise<unknown>
  /** `prepare` failed; it is tried again. */
  readonly onTrouble?: (error: unknown) => void
  /** How long one request waits at the server before it is renewed. */
  readonly requestMs?: number
}

const pullDefaults = { requestMs: 10_000, retryMs: 500, longestRetryMs: 5_000, silenceMs: 2_000, watchEveryMs: 1_000 }
const statusCodes = { noMessages: 404, requestTimeout: 408, conflict: 409, noResponders: 503 } as const

/**
 * Takes messages from a durable consumer, exactly as many as were asked for: a process never holds a message that it
 * has no place for, and so can renew the lease of every one it holds. (The library's own `consume` refills its buffer
 * by itself and keeps prefetched messages where nobody renews their leases.)
 *
 *   preparing --the consumer is there--> asking: `open` of the `wanted` messages are asked for at the server
 *       ^                                   |
 *       +--link lost and back, consumer deleted, silence past the end of a request
 *
 * A request ends with its last message or with a status; either way `open` shrinks, and what is wanted is asked anew.
 */
export function startPull(broker: Broker, options: PullOptions): Pull {
  const { requestMs, retryMs, longestRetryMs, silenceMs, watchEveryMs } = { ...pullDefaults, ...options }
  const subject = `$JS.API.CONSUMER.MSG.NEXT.${options.stream}.${options.consumer}`
  let inbox = ''
  let unsubscribe = () => {}
  let wanted = 0
  let open = 0
  let heardAt = 0
  let state: 'preparing' | 'asking' | 'closed' = 'asking'

  const endLink = broker.onLink((up) => up && void prepare())
  const watch = setInterval(() => {
    // A consumer that was deleted and made again never answers the requests of its former life.
    if (open > 0 && performance.now() - heardAt > requestMs + silenceMs) void prepare()
    else ask()
  }, watchEveryMs)
  watch.unref()
  void prepare()

  return {
    get wanted() {
      return wanted
    },
    want(count) {
      wanted += count
      ask()
    },
    renew: () => void prepare(),
    async close(graceMs = 0) {
      const waits = graceMs > 0 && broker.up && open > 0
      state = 'closed'
      clearInterval(watch)
      endLink()
      if (waits) await sleep(graceMs)
      unsubscribe()
    },
  }

  async function prepare(): Promise<void> {
    if (state !== 'asking') return
    state = 'preparing'
    open = 0
    for (let pauseMs = retryMs; isOpen(); pauseMs = Math.min(2 * pauseMs, longestRetryMs)) {
      try {
        await broker.untilUp()
        await options.prepare()
        break
      } catch (error) {
        if (error instanceof BrokerClosed) return
        options.onTrouble?.(error)
        await sleep(pauseMs)
      }
    }
    if (!isOpen()) return
    // A new inbox: answers to the requests from before no longer count.
    unsubscribe()
    inbox = broker.newInbox()
    unsubscribe = broker.subscribe(inbox, receive)
    state = 'asking'
    ask()
  }

  function isOpen(): boolean {
    return state !== 'closed'
  }

  function ask(): void {
    if (state !== 'asking' || !broker.up || wanted <= open) return
    const batch = wanted - open
    if (open === 0) heardAt = performance.now()
    open += batch
    broker.publish(subject, encode({ batch, expires: requestMs * 1e6 }), inbox)
  }

  function receive(message: Message): void {
    heardAt = performance.now()
    if (message.status === undefined) {
      const held = holdMessage(broker, message)
      if (held === undefined) return
      wanted = Math.max(0, wanted - 1)
      open = Math.max(0, open - 1)
      options.onMessage(held)
      return
    }
    const { code, text } = message.status
    if (code === statusCodes.noResponders || (code === statusCodes.conflict && /deleted/i.test(text))) {
      void prepare()
    } else if (
      code === statusCodes.requestTimeout ||
      code === statusCodes.noMessages ||
      code === statusCodes.conflict
    ) {
      const unmet = Number(message.header('Nats-Pending-Messages'))
      open = Math.max(0, open - (unmet > 0 ? unmet : open))
      // A conflict is a server that shuts down or has no room: it is asked again later, by the watch.
      if (code === statusCodes.requestTimeout) ask()
    }
  }
}

const encoder = new TextEncoder()
const encode = (value: object) => encoder.encode(JSON.stringify(value))
const words = {
  ack: encoder.encode('+ACK'),
  nak: encoder.encode('-NAK'),
  term: encoder.encode('+TERM'),
  working: encoder.encode('+WPI'),
}

function holdMessage(broker: Broker, message: Message): HeldMessage | undefined {
  // $JS.ACK.STREAM.CONSUMER.DELIVERY.SEQUENCE.CONSUMER-SEQUENCE.TIME.PENDING; newer servers put a domain and an account
  // before STREAM and a token at the end.
  const parts = message.replyTo.split('.')
  if (parts[0] !== '$JS' || parts[1] !== 'ACK' || parts.length < 9) return undefined
  const at = parts.length === 9 ? 4 : 6
  const answer = (word: Uint8Array) => broker.publish(message.replyTo, word)
  return {
    subject: message.subject,
    bytes: message.bytes,
    delivery: Number(parts[at]),
    sequence: Number(parts[at + 1]),
    header: message.header,
    ack: () => answer(words.ack),
    nak: () => answer(words.nak),
    term: () => answer(words.term),
    working: () => answer(words.working),
  }
}
