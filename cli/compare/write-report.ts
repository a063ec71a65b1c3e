import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { campaignFiles } from '@cairn/coordinator'
import {
  cellsCsv,
  cellTable,
  curvesCsv,
  curvesFigure,
  markdownTable,
  overallTable,
  reportPage,
  runsCsv,
  type Summary,
  slug,
  solvingFigure,
  standalone,
  tableNotes,
  taskCurves,
} from '@cairn/report'

/** Writes every file of the report. @returns the page a person opens */
export function writeReport(folder: string, summary: Summary): string {
  const report = join(folder, campaignFiles.report)
  mkdirSync(report, { recursive: true })
  const files: Record<string, string> = {
    'cells.csv': cellsCsv(summary),
    'runs.csv': runsCsv(summary),
    'curves.csv': curvesCsv(summary),
    'report.html': reportPage(summary),
    'curves.svg': standalone(curvesFigure(summary)),
    'table.md': markdown(summary),
  }
  for (const task of summary.comparison.tasks) {
    const cells = summary.cells.filter((cell) => cell.task === task)
    files[`curves-${slug(task.label)}.svg`] = standalone(taskCurves(cells))
    files[`solving-${slug(task.label)}.svg`] = standalone(solvingFigure(cells))
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(report, name), text)
  return join(report, 'report.html')
}

function markdown(summary: Summary): string {
  const notes = tableNotes(summary).map((note) => `- ${note}\n`)
  return `${markdownTable(cellTable(summary))}\n\n${markdownTable(overallTable(summary))}\n\n${notes.join('')}`
}
