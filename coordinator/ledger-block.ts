import type { Program } from '@cairn/language'

/** How an evaluation ended. The numbers are those of `cairn.v1.Status`. */
export type LedgerStatus = 1 | 2

/** `score` is the mean return. */
export const scored: LedgerStatus = 1
/** `score` is an upper bound of the mean return. */
export const pruned: LedgerStatus = 2

/**
 * Evaluations in columns, so that a million of them are read in a fraction of a second. Little-endian:
 *
 *   u32 count | u32 0 | f64 score x count | u32 length x count | u8 status x count | programs, one after another
 */
export class LedgerBlock {
  #count = 0
  #bytes = 0
  #scores = new Float64Array(256)
  #lengths = new Uint32Array(256)
  #statuses = new Uint8Array(256)
  #programs = new Uint8Array(8192)

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.#bytes + 13 * this.#count
  }

  add(program: Program, status: LedgerStatus, score: number): void {
    const at = this.#count++
    if (at === this.#scores.length) {
      this.#scores = grown(this.#scores, new Float64Array(2 * at))
      this.#lengths = grown(this.#lengths, new Uint32Array(2 * at))
      this.#statuses = grown(this.#statuses, new Uint8Array(2 * at))
    }
    const end = this.#bytes + program.length
    if (end > this.#programs.length) this.#programs = grown(this.#programs, new Uint8Array(2 * end))
    this.#scores[at] = score
    this.#lengths[at] = program.length
    this.#statuses[at] = status
    this.#programs.set(program, this.#bytes)
    this.#bytes = end
  }

  encode(): Uint8Array {
    const count = this.#count
    const block = new Uint8Array(8 + 13 * count + this.#bytes)
    new Uint32Array(block.buffer, 0, 1)[0] = count
    new Float64Array(block.buffer, 8, count).set(this.#scores.subarray(0, count))
    new Uint32Array(block.buffer, 8 + 8 * count, count).set(this.#lengths.subarray(0, count))
    block.set(this.#statuses.subarray(0, count), 8 + 12 * count)
    block.set(this.#programs.subarray(0, this.#bytes), 8 + 13 * count)
    return block
  }

  clear(): void {
    this.#count = 0
    this.#bytes = 0
  }
}

/** Calls back with every evaluation of an encoded block; the program is a view. */
export function readLedgerBlock(
  block: Uint8Array,
  evaluation: (program: Program, status: LedgerStatus, score: number) => void,
): void {
  const { buffer, byteOffset } = block.byteOffset % 8 === 0 ? block : Uint8Array.from(block)
  const count = new Uint32Array(buffer, byteOffset, 1)[0]!
  const scores = new Float64Array(buffer, byteOffset + 8, count)
  const lengths = new Uint32Array(buffer, byteOffset + 8 + 8 * count, count)
  let at = 8 + 13 * count
  for (let i = 0; i < count; i++) {
    const end = at + lengths[i]!
    evaluation(block.subarray(at, end), block[8 + 12 * count + i] as LedgerStatus, scores[i]!)
    at = end
  }
}

function grown<T extends Uint8Array | Uint32Array | Float64Array>(column: T, into: T): T {
  into.set(column)
  return into
}
