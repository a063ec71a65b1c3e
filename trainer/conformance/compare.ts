/** Numbers in lists of lists, of any depth. */
export type Nested = number | readonly Nested[]

export interface Tolerance {
  readonly relative: number
  readonly absolute: number
}

/** What float32 keeps of values that were made in float64. */
export const single: Tolerance = { relative: 1e-4, absolute: 2e-6 }

/** What is computed in float64 here too; the records have nine digits. */
export const double: Tolerance = { relative: 1e-7, absolute: 2e-9 }

/** The numbers in order. */
export function flat(values: Nested | ArrayLike<number>): number[] {
  if (typeof values === 'number') return [values]
  return Array.from(values as ArrayLike<Nested>, (value) => flat(value)).flat()
}

/** The first number that differs by more than it may, in words. */
export function differs(
  what: string,
  got: Nested | ArrayLike<number>,
  expected: Nested,
  { relative, absolute }: Tolerance,
): string | undefined {
  const ours = flat(got)
  const theirs = flat(expected)
  if (ours.length !== theirs.length) return `${what}: expected ${theirs.length} numbers, got ${ours.length}`
  for (const [i, value] of theirs.entries()) {
    const difference = Math.abs(ours[i]! - value)
    if (!(difference <= Math.max(relative * Math.abs(value), absolute)))
      return `${what}[${i}]: expected ${value}, got ${ours[i]}`
  }
  return undefined
}

/** The first difference there is. */
export function firstOf(...found: readonly (string | undefined)[]): string | undefined {
  return found.find((difference) => difference !== undefined)
}
