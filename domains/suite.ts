import { misshape, type Shape } from './record-shape.ts'

/** A kind of recorded cases that this implementation can be checked against. */
export interface Suite {
  readonly name: string
  /** One line. */
  readonly summary: string
  /** The first difference between a record and what happens here, in words; undefined when there is none. */
  check(record: unknown): string | undefined | Promise<string | undefined>
}

export interface SuiteDefinition<Record> {
  readonly name: string
  readonly summary: string
  /** What a record must have before `check` sees it. */
  readonly shape: Shape
  check(record: Record): string | undefined | Promise<string | undefined>
}

/** A record that has the shape and still cannot be played is a difference too, not an exception. */
export function recordSuite<Record>({ name, summary, shape, check }: SuiteDefinition<Record>): Suite {
  const failed = (cause: unknown) => `the record cannot be played: ${cause instanceof Error ? cause.message : cause}`
  return {
    name,
    summary,
    check(record) {
      const wrong = misshape(record, shape)
      if (wrong !== undefined) return `not a record of ${name}: ${wrong}`
      try {
        const found = check(record as Record)
        return found instanceof Promise ? found.catch(failed) : found
      } catch (cause) {
        return failed(cause)
      }
    },
  }
}
