import type { Answer, AnswerValue } from './answers.ts'

// Kinds; 0: none is better.
const number = 1
const bytes = 2

/** Bytes of an answer in a block, besides those of its scores if there are many. */
const fixedBytes = 21

/**
 * Consecutive answers of one path in columns, so that a million of them are read in a fraction of a second.
 * Little-endian:
 *
 *   u32 count | u32 0 | f64 question x count | f64 value x count | u32 charged x count | u8 kind x count | bytes
 *
 * A value is a score, or the length of the answer's part of `bytes`, or nothing, as its kind says.
 */
export function encodeAnswers(answers: readonly Answer[]): Uint8Array {
  const count = answers.length
  const extra = answers.reduce((sum, { answer }) => sum + (answer instanceof Uint8Array ? answer.length : 0), 0)
  const block = new Uint8Array(8 + fixedBytes * count + extra)
  new Uint32Array(block.buffer, 0, 1)[0] = count
  const { questions, values, charged, kinds } = columns(block, count)
  let at = 8 + fixedBytes * count
  answers.forEach(({ question, charged: cost, answer }, i) => {
    questions[i] = question
    charged[i] = cost
    if (answer === null) return
    if (typeof answer === 'number') {
      kinds[i] = number
      values[i] = answer
    } else {
      kinds[i] = bytes
      values[i] = answer.length
      block.set(answer, at)
      at += answer.length
    }
  })
  return block
}

/** The answers of an encoded block, in order. */
export function* decodeAnswers(encoded: Uint8Array): Generator<Answer, undefined> {
  const block = encoded.byteOffset % 8 === 0 ? encoded : Uint8Array.from(encoded)
  const count = new Uint32Array(block.buffer, block.byteOffset, 1)[0]!
  const { questions, values, charged, kinds } = columns(block, count)
  let at = 8 + fixedBytes * count
  for (let i = 0; i < count; i++) {
    let answer: AnswerValue = null
    if (kinds[i] === number) {
      answer = values[i]!
    } else if (kinds[i] === bytes) {
      answer = block.subarray(at, at + values[i]!)
      at += answer.length
    }
    yield { question: questions[i]!, charged: charged[i]!, answer }
  }
}

function columns({ buffer, byteOffset }: Uint8Array, count: number) {
  const start = byteOffset + 8
  return {
    questions: new Float64Array(buffer, start, count),
    values: new Float64Array(buffer, start + 8 * count, count),
    charged: new Uint32Array(buffer, start + 16 * count, count),
    kinds: new Uint8Array(buffer, start + 20 * count, count),
  }
}
