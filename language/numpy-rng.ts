import type { Rng } from './rng.ts'

const size = 624
const shift = 397

/** Asked of a generator that is one stream and no more. */
export class SingleStream extends Error {
  readonly code = 'E_SINGLE_STREAM'
  constructor(asked: string) {
    super(
      `numpy's generator is a single stream: it has no ${asked}; draw neighbours with neighbours(), or use seededRng`,
    )
  }
}

/**
 * numpy's `RandomState(seed)`: MT19937 (Matsumoto and Nishimura 1998) with the legacy integer seeding. It is here to
 * reproduce recorded runs of the reference implementations, so it has no further streams.
 *
 * @param seed a whole number from 0 to 2^32 - 1
 */
export function numpyRng(seed: number): Rng {
  return new Mt19937(seed)
}

/**
 * The generator as the program space of prog_policies and LLM-GS leaves it after seeding: one bounded draw, which seeds
 * the generator of latent spaces, has been taken.
 */
export function searchSpaceRng(seed: number): Rng {
  const rng = numpyRng(seed)
  rng.below(1_000_000)
  return rng
}

class Mt19937 implements Rng {
  readonly recorded = true
  readonly #state = new Uint32Array(size)
  #at = size

  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
      throw new RangeError(`seed: expected 0 to 2^32 - 1, got ${seed}`)
    }
    this.#state[0] = seed
    for (let i = 1; i < size; i++) {
      const previous = this.#state[i - 1]! ^ (this.#state[i - 1]! >>> 30)
      this.#state[i] = Math.imul(1812433253, previous) + i
    }
  }

  next32(): number {
    if (this.#at === size) this.#twist()
    let y = this.#state[this.#at++]!
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  uniform(): number {
    return ((this.next32() >>> 5) * 67108864 + (this.next32() >>> 6)) / 9007199254740992
  }

  below(n: number): number {
    if (n === 1) return 0 // draws nothing
    const mask = 0xffffffff >>> Math.clz32(n - 1)
    for (;;) {
      const drawn = (this.next32() & mask) >>> 0
      if (drawn < n) return drawn
    }
  }

  split(): never {
    throw new SingleStream('split')
  }

  stream(): never {
    throw new SingleStream('named streams')
  }

  #twist(): void {
    const state = this.#state
    for (let i = 0; i < size; i++) {
      const y = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff)
      state[i] = state[(i + shift) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.#at = 0
  }
}
