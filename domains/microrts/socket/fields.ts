import { badField } from './bad-message.ts'

interface Bounds {
  readonly min?: number
  readonly max?: number
}

const [smallest, largest] = [-0x80000000, 0x7fffffff]

/** The fields of a part of a message, read one by one; one that is not as it should be is named. */
export class Fields {
  /** Where the part stands: `pgs.units[3]`. */
  readonly at: string
  readonly #values: Readonly<Record<string, unknown>>

  constructor(values: unknown, at: string) {
    if (typeof values !== 'object' || values === null || Array.isArray(values)) {
      throw badField(at === '' ? 'message' : at, values, 'an object')
    }
    this.at = at
    this.#values = values as Readonly<Record<string, unknown>>
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined
  }

  integer(name: string, { min = smallest, max = largest }: Bounds = {}): number {
    const value = this.#values[name]
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value
    throw this.bad(name, min === smallest && max === largest ? 'a 32-bit integer' : `an integer from ${min} to ${max}`)
  }

  flag(name: string): boolean {
    const value = this.#values[name]
    if (typeof value === 'boolean') return value
    throw this.bad(name, 'true or false')
  }

  text(name: string): string {
    const value = this.#values[name]
    if (typeof value === 'string') return value
    throw this.bad(name, 'text')
  }

  /** The index of a word in a list of those that may stand there. */
  index(name: string, words: readonly string[]): number {
    const at = words.indexOf(this.#values[name] as string)
    if (at >= 0) return at
    throw this.bad(name, `one of ${words.join(', ')}`)
  }

  /** A list of words that may stand there. */
  words<W extends string>(name: string, words: readonly W[]): readonly W[] {
    const listed = this.#values[name]
    if (!Array.isArray(listed)) throw this.bad(name, 'a list')
    return listed.map((value, i) => {
      const word = words.find((one) => one === value)
      if (word === undefined) throw badField(`${this.#name(name)}[${i}]`, value, `one of ${words.join(', ')}`)
      return word
    })
  }

  part(name: string): Fields {
    return new Fields(this.#values[name], this.#name(name))
  }

  parts(name: string): readonly Fields[] {
    const listed = this.#values[name]
    if (!Array.isArray(listed)) throw this.bad(name, 'a list')
    return listed.map((values, i) => new Fields(values, `${this.#name(name)}[${i}]`))
  }

  /** The complaint about a field. */
  bad(name: string, expected: string): Error {
    return badField(this.#name(name), this.#values[name], expected)
  }

  #name(name: string): string {
    return this.at === '' ? name : `${this.at}.${name}`
  }
}
