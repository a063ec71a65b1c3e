import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { campaignFiles } from '@cairn/coordinator'
import { cellsCsv, cellTable, markdownTable, overallTable, runsCsv, type Summary, type TextTable } from '@cairn/report'
import { right, table } from '../terminal/table.ts'

/** Writes every file of the report. @returns the page a person opens */
export function writeReport(folder: string, summary: Summary): string {
  const report = join(folder, campaignFiles.report)
  mkdirSync(report, { recursive: true })
  const files: Record<string, string> = {
    'cells.csv': cellsCsv(summary),
    'runs.csv': runsCsv(summary),
    'table.md': `${markdownTable(cellTable(summary))}\n\n${markdownTable(overallTable(summary))}\n`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(report, name), text)
  return join(report, 'table.md')
}

/** For the terminal. */
export function printed({ heads, numeric, rows }: TextTable): string {
  return table(
    heads.map((head, at) => (numeric[at] ? right(head) : head)),
    rows,
  )
}
