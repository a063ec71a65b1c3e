import type { Hash64 } from '@cairn/language'

/** What the journal keeps of one question of a search. */
export interface Answer {
  /** A hash of all that was asked, of 53 bits. */
  readonly question: number
  /** Evaluations it cost, by the book of the sequential algorithm. */
  readonly charged: number
  readonly answer: AnswerValue
}

/** A number; many of them, as little-endian doubles; programs (`program-list.ts`); or null: none is better. */
export type AnswerValue = number | Uint8Array | null

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

/** What can be asked: see `SearchContext`, `Arena` and `LatentSpace`; `fresh` is the score of the best program on fresh episodes. */
export type QuestionKind =
  | 'scores'
  | 'first-better'
  | 'fresh'
  | 'programs'
  | 'behaviours'
  | 'play'
  | 'first-to-beat'
  | 'trimmed'
  | 'crown'
  | 'seconds'
  | 'decode'
  | 'encode'

const kindSeeds: Readonly<Record<QuestionKind, number>> = {
  scores: 1,
  'first-better': 2,
  fresh: 3,
  programs: 4,
  behaviours: 5,
  play: 6,
  'first-to-beat': 7,
  trimmed: 8,
  crown: 9,
  seconds: 10,
  decode: 11,
  encode: 12,
}

/** Hashes a question as it is asked, program by program. */
export class QuestionHash {
  #a: number
  #b = 0

  /** @param parameter the number that the question has besides its programs, such as the score to beat */
  constructor(kind: QuestionKind, parameter?: number) {
    this.#a = kindSeeds[kind]
    if (parameter === undefined) return
    const words = new Uint32Array(Float64Array.of(parameter).buffer)
    this.add({ low: words[0]!, high: words[1]! })
  }

  add({ low, high }: Hash64): void {
    this.#a = (Math.imul(this.#a ^ low, 0x9e3779b1) + (this.#b >>> 15)) | 0
    this.#b = (Math.imul(this.#b ^ high, 0x85ebca77) + (this.#a >>> 13)) | 0
  }

  /** 53 bits. */
  value(): number {
    return ((this.#b ^ (this.#b >>> 11)) & 0x1fffff) * 2 ** 32 + (this.#a >>> 0)
  }
}

/** Numbers as the journal keeps them; a single one, the most common case, as the number that it is. */
export function encodeNumbers(numbers: Float64Array): AnswerValue {
  if (numbers.length === 1) return numbers[0]!
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
}

export function decodeNumbers(answer: AnswerValue): Float64Array {
  if (answer === null) return new Float64Array(0)
  if (typeof answer === 'number') return Float64Array.of(answer)
  const numbers = new Float64Array(answer.length / 8)
  new Uint8Array(numbers.buffer).set(answer)
  return numbers
}
