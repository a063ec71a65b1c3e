export type { Estimate } from './bootstrap.ts'
export type {
  ComparedRun,
  ComparedSearch,
  ComparedTask,
  Comparison,
  CurvePoint,
  Options,
  Origin,
  RunState,
} from './comparison.ts'
export { reportPage } from './page/page.ts'
export { slug } from './slug.ts'
export { type CellSummary, type SearchSummary, type Summary, type SummaryOptions, summarize } from './summary.ts'
export { curvesFigure, taskCurves } from './svg/curves.ts'
export { standalone } from './svg/figure.ts'
export { solvingFigure } from './svg/solving.ts'
export {
  cellsCsv,
  cellTable,
  curvesCsv,
  markdownTable,
  overallTable,
  runsCsv,
  type TableDetail,
  type TextTable,
  tableNotes,
} from './tables.ts'
