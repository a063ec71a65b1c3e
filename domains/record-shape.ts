/** What a JSON value should look like, as far as it is asked for. Further fields are allowed. */
export type Shape = 'string' | 'number' | 'boolean' | 'list' | { readonly [field: string]: Shape }

/** Where and how a value differs from a shape, in words. */
export function misshape(value: unknown, shape: Shape, at = 'record'): string | undefined {
  if (typeof shape === 'string')
    return kindOf(value) === shape ? undefined : `${at}: expected a ${shape}, got ${kindOf(value)}`
  if (kindOf(value) !== 'object') return `${at}: expected an object, got ${kindOf(value)}`
  for (const [field, inner] of Object.entries(shape)) {
    const wrong = misshape((value as Record<string, unknown>)[field], inner, at === 'record' ? field : `${at}.${field}`)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  return Array.isArray(value) ? 'list' : typeof value
}
