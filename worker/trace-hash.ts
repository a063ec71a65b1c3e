/**
 * What a program did, as a whole number of 53 bits: a hash of the traces added since `begin`, of their lengths and their
 * bytes, in order. The same on every machine. Allocates nothing.
 *
 * The mixing of MurmurHash3 (Austin Appleby, public domain) on two lanes that read the same four bytes at a time.
 */
export class TraceHash {
  #a = 0
  #b = 0

  begin(): void {
    this.#a = 0x2f4d1e6b
    this.#b = 0x71b3c59d
  }

  add(trace: Uint8Array): void {
    const { length } = trace
    let a = this.#a
    let b = this.#b
    // The length first, so that no two lists of traces read the same.
    for (let i = -4, word = length; ; ) {
      const k = Math.imul(word, 0x239b961b)
      a ^= Math.imul((k << 15) | (k >>> 17), 0xab0e9789)
      a = (Math.imul((a << 19) | (a >>> 13), 5) + b + 0x561ccd1b) | 0
      const l = Math.imul(word, 0x38b34ae5)
      b ^= Math.imul((l << 17) | (l >>> 15), 0xa1e38b93)
      b = (Math.imul((b << 13) | (b >>> 19), 5) + a + 0x32ac3b17) | 0

      i += 4
      if (i >= length) break
      word = trace[i]!
      if (i + 3 < length) word |= (trace[i + 1]! << 8) | (trace[i + 2]! << 16) | (trace[i + 3]! << 24)
      else for (let j = 1; i + j < length; j++) word |= trace[i + j]! << (8 * j)
    }
    this.#a = a
    this.#b = b
  }

  value(): number {
    const a = mixed((this.#a + this.#b) | 0)
    const b = mixed((this.#b + a) | 0)
    return (b & 0x1fffff) * 2 ** 32 + (((a + b) | 0) >>> 0)
  }
}

function mixed(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
