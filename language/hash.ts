/** 64 bits in two halves, each an unsigned 32-bit integer. */
export interface Hash64 {
  readonly low: number
  readonly high: number
}

/**
 * A fast 64-bit hash, the same on every machine. Not for secrets.
 *
 * The mixing of MurmurHash3 (Austin Appleby, public domain) on two lanes that read the same four bytes at a time.
 */
export function hashBytes(bytes: Uint8Array, seed = 0): Hash64 {
  const { length } = bytes
  const whole = length & ~3
  let a = seed | 0
  let b = seed ^ 0x9e3779b9
  let i = 0
  while (i < length) {
    let word = 0
    if (i < whole) word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    else for (let k = 0; i + k < length; k++) word |= bytes[i + k]! << (8 * k)
    i += 4

    let k = Math.imul(word, 0x239b961b)
    a ^= Math.imul((k << 15) | (k >>> 17), 0xab0e9789)
    a = (((a << 19) | (a >>> 13)) + b) | 0
    a = (Math.imul(a, 5) + 0x561ccd1b) | 0

    k = Math.imul(word, 0x38b34ae5)
    b ^= Math.imul((k << 17) | (k >>> 15), 0xa1e38b93)
    b = (((b << 13) | (b >>> 19)) + a) | 0
    b = (Math.imul(b, 5) + 0x32ac3b17) | 0
  }
  a ^= length
  b ^= length
  a = (a + b) | 0
  b = (b + a) | 0
  a = mix32(a)
  b = mix32(b)
  a = (a + b) | 0
  b = (b + a) | 0
  return { low: a >>> 0, high: b >>> 0 }
}

/** 16 hexadecimal digits, the high half first. */
export function hex({ low, high }: Hash64): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

/** A bijection of 32 bits in which every bit of the input moves about half of the output. */
export function mix32(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
