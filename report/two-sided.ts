import type { Rng } from '@cairn/language'
import { type Estimate, percentileInterval, resampleCounts } from './bootstrap.ts'

/**
 * The mean of a table with one row for each run of one side and one column for each run of the other; its interval comes
 * from resampling the runs of either side.
 */
export function twoSidedMean(table: readonly ArrayLike<number>[], rng: Rng, resamples = 10_000): Estimate {
  const rows = table.length
  const columns = table[0]!.length
  const estimate = (ofRows: ArrayLike<number>, ofColumns: ArrayLike<number>) => {
    let sum = 0
    for (let i = 0; i < rows; i++) {
      const count = ofRows[i]!
      if (count === 0) continue
      const row = table[i]!
      let within = 0
      for (let j = 0; j < columns; j++) within += ofColumns[j]! * row[j]!
      sum += count * within
    }
    return sum / (rows * columns)
  }
  const drawnRows = resampleCounts(rows, rng, resamples)
  const drawnColumns = resampleCounts(columns, rng, resamples)
  const estimates = new Float64Array(resamples)
  for (let i = 0; i < resamples; i++) {
    estimates[i] = estimate(
      drawnRows.subarray(i * rows, (i + 1) * rows),
      drawnColumns.subarray(i * columns, (i + 1) * columns),
    )
  }
  const [low, high] = percentileInterval(estimates)
  return { value: estimate(new Uint8Array(rows).fill(1), new Uint8Array(columns).fill(1)), low, high }
}
