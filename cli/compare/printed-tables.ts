import { cellTable, overallTable, type Summary, type TextTable } from '@cairn/report'
import { right, table } from '../terminal/table.ts'

/**
 * The tables of a report for a terminal that is `width` characters wide: as much as fits. First the tasks get lines of
 * their own, then the intervals go.
 */
export function printedTables(summary: Summary, width: number): string {
  const [full, brief] = [{ intervals: true }, { intervals: false }]
  const cells = firstThatFits(width, [
    () => plain(cellTable(summary, full)),
    () => byFirstColumn(cellTable(summary, full)),
    () => byFirstColumn(cellTable(summary, brief)),
  ])
  const overall = firstThatFits(width, [
    () => plain(overallTable(summary, full)),
    () => plain(overallTable(summary, brief)),
  ])
  return `${cells}\n\n${overall}`
}

/** The last one if none does. */
function firstThatFits(width: number, layouts: readonly (() => string)[]): string {
  let text = ''
  for (const layout of layouts) {
    text = layout()
    if (widest(text) <= width) break
  }
  return text
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map((one) => one.length))
}

function plain({ heads, numeric, rows }: TextTable): string {
  return table(
    heads.map((head, at) => (numeric[at] ? right(head) : head)),
    rows,
  )
}

/** What the first column says stands once, above its rows. */
function byFirstColumn({ heads, numeric, rows }: TextTable): string {
  const rest = plain({
    heads: heads.slice(1).map((head, at) => (at === 0 ? `  ${head}` : head)),
    numeric: numeric.slice(1),
    rows: rows.map(([, name, ...figures]) => [`  ${name}`, ...figures]),
  })
  const [head, ...lines] = rest.split('\n')
  return [
    head,
    ...lines.flatMap((line, at) => (rows[at]![0] === rows[at - 1]?.[0] ? [line] : [rows[at]![0]!, line])),
  ].join('\n')
}
