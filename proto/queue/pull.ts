import type { Broker, Message } from './broker.ts'

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
  /** Stops asking. What arrives within `graceMs` still reaches the handler, which should give it back. */
  close(graceMs?: number): Promise<void>
}

export interface PullOptions {
  readonly stream: string
  readonly consumer: string
  readonly onMessage: (message: HeldMessage) => void
  /** The server has no such consumer: make it again, then `want` what is missing. */
  readonly onMissing: () => void
  /** How long one request waits at the server before it is renewed. */
  readonly requestMs?: number
}

const statusCodes = { noMessages: 404, requestTimeout: 408, conflict: 409, noResponders: 503 } as const

/**
 * Takes messages from a durable consumer, exactly as many as were asked for: a process never holds a message that it
 * has no place for, and so can renew the lease of every one it holds.
 *
 * The library's own `consume` refills its buffer by itself and keeps prefetched messages where their leases cannot be
 * renewed; this speaks the same protocol (CONSUMER.MSG.NEXT) with the credit in our hands.
 *
 * Credit is in one of two places: asked (waiting at the server) or owed (to ask for when the link is back).
 */
export function startPull(broker: Broker, options: PullOptions): Pull {
  const requestMs = options.requestMs ?? 10_000
  const subject = `$JS.API.CONSUMER.MSG.NEXT.${options.stream}.${options.consumer}`
  let inbox = ''
  let unsubscribe = () => {}
  let wanted = 0
  let open = 0
  let heardAt = 0
  let closing = false

  const listen = () => {
    unsubscribe()
    inbox = broker.newInbox()
    unsubscribe = broker.subscribe(inbox, receive)
  }

  const ask = () => {
    if (closing || !broker.up || wanted <= open) return
    const batch = wanted - open
    open += batch
    if (open === batch) heardAt = performance.now()
    broker.publish(subject, encode({ batch, expires: requestMs * 1e6 }), inbox)
  }

  /** All requests under way are void: forget them, and anything that still comes of them. */
  const askAgain = () => {
    if (closing) return
    open = 0
    listen()
    ask()
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
    if (closing) return
    if (code === statusCodes.noResponders || (code === statusCodes.conflict && /deleted/i.test(text))) {
      open = 0
      options.onMissing()
    } else if (
      code === statusCodes.requestTimeout ||
      code === statusCodes.noMessages ||
      code === statusCodes.conflict
    ) {
      const unmet = Number(message.header('Nats-Pending-Messages') ?? open)
      open = Math.max(0, open - (Number.isFinite(unmet) ? unmet : open))
      // A conflict is a server that shuts down or has no room: it is not asked again this very moment.
      if (code === statusCodes.requestTimeout) ask()
    }
  }

  listen()
  const endLink = broker.onLink((up) => up && askAgain())
  // Requests can vanish without a word (a stream deleted and made again): silence past their end means that.
  const watch = setInterval(() => {
    if (open > 0 && performance.now() - heardAt > requestMs + 2_000) askAgain()
    else ask()
  }, 1_000)
  watch.unref()

  return {
    get wanted() {
      return wanted
    },
    want(count) {
      wanted += count
      ask()
    },
    async close(graceMs = 0) {
      closing = true
      clearInterval(watch)
      endLink()
      if (graceMs > 0 && broker.up && open > 0) await new Promise((resolve) => setTimeout(resolve, graceMs))
      unsubscribe()
    },
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
