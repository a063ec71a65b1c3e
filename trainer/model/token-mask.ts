import { TokenMask, type Vocabulary } from '@cairn/language'

/**
 * `leaps` lets a block be closed as soon as it is opened, as LEAPS's checker does; such a text is no program. `strict`
 * does not, as prog_policies.
 */
export type MaskVariant = 'leaps' | 'strict'

/** What opens a block of statements in Karel's syntax; conditions have brackets of their own, `c(` and `c)`. */
const opensBlock = /^[mwier]\($/

/** Which tokens a decoder may write next. */
export class DecoderMask {
  readonly #vocabulary: Vocabulary
  readonly #variant: MaskVariant
  readonly #mask: TokenMask
  /** The token that closes the block that has just been opened. */
  #closing: number | undefined

  constructor(vocabulary: Vocabulary, variant: MaskVariant = 'leaps', mask = new TokenMask(vocabulary)) {
    this.#vocabulary = vocabulary
    this.#variant = variant
    this.#mask = mask
  }

  /** 1 for every token that may come next. */
  allowed(into: Uint8Array = new Uint8Array(this.#vocabulary.size)): Uint8Array {
    this.#mask.allowed(into)
    if (this.#closing !== undefined) into[this.#closing] = 1
    return into
  }

  /**
   * Goes on with a token.
   *
   * @throws RangeError if it may not come next
   */
  push(index: number): void {
    const { tokens } = this.#vocabulary
    // An empty block is the same place in the grammar as a block with any statement in it.
    if (index === this.#closing) this.#mask.push(this.#anyStatement())
    if (!this.#mask.push(index)) throw new RangeError(`token ${tokens[index] ?? index} may not come next`)
    const token = tokens[index] ?? ''
    this.#closing =
      this.#variant === 'leaps' && opensBlock.test(token) ? tokens.indexOf(token.replace('(', ')')) : undefined
  }

  clone(): DecoderMask {
    const copy = new DecoderMask(this.#vocabulary, this.#variant, this.#mask.clone())
    copy.#closing = this.#closing
    return copy
  }

  /** Actions are statements of one token. */
  #anyStatement(): number {
    for (let index = 0; index < this.#vocabulary.pad; index++) {
      const after = this.#mask.clone()
      if (after.push(index) && after.allows(this.#closing!)) return index
    }
    throw new RangeError(`no single token is a statement in ${this.#vocabulary.name}`)
  }
}
