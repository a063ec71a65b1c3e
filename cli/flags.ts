/**
 * What a flag takes. `read` checks a value from the command line (text) or from a configuration file (any YAML value)
 * and throws `Mismatch` with what was expected; whoever called it knows where the value came from and says so.
 */
export interface Flag<T> {
  readonly about: string
  /** Name of the value in the help; a switch has none. */
  readonly takes?: string
  /** May be given more than once; the value is then a list, or a mapping in a configuration file. */
  readonly repeats?: true
  /** Value when it is not given. */
  readonly fallback?: T | undefined
  /** How the help names the default, when it is not the fallback itself. */
  readonly byDefault?: string
  read(value: unknown): T
}

export class Mismatch extends Error {
  readonly expected: string
  /** The part of the value that does not fit, when it is one of several. */
  readonly part: unknown
  constructor(expected: string, part?: unknown) {
    super(`expected ${expected}`)
    this.expected = expected
    this.part = part
  }
}

/** A flag with a default always has a value. */
type Fallback<D> = [D] extends [undefined] ? unknown : { readonly fallback: D }

interface Words {
  readonly takes?: string
  readonly byDefault?: string
}

/** Present or not. */
export function toggle(about: string): Flag<boolean> & { readonly fallback: false } {
  return {
    about,
    fallback: false,
    read(value) {
      if (typeof value === 'boolean') return value
      throw new Mismatch('true or false')
    },
  }
}

interface TextWords<D> extends Words {
  readonly pattern?: RegExp
  /** What the pattern asks for, in words. */
  readonly expected?: string
  readonly default?: D
}

export function text<const D extends string | undefined = undefined>(
  about: string,
  { pattern, expected = 'text', default: fallback, ...words }: TextWords<D> = {},
): Flag<string> & Fallback<D> {
  const flag: Flag<string> = {
    takes: 'text',
    ...words,
    about,
    ...(fallback === undefined ? {} : { fallback }),
    read(value) {
      if (typeof value === 'string' && value !== '' && (pattern?.test(value) ?? true)) return value
      throw new Mismatch(expected)
    },
  }
  return flag as Flag<string> & Fallback<D>
}

interface Range extends Words {
  readonly min: number
  readonly max?: number
}

/** A whole number. Text may be written 1e6, 100k, 2M or 1_000. */
export function integer<const D extends number | undefined = undefined>(
  about: string,
  { min, max = Number.MAX_SAFE_INTEGER, default: fallback, ...words }: Range & { readonly default?: D },
): Flag<number> & Fallback<D> {
  const bounds = max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`
  const flag: Flag<number> = {
    takes: 'n',
    ...words,
    about,
    ...(fallback === undefined ? {} : { fallback }),
    read(value) {
      const number = typeof value === 'string' ? count(value) : value
      if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number
      throw new Mismatch(bounds)
    },
  }
  return flag as Flag<number> & Fallback<D>
}

const scales: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9 }

/** The number that `1e6`, `100k`, `2M` or `1_000` names; undefined if none. */
export function count(written: string): number | undefined {
  const match = /^(-?\d[\d_]*(?:\.\d+)?(?:e\d+)?)([kmg]?)$/i.exec(written.trim())
  if (match === null) return undefined
  const number = Number(match[1].replaceAll('_', '')) * scales[match[2].toLowerCase()]
  // 0.1k is 100 whatever the doubles say.
  return Math.abs(number - Math.round(number)) < 1e-6 ? Math.round(number) : number
}

interface Bounds extends Words {
  readonly min: number
  readonly max?: number
}

/** A number that need not be whole. */
export function decimal<const D extends number | undefined = undefined>(
  about: string,
  { min, max, default: fallback, ...words }: Bounds & { readonly default?: D },
): Flag<number> & Fallback<D> {
  const bounds = max === undefined ? `a number from ${min}` : `a number from ${min} to ${max}`
  const flag: Flag<number> = {
    takes: 'x',
    ...words,
    about,
    ...(fallback === undefined ? {} : { fallback }),
    read(value) {
      const number = typeof value === 'string' && /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(value) ? Number(value) : value
      if (typeof number === 'number' && number >= min && number <= (max ?? Number.MAX_VALUE)) return number
      throw new Mismatch(bounds)
    },
  }
  return flag as Flag<number> & Fallback<D>
}

/** One of a few words. */
export function choice<const W extends string, const D extends W | undefined = undefined>(
  about: string,
  of: readonly W[],
  { default: fallback, ...words }: Words & { readonly default?: D } = {},
): Flag<W> & Fallback<D> {
  const flag: Flag<W> = {
    takes: 'word',
    ...words,
    about: `${about}: ${of.join(', ')}`,
    ...(fallback === undefined ? {} : { fallback }),
    read(value) {
      const word = of.find((one) => one === value)
      if (word !== undefined) return word
      throw new Mismatch(`one of ${of.join(', ')}`)
    },
  }
  return flag as Flag<W> & Fallback<D>
}

/** Values gathered from repeated flags. */
export function list(about: string, words: Words): Flag<string[]> & { readonly fallback: readonly never[] } {
  return {
    ...words,
    takes: words.takes ?? 'text',
    about,
    repeats: true,
    fallback: [] as never[],
    read(value) {
      const values = Array.isArray(value) ? value : [value]
      if (values.every((one): one is string => typeof one === 'string' && one !== '')) return values
      throw new Mismatch('text, or a list of texts')
    },
  }
}

export type Settings = Readonly<Record<string, string | number | boolean>>

/** `name=value`, repeatable; a mapping in a configuration file. Values are checked by whoever owns the names. */
export function settings(about: string): Flag<Settings> & { readonly fallback: Settings } {
  return {
    about,
    takes: 'name=value',
    repeats: true,
    fallback: {},
    read(value) {
      if (Array.isArray(value)) return Object.fromEntries(value.map(assignment))
      if (typeof value === 'string') return Object.fromEntries([assignment(value)])
      if (isSettings(value)) return value
      throw new Mismatch('a mapping of names to values')
    },
  }
}

function assignment(written: unknown): [string, string] {
  const at = typeof written === 'string' ? written.indexOf('=') : -1
  if (typeof written !== 'string' || at < 1) throw new Mismatch('name=value', written)
  return [written.slice(0, at).trim(), written.slice(at + 1).trim()]
}

function isSettings(value: unknown): value is Settings {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.values(value).every((one) => ['string', 'number', 'boolean'].includes(typeof one))
}
