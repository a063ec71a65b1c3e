import type { Search, SearchOption, SearchOptions } from './context.ts'

/** An option that a search does not have, or a value that it cannot take. */
export class BadSearchOption extends Error {
  readonly code = 'E_BAD_SEARCH_OPTION'
  readonly field: string
  readonly value: unknown
  readonly expected: string
  constructor(field: string, value: unknown, expected: string) {
    super(`${field}: expected ${expected}, got ${JSON.stringify(value)}`)
    this.field = field
    this.value = value
    this.expected = expected
  }
}

/**
 * The options with defaults filled in, in the order of their declaration. Values may be text, as from a command line.
 *
 * @throws BadSearchOption naming the field, the value and what was expected
 */
export function completeOptions(search: Search, given: Readonly<Record<string, unknown>>): SearchOptions {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(search.options, name)) {
      throw new BadSearchOption(
        `${search.name}.${name}`,
        given[name],
        `one of ${Object.keys(search.options).join(', ')}`,
      )
    }
  }
  return Object.fromEntries(
    Object.entries(search.options).map(([name, option]) => [
      name,
      Object.hasOwn(given, name) ? checked(`${search.name}.${name}`, option, given[name]) : option.default,
    ]),
  )
}

function checked(field: string, option: SearchOption, value: unknown): number | string | boolean {
  if (option.kind === 'text') {
    if (typeof value === 'string' && value.trim() !== '') return value
    throw new BadSearchOption(field, value, 'a text that is not empty')
  }
  if (option.kind === 'boolean') {
    if (typeof value === 'boolean') return value
    if (value === 'true' || value === 'false') return value === 'true'
    throw new BadSearchOption(field, value, 'true or false')
  }
  if (option.kind === 'choice') {
    if (typeof value === 'string' && option.of.includes(value)) return value
    throw new BadSearchOption(field, value, `one of ${option.of.join(', ')}`)
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  const whole = option.kind === 'integer'
  const fits = typeof number === 'number' && number >= option.min && number <= option.max
  if (!fits || (whole && !Number.isInteger(number))) {
    throw new BadSearchOption(
      field,
      value,
      `${whole ? 'a whole number' : 'a number'} from ${option.min} to ${option.max}`,
    )
  }
  return number as number
}
