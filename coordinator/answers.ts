import type { Hash64 } from '@cairn/language'

/** What the journal keeps of one question of a search. */
export interface Answer {
  /** 8 bytes: a hash of all that was asked. */
  readonly question: Uint8Array
  /** Evaluations it cost, by the book of the sequential algorithm. */
  readonly charged: number
  readonly answer: Uint8Array
}

/** An answer and where it belongs. */
export interface AnswerRow extends Answer {
  /** Path of the context that asked. */
  readonly path: string
  /** How many questions that context had asked before. */
  readonly ordinal: number
}

/**
 * The journal holds the answer to another question: the search, its options or the language have changed since the run
 * was started, so the run cannot be continued with what is here now.
 */
export class ReplayMismatch extends Error {
  readonly code = 'E_REPLAY_MISMATCH'
  readonly path: string
  readonly ordinal: number
  constructor(path: string, ordinal: number, difference: string) {
    super(
      `${path} question ${ordinal}: ${difference}. The search, its options or the language differ from those that ` +
        'started this run. Nothing was changed; continue it with the version and options in its manifest.json.',
    )
    this.path = path
    this.ordinal = ordinal
  }
}

/** What can be asked: the scores of programs, or the first that is better. */
export type QuestionKind = 'scores' | 'first-better' | 'fresh'

const kindSeeds: Readonly<Record<QuestionKind, number>> = { scores: 1, 'first-better': 2, fresh: 3 }

/** Hashes a question as it is asked, program by program. */
export class QuestionHash {
  #a: number
  #b = 0

  constructor(kind: QuestionKind, threshold?: number) {
    this.#a = kindSeeds[kind]
    if (threshold === undefined) return
    const words = new Uint32Array(Float64Array.of(threshold).buffer)
    this.add({ low: words[0]!, high: words[1]! })
  }

  add({ low, high }: Hash64): void {
    this.#a = (Math.imul(this.#a ^ low, 0x9e3779b1) + (this.#b >>> 15)) | 0
    this.#b = (Math.imul(this.#b ^ high, 0x85ebca77) + (this.#a >>> 13)) | 0
  }

  bytes(): Uint8Array {
    return new Uint8Array(Int32Array.of(this.#a, this.#b).buffer)
  }

  /** Whether `bytes` are those of the same question. */
  is(bytes: Uint8Array): boolean {
    return bytes.length === 8 && this.#a === int32(bytes, 0) && this.#b === int32(bytes, 4)
  }
}

function int32(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}

/** Scores as the journal keeps them: doubles, little-endian. */
export function encodeScores(scores: Float64Array): Uint8Array {
  return new Uint8Array(scores.buffer, scores.byteOffset, scores.byteLength)
}

export function decodeScores(bytes: Uint8Array): Float64Array {
  const scores = new Float64Array(bytes.length / 8)
  new Uint8Array(scores.buffer).set(bytes)
  return scores
}
