import { hashBytes, mix32 } from './hash.ts'

/** A stream of random numbers. */
export interface Rng {
  /** The stream is compared with recorded ones: whoever draws from it draws all that the recorded program drew. */
  readonly recorded?: boolean
  /** Unsigned, 32 bits. */
  next32(): number
  /** In [0, 1), 53 bits. */
  uniform(): number
  /** A whole number in [0, n), all equally likely; 1 <= n <= 2^32. */
  below(n: number): number
  /** A new stream that depends on where this one stands, and moves it on by a fixed number of draws. */
  split(): Rng
  /** The stream of that name. It does not depend on how much has been drawn from this one, nor does it move it. */
  stream(name: string): Rng
}

/**
 * Our own generator: fast, and as many independent streams as there are names.
 *
 * @param seed a whole number from 0 to 2^53 - 1
 * @throws RangeError for any other seed
 */
export function seededRng(seed: number): Rng {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError(`seed: expected 0 to 2^53 - 1, got ${seed}`)
  return new Sfc32(seed >>> 0, Math.floor(seed / 2 ** 32), 0)
}

/**
 * sfc32 (Chris Doty-Humphrey, PractRand; public domain): 128 bits of state, a counter among them, so no stream is
 * shorter than 2^32 draws. A stream is known by its key of 96 bits.
 */
class Sfc32 implements Rng {
  readonly #key: readonly [number, number, number]
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(k0: number, k1: number, k2: number) {
    this.#key = [k0, k1, k2]
    this.#a = k0 | 0
    this.#b = k1 | 0
    this.#c = k2 | 0
    for (let i = 0; i < 15; i++) this.next32()
  }

  next32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  uniform(): number {
    return ((this.next32() >>> 5) * 67108864 + (this.next32() >>> 6)) / 9007199254740992
  }

  below(n: number): number {
    const unbiased = 2 ** 32 - (2 ** 32 % n)
    for (;;) {
      const drawn = this.next32()
      if (drawn < unbiased) return drawn % n
    }
  }

  split(): Rng {
    return new Sfc32(this.next32(), this.next32(), this.next32())
  }

  stream(name: string): Rng {
    const bytes = new TextEncoder().encode(name)
    const [k0, k1, k2] = this.#key
    const one = hashBytes(bytes, mix32(k0 + 0x9e3779b9) ^ k1)
    const two = hashBytes(bytes, mix32(k2 + 0x85ebca6b) ^ k0)
    return new Sfc32(one.low ^ mix32(k2), one.high ^ mix32(k1), two.low)
  }
}
