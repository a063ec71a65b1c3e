import { nearest } from './nearest.ts'
import type { TaskOption, TaskOptions } from './task.ts'

/** Declarations of options by name. */
export type DeclaredOptions = Readonly<Record<string, TaskOption>>

/** The type of an option's value, from its declaration. */
export type OptionValue<Option extends TaskOption> = Option extends { readonly kind: 'integer' }
  ? number
  : Option extends { readonly kind: 'boolean' }
    ? boolean
    : Option extends { readonly of: readonly (infer Choice)[] }
      ? Choice
      : string

/** The values of all declared options. */
export type OptionValues<Declared extends DeclaredOptions> = {
  readonly [Name in keyof Declared]: OptionValue<Declared[Name]>
}

/** A task was asked for with an option that it does not have, or with a value that it does not take. */
export class BadTask extends Error {
  readonly code = 'E_BAD_TASK'
  readonly task: string
  /** Name of the option. */
  readonly field: string
  readonly value: unknown
  readonly expected: string

  constructor({ task, field, value, expected }: { task: string; field: string; value: unknown; expected: string }) {
    super(`${task}: ${field}: expected ${expected}, got ${JSON.stringify(value)}`)
    this.name = 'BadTask'
    this.task = task
    this.field = field
    this.value = value
    this.expected = expected
  }
}

/**
 * All declared options: those given, the others with their defaults, in the order of the declaration. A number or a
 * boolean may also be given as text, as flags and forms have it.
 * @throws BadTask if one is not declared or has another kind of value or is out of range
 */
export function completeOptions<Declared extends DeclaredOptions>(
  task: string,
  declared: Declared,
  given: TaskOptions = {},
): OptionValues<Declared> {
  for (const field of Object.keys(given)) {
    if (!Object.hasOwn(declared, field)) throw unknownOption(task, declared, field, given[field])
  }
  const values: Record<string, string | number | boolean> = {}
  for (const [field, option] of Object.entries(declared)) {
    const asked = given[field] ?? option.default
    const value = typeof asked === 'string' ? readText(option, asked) : asked
    if (!fits(option, value)) throw new BadTask({ task, field, value: asked, expected: expectation(option) })
    values[field] = value
  }
  return values as OptionValues<Declared>
}

/** What an option takes, in words: `an integer from 5 to 100`. */
export function expectation(option: TaskOption): string {
  switch (option.kind) {
    case 'integer':
      return `an integer from ${option.min} to ${option.max}`
    case 'boolean':
      return 'true or false'
    case 'choice':
      return `one of ${option.of.join(', ')}`
    case 'text':
      return option.expected
  }
}

function fits(option: TaskOption, value: unknown): boolean {
  switch (option.kind) {
    case 'integer':
      return typeof value === 'number' && Number.isInteger(value) && value >= option.min && value <= option.max
    case 'boolean':
      return typeof value === 'boolean'
    case 'choice':
      return typeof value === 'string' && option.of.includes(value)
    case 'text':
      return typeof value === 'string'
  }
}

function readText(option: TaskOption, text: string): string | number | boolean {
  if (option.kind === 'integer' && /^-?\d+$/.test(text)) return Number(text)
  if (option.kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

function unknownOption(task: string, declared: DeclaredOptions, field: string, value: unknown): BadTask {
  const names = Object.keys(declared)
  const near = nearest(field, names)
  const hint = near === undefined ? '' : ` (nearest: ${near})`
  const expected = names.length === 0 ? 'no options' : `an option among ${names.join(', ')}${hint}`
  return new BadTask({ task, field, value, expected })
}
