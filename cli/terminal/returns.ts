import { returned } from './numbers.ts'

/** Returns of episodes `first`, `first + 1`, ... in rows that fit `width`. */
export function returnGrid(returns: readonly number[], first: number, width: number): string {
  const cells = returns.map((value) => returned(value))
  const widest = Math.max(...cells.map((cell) => cell.length))
  const label = String(first + returns.length - 1).length
  const perRow = Math.max(1, [16, 10, 8, 5, 4, 2, 1].find((count) => label + 3 + count * (widest + 2) <= width) ?? 1)
  const rows: string[] = []
  for (let at = 0; at < cells.length; at += perRow) {
    const row = cells.slice(at, at + perRow).map((cell) => cell.padStart(widest))
    rows.push(`${String(first + at).padStart(label + 2)}  ${row.join('  ')}`)
  }
  return rows.join('\n')
}
