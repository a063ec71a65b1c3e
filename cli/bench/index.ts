/** What a benchmark prints: the rows, and where and how they were measured. */
export interface Table {
  readonly title: string
  /** Processor, cores and Node version. */
  readonly machine: string
  /** How: warm-up, windows, unit of the figures. */
  readonly method: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

export interface BenchOptions {
  /** Fewer and shorter windows: a look, not a measurement to quote. */
  readonly quick: boolean
}

export interface Bench {
  readonly name: string
  readonly summary: string
  run(options: BenchOptions): Promise<readonly Table[]>
}

export const benches: readonly Bench[] = []
