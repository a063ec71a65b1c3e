import type { Estimate } from './bootstrap.ts'
import type { ComparedTask } from './comparison.ts'
import type { CellSummary } from './summary.ts'

/** What is not there yet, or cannot be. */
export const nothing = '–'

/** 12345 as `12,345`. */
export function grouped(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** 1,234 as it is; 123456 as `123k`, 1234567 as `1.23M`: three digits are enough to read. */
export function short(count: number): string {
  if (count < 9_999.5) return grouped(count)
  const [scale, unit] = count < 999_500 ? [1e3, 'k'] : count < 999.5e6 ? [1e6, 'M'] : [1e9, 'G']
  return `${Number((count / scale).toPrecision(3))}${unit}`
}

/** A return, three decimals. */
export function returned(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return nothing
  const text = value.toFixed(3)
  return text === '-0.000' ? '0.000' : text
}

/** A return and its interval, unless that has no width. */
export function returnedInterval(estimate: Estimate | undefined): string {
  if (estimate === undefined) return nothing
  if (returned(estimate.low) === returned(estimate.high)) return returned(estimate.value)
  return `${returned(estimate.value)} [${returned(estimate.low)}, ${returned(estimate.high)}]`
}

/** Evaluations to solve; what is beyond the budget is said to be. */
export function evaluations(value: number | undefined, { budget }: Pick<ComparedTask, 'budget'>): string {
  if (value === undefined) return nothing
  return Number.isFinite(value) ? grouped(value) : `> ${short(budget)}`
}

/** The median of evaluations to solve and its interval; just `> budget` when nothing else is known. */
export function medianInterval({ median, task }: Pick<CellSummary, 'median' | 'task'>): string {
  if (median === undefined) return nothing
  const value = evaluations(median.value, task)
  if (median.low === median.high) return value
  return `${value} [${evaluations(median.low, task)}, ${evaluations(median.high, task)}]`
}

/** `8/12`; while runs are missing, `8/9 of 12`. */
export function solvedOf({ solved, done, runs }: { solved: number; done: number; runs: readonly unknown[] }): string {
  return done === runs.length ? `${solved}/${done}` : `${solved}/${done} of ${runs.length}`
}

/** 42 s, 12 min, 3.4 h. */
export function wallTime(seconds: number): string {
  if (seconds < 99.5) return `${Number(seconds.toPrecision(2))} s`
  return seconds < 5_970 ? `${Math.round(seconds / 60)} min` : `${Number((seconds / 3600).toPrecision(3))} h`
}

/** 10^3 as `10³`. */
export function powerOfTen(value: number): string {
  const exponent = Math.log10(value)
  if (!Number.isInteger(exponent)) return grouped(value)
  return `10${[...String(exponent)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`
}

/** `height=8, width=8`. */
export function optionsText(options: Readonly<Record<string, unknown>>): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')
}
