import type { Program } from '@cairn/language'

/** What one program did: a number, or one for each state. */
export type Behaviour = number | Float64Array

export interface BehaviourMemoryOptions {
  /** About as many bytes are kept of each of two generations. */
  readonly generationBytes: number
}

export const behaviourMemoryDefaults = { generationBytes: 32 << 20 } satisfies BehaviourMemoryOptions

/** What an entry costs besides its program and its numbers: two strings, a place in a table. */
const entryBytes = 120

/**
 * The behaviours that were asked for lately. Bounded: once the young generation is full it becomes the old one, whose
 * entries are forgotten unless they are asked for before the next one is full, too.
 */
export class BehaviourMemory {
  readonly #options: BehaviourMemoryOptions
  #young = new Map<string, Behaviour>()
  #old = new Map<string, Behaviour>()
  #youngBytes = 0

  constructor(options: Partial<BehaviourMemoryOptions> = {}) {
    this.#options = { ...behaviourMemoryDefaults, ...options }
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(key: string): Behaviour | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.#keep(key, old)
    return old
  }

  /** @returns false if that contradicts what was known, which stays */
  learn(key: string, behaviour: Behaviour): boolean {
    const before = this.get(key)
    if (before === undefined) this.#keep(key, behaviour)
    return before === undefined || same(before, behaviour)
  }

  #keep(key: string, behaviour: Behaviour): void {
    const bytes = entryBytes + key.length + (typeof behaviour === 'number' ? 0 : behaviour.byteLength)
    if (this.#youngBytes + bytes > this.#options.generationBytes) {
      this.#old = this.#young
      this.#young = new Map()
      this.#youngBytes = 0
    }
    this.#old.delete(key)
    this.#young.set(key, behaviour)
    this.#youngBytes += bytes
  }
}

/** A key that is equal for equal programs alone. */
export function programKey(program: Program): string {
  return Buffer.from(program.buffer, program.byteOffset, program.length).toString('latin1')
}

function same(a: Behaviour, b: Behaviour): boolean {
  if (typeof a === 'number' || typeof b === 'number') return a === b
  return a.length === b.length && a.every((number, i) => number === b[i])
}
