/**
 * Version of the messages; every message carries it, and a receiver refuses any other. 2: batches that want behaviours,
 * which a worker of version 1 would answer without them.
 */
export const wireSchema = 2

/**
 * Version of batches of matches, and of those that want usages: a worker of version 2 would run them on the task alone.
 * Their results, like all other messages, are of `wireSchema`.
 */
export const matchSchema = 3

/** What a receiver accepts. Senders stay below, so anything above is hostile or a bug. */
export const wireLimits = {
  /** Bytes of one encoded batch or result; well under the 1 MB that a NATS server passes by default. */
  messageBytes: 256 * 1024,
  programsPerBatch: 4096,
  episodesPerBatch: 65_536,
  /** programs x episodes of a batch that wants every return, or every behaviour: 128 KiB of doubles. */
  returnsPerBatch: 16_384,
  /** Programs that the programs of a batch play against. */
  opponentsPerBatch: 4096,
}

/** Run names and batch ids: safe as a token of a NATS subject. */
export const wireToken = /^[A-Za-z0-9_-]{1,128}$/
