/** What the value of a field must be: said in words, and tested. */
export interface Kind {
  readonly expected: string
  /** @returns where inside the value it is wrong and what was expected there; undefined when it fits */
  wrong(value: unknown): Wrong | undefined
}

/** The first thing about a record that is not as it should be. */
export interface Wrong {
  /** Path from the record, such as `verdict.strict.accepted`; empty for the value itself. */
  readonly field: string
  readonly value: unknown
  readonly expected: string
}

/** A kind that a predicate decides. */
export function kind(expected: string, holds: (value: unknown) => boolean): Kind {
  return { expected, wrong: (value) => (holds(value) ? undefined : { field: '', value, expected }) }
}

export const text = kind('a text', (value) => typeof value === 'string')
export const number = kind('a number', (value) => typeof value === 'number' && Number.isFinite(value))
export const truth = kind('true or false', (value) => typeof value === 'boolean')
export const time = kind(
  'a time such as 2025-01-31T12:00:00.000Z',
  (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value)),
)

export function count(least: number): Kind {
  return kind(`a whole number from ${least}`, (value) => Number.isSafeInteger(value) && (value as number) >= least)
}

export function oneOf(values: readonly string[]): Kind {
  return kind(
    values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.join(', ')}`,
    (value) => typeof value === 'string' && values.includes(value),
  )
}

export function orNull(inner: Kind): Kind {
  return { expected: `${inner.expected}, or null`, wrong: (value) => orElse(inner, value, null) }
}

/** May be left out. */
export function orAbsent(inner: Kind): Kind {
  return { expected: `${inner.expected}, or nothing`, wrong: (value) => orElse(inner, value, undefined) }
}

function orElse(inner: Kind, value: unknown, other: null | undefined): Wrong | undefined {
  if (value === other) return undefined
  const wrong = inner.wrong(value)
  return wrong?.field === '' ? { ...wrong, expected: `${wrong.expected}${other === null ? ', or null' : ''}` } : wrong
}

/** A list whose members are all of one kind. */
export function listOf(member: Kind): Kind {
  const expected = 'a list'
  return {
    expected,
    wrong(value) {
      if (!Array.isArray(value)) return { field: '', value, expected }
      return first(value.map((one, at) => [String(at), one, member]))
    },
  }
}

/** An object with these fields; others are allowed, so that later formats can be read by earlier readers. */
export function record(fields: Readonly<Record<string, Kind>>): Kind {
  const expected = 'an object'
  return {
    expected,
    wrong(value) {
      if (!isObject(value)) return { field: '', value, expected }
      return first(Object.entries(fields).map(([name, inner]) => [name, value[name], inner]))
    },
  }
}

/** An object whose values are all of one kind. */
export function mapping(member: Kind): Kind {
  const expected = 'an object'
  return {
    expected,
    wrong(value) {
      if (!isObject(value)) return { field: '', value, expected }
      return first(Object.entries(value).map(([name, one]) => [name, one, member]))
    },
  }
}

function first(parts: readonly (readonly [name: string, value: unknown, inner: Kind])[]): Wrong | undefined {
  for (const [name, value, inner] of parts) {
    const wrong = inner.wrong(value)
    if (wrong !== undefined) return { ...wrong, field: wrong.field === '' ? name : `${name}.${wrong.field}` }
  }
  return undefined
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
