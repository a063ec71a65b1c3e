/** 2^24: the generator's 48 bits are kept as two halves, so that every product stays exact in a double. */
const half = 0x1000000
const multiplierHigh = 0x5de
const multiplierLow = 0xece66d
const addend = 0xb

/**
 * The 48-bit linear congruential generator of Java's library (`java.util.Random`), which the reference draws damage,
 * cancelled actions and the choices of its random bots from.
 */
export class JavaRandom {
  #high = 0
  #low = 0

  /** @param seed a safe integer, of either sign */
  constructor(seed: number) {
    this.seed(seed)
  }

  /** Starts the stream of that seed over. */
  seed(seed: number): void {
    const high = Math.floor(seed / half)
    this.#low = (seed - high * half) ^ multiplierLow
    this.#high = (high - Math.floor(high / half) * half) ^ multiplierHigh
  }

  /** Goes on where another stream stands. */
  continueFrom(other: JavaRandom): void {
    this.#high = other.#high
    this.#low = other.#low
  }

  #advance(): void {
    const low = this.#low * multiplierLow + addend
    const carry = Math.floor(low / half)
    const high = this.#high * multiplierLow + this.#low * multiplierHigh + carry
    this.#low = low - carry * half
    this.#high = high - Math.floor(high / half) * half
  }

  /** Uniform in [0, 1), of 53 bits. */
  nextDouble(): number {
    this.#advance()
    const upper = this.#high * 4 + (this.#low >>> 22)
    this.#advance()
    const lower = this.#high * 8 + (this.#low >>> 21)
    return (upper * 0x8000000 + lower) / 0x20000000000000
  }

  /** Uniform in 0 .. bound - 1; `bound` is a positive 32-bit integer. */
  nextInt(bound: number): number {
    let bits = this.#next31()
    if ((bound & -bound) === bound) return Math.floor(bits / (0x80000000 / bound))
    let value = bits % bound
    while (bits - value + (bound - 1) > 0x7fffffff) {
      bits = this.#next31()
      value = bits % bound
    }
    return value
  }

  #next31(): number {
    this.#advance()
    return this.#high * 128 + (this.#low >>> 17)
  }
}
