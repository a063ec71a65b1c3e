import { misshape, type Shape } from './record-shape.ts'

/** All records of a file as one record, for suites whose cases are files. */
export interface FileRecord {
  /** The name of the file, without its folder. */
  readonly file: string
  readonly records: readonly unknown[]
}

/** A kind of recorded cases that this implementation can be checked against. */
export interface Suite {
  readonly name: string
  /** One line. */
  readonly summary: string
  /** The name of the file that lies beside the records' own, and whose records they refer to. */
  readonly beside?: string
  /** A record is a whole file: a `FileRecord`. */
  readonly takesFiles?: true
  /**
   * The first difference between a record and what happens here, in words; undefined when there is none.
   *
   * @param besides the records of the file beside it
   */
  check(record: unknown, besides?: readonly unknown[]): string | undefined | Promise<string | undefined>
}

export interface SuiteDefinition<Record, Besides = never> {
  readonly name: string
  readonly summary: string
  /** What a record must have before `check` sees it. */
  readonly shape: Shape
  /** The file beside, and what its records must have. */
  readonly beside?: { readonly file: string; readonly shape: Shape }
  readonly takesFiles?: true
  check(record: Record, besides: readonly Besides[]): string | undefined | Promise<string | undefined>
}

/** A record that has the shape and still cannot be played is a difference too, not an exception. */
export function recordSuite<Record, Besides = never>(definition: SuiteDefinition<Record, Besides>): Suite {
  const { name, summary, shape, beside, takesFiles, check } = definition
  const failed = (cause: unknown) => `the record cannot be played: ${cause instanceof Error ? cause.message : cause}`
  return {
    name,
    summary,
    ...(beside === undefined ? {} : { beside: beside.file }),
    ...(takesFiles === undefined ? {} : { takesFiles }),
    check(record, besides = []) {
      const wrong = misshape(record, shape)
      if (wrong !== undefined) return `not a record of ${name}: ${wrong}`
      const wrongBeside = beside && besides.map((one) => misshape(one, beside.shape)).find((one) => one !== undefined)
      if (wrongBeside !== undefined) return `${beside?.file}: ${wrongBeside}`
      try {
        const found = check(record as Record, besides as readonly Besides[])
        return found instanceof Promise ? found.catch(failed) : found
      } catch (cause) {
        return failed(cause)
      }
    },
  }
}
