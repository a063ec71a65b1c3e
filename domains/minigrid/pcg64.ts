const word32 = 0xffffffffn
const word64 = 0xffffffffffffffffn
const word128 = (1n << 128n) - 1n
const multiplier = 2549297995355413924n * (1n << 64n) + 4865540595714422341n

/**
 * numpy's `default_rng(seed)` as Gymnasium seeds it (`Generator(PCG64(SeedSequence(seed)))`), reduced to the one draw
 * that Minigrid's rooms take. Slow, and used to make a room once.
 *
 * Sources: O'Neill, PCG XSL RR 128/64 (2014); numpy's SeedSequence.
 */
export class Pcg64 {
  #state: bigint
  readonly #increment: bigint
  /** The second half of the last output, while it has not been taken. */
  #kept: number | undefined

  /** @param seed a whole number of any size, 0 or more */
  constructor(seed: number | bigint) {
    const [w0, w1, w2, w3] = seedWords(BigInt(seed))
    this.#increment = ((((w2! << 64n) | w3!) << 1n) | 1n) & word128
    this.#state = 0n
    this.#step()
    this.#state = (this.#state + ((w0! << 64n) | w1!)) & word128
    this.#step()
  }

  /** A uniform whole number from `low` to `high` - 1 (`Generator.integers`). */
  integers(low: number, high: number): number {
    const n = high - low
    if (n === 1) return low
    const unbiased = 2 ** 32 % n
    for (;;) {
      const product = BigInt(this.#next32()) * BigInt(n)
      if (Number(product & word32) >= unbiased) return low + Number(product >> 32n)
    }
  }

  #next32(): number {
    const kept = this.#kept
    if (kept !== undefined) {
      this.#kept = undefined
      return kept
    }
    this.#step()
    const folded = (this.#state >> 64n) ^ (this.#state & word64)
    const turn = this.#state >> 122n
    const output = ((folded >> turn) | (folded << (64n - turn))) & word64
    this.#kept = Number(output >> 32n)
    return Number(output & word32)
  }

  #step(): void {
    this.#state = (this.#state * multiplier + this.#increment) & word128
  }
}

/** numpy's SeedSequence: four words of 64 bits made of a seed. */
function seedWords(seed: bigint): bigint[] {
  const words: number[] = []
  for (let rest = seed; rest > 0n || words.length === 0; rest >>= 32n) words.push(Number(rest & word32))
  let constant = 0x43b0d7e5
  const hashed = (value: number): number => {
    const mixed = value ^ constant
    constant = Math.imul(constant, 0x931e8875)
    const product = Math.imul(mixed, constant)
    return product ^ (product >>> 16)
  }
  const mix = (x: number, y: number): number => {
    const result = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) | 0
    return result ^ (result >>> 16)
  }
  const pool = [0, 1, 2, 3].map((i) => hashed(words[i] ?? 0))
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) if (to !== from) pool[to] = mix(pool[to]!, hashed(pool[from]!))
  }
  for (const word of words.slice(4)) for (let to = 0; to < 4; to++) pool[to] = mix(pool[to]!, hashed(word))

  let output = 0x8b51f9dd
  const halves = Array.from({ length: 8 }, (_, i) => {
    const mixed = pool[i % 4]! ^ output
    output = Math.imul(output, 0x58f38ded)
    const product = Math.imul(mixed, output)
    return BigInt((product ^ (product >>> 16)) >>> 0)
  })
  return [0, 2, 4, 6].map((i) => halves[i]! | (halves[i + 1]! << 32n))
}
