/** Base of everything that can go wrong between Cairn and its broker. */
export class BrokerError extends Error {
  readonly code: string = 'E_BROKER'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** The first connection failed. Later losses of the link are waited out and never raise this. */
export class BrokerUnreachable extends BrokerError {
  override readonly code = 'E_BROKER_UNREACHABLE'
  /** Without user and password. */
  readonly url: string

  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`no connection to the broker at ${url}: ${reason}`, options)
    this.url = url
  }
}

/** The broker did not answer: the link is down, or the server is busy or restarting. Trying again later is right. */
export class BrokerAway extends BrokerError {
  override readonly code = 'E_BROKER_AWAY'
}

/** This side closed the connection. */
export class BrokerClosed extends BrokerError {
  override readonly code = 'E_BROKER_CLOSED'
}

/** The server refused a request for a reason that waiting does not cure: rights, limits, JetStream switched off. */
export class BrokerRefused extends BrokerError {
  override readonly code = 'E_BROKER_REFUSED'
}

/** The stream is at its limit; room comes as workers settle batches. */
export class QueueFull extends BrokerError {
  override readonly code = 'E_QUEUE_FULL'
}

/** A stream, consumer or bucket is not there (any more): `ensureQueue` makes it again. */
export class QueueMissing extends BrokerError {
  override readonly code = 'E_QUEUE_MISSING'
}

/** The message can never be sent: the server takes no larger ones. */
export class MessageTooLarge extends BrokerError {
  override readonly code = 'E_MESSAGE_TOO_LARGE'
  readonly subject: string
  readonly bytes: number
  readonly limitBytes: number

  constructor(subject: string, bytes: number, limitBytes: number) {
    super(
      `a message of ${bytes} bytes for ${subject} is over the broker's limit of ${limitBytes} bytes; it was not sent`,
    )
    this.subject = subject
    this.bytes = bytes
    this.limitBytes = limitBytes
  }
}

/**
 * The server took the request and holds something else. Servers drop settings they do not know without a word, so a
 * queue that looks configured may, for example, hand out every domain's work.
 */
export class QueueConfigMismatch extends BrokerError {
  override readonly code = 'E_QUEUE_CONFIG'
  /** Stream, or stream/consumer. */
  readonly of: string
  /** The setting's name on the wire. */
  readonly setting: string

  constructor(of: string, setting: string, asked: unknown, holds: unknown, serverVersion: string) {
    super(
      `${of}: asked nats-server ${serverVersion} for ${setting} = ${JSON.stringify(asked)}, it holds ${JSON.stringify(holds) ?? 'nothing'}. ` +
        'Use a newer server, or delete the stream if it was made by something else',
    )
    this.of = of
    this.setting = setting
  }
}

/** A run, batch, domain or worker name that cannot be part of a subject. */
export class BadToken extends BrokerError {
  override readonly code = 'E_BAD_TOKEN'
  readonly token: string

  constructor(what: string, token: string) {
    super(`${what}: expected 1 to 128 of A-Z a-z 0-9 _ -, got ${JSON.stringify(token.slice(0, 140))}`)
    this.token = token
  }
}
