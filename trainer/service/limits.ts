/** What goes over the wire at most, and how long things may take. */
export const limits = {
  /** Vectors or programs of one request. 1,024 latents of 256 numbers are 2 MiB. */
  vectorsPerRequest: 1024,
  /** Of those, how many are computed with before the next caller has its turn; what a client sends at a time. */
  vectorsPerTurn: 256,
  /** Bytes of a message to the trainer: a data set of 50,000 programs with demonstrations may come along. */
  requestBytes: 256 * 2 ** 20,
  /** Bytes of an answer: 1,024 latents of 4,096 numbers are 32 MiB. */
  answerBytes: 64 * 2 ** 20,
  /** Events that wait for a slow reader before those of single steps are left out. */
  waitingEvents: 1000,
} as const
