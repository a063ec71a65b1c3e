import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { campaignFiles } from '@cairn/coordinator'
import {
  cellsCsv,
  cellTable,
  curvesFigure,
  markdownTable,
  overallTable,
  reportPage,
  runsCsv,
  type Summary,
  solvingFigure,
  standalone,
  type TextTable,
} from '@cairn/report'
import { right, table } from '../terminal/table.ts'

/** Writes every file of the report. @returns the page a person opens */
export function writeReport(folder: string, summary: Summary): string {
  const report = join(folder, campaignFiles.report)
  mkdirSync(report, { recursive: true })
  const files: Record<string, string> = {
    'cells.csv': cellsCsv(summary),
    'runs.csv': runsCsv(summary),
    'report.html': reportPage(summary),
    'curves.svg': standalone(curvesFigure(summary)),
    'table.md': `${markdownTable(cellTable(summary))}\n\n${markdownTable(overallTable(summary))}\n`,
  }
  for (const task of summary.comparison.tasks) {
    const cells = summary.cells.filter((cell) => cell.task === task)
    files[`solving-${task.label}.svg`] = standalone(solvingFigure(cells))
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(report, name), text)
  return join(report, 'report.html')
}

/** For the terminal. */
export function printed({ heads, numeric, rows }: TextTable): string {
  return table(
    heads.map((head, at) => (numeric[at] ? right(head) : head)),
    rows,
  )
}
