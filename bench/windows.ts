import type { BenchOptions } from './table.ts'

export interface Windows {
  readonly warmUpMs: number
  readonly windowMs: number
  readonly windows: number
}

export function windowsFor({ quick }: BenchOptions): Windows {
  return quick ? { warmUpMs: 100, windowMs: 100, windows: 3 } : { warmUpMs: 500, windowMs: 500, windows: 7 }
}

export function describeWindows({ warmUpMs, windowMs, windows }: Windows): string {
  return `after ${warmUpMs} ms of warm-up, the median of ${windows} windows of ${windowMs} ms of processor time`
}

/**
 * Units of work per CPU-second of this process: `work` returns how many units it did (several kinds side by side if
 * need be); each column is the median over the windows.
 */
export function perCpuSecond(windows: Windows, work: () => readonly number[]): number[] {
  window(windows.warmUpMs, work)
  const rates = Array.from({ length: windows.windows }, () => window(windows.windowMs, work))
  return rates[0]!.map((_, column) => median(rates.map((row) => row[column]!)))
}

function window(ms: number, work: () => readonly number[]): number[] {
  const began = process.cpuUsage()
  let sums: number[] = []
  let micros = 0
  do {
    const done = work()
    sums = done.map((units, column) => units + (sums[column] ?? 0))
    const used = process.cpuUsage(began)
    micros = used.user + used.system
  } while (micros < ms * 1000)
  return sums.map((units) => units / (micros / 1e6))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
