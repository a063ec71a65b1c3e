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
export { csv } from './csv.ts'
export { captionOf, latentFigure, type PlacedMap, placed } from './embedding/figure.ts'
export type { EmbeddingLook, NearLook, Smoothness, SmoothnessRow } from './embedding/look.ts'
export type { AxesOf, Colour, LatentMap, MapPoint, Trajectory, TrajectoryIteration } from './embedding/map.ts'
export { embeddingPage } from './embedding/page.ts'
export type { Checkpoint, Entrant, League, LeagueMap, Rating } from './league/league.ts'
export { leaguePage } from './league/page.ts'
export { type MapStandings, type Standings, standingsOf } from './league/standings.ts'
export { crossCsv, crossTable, leagueNotes, payoffCsv, rankingTable, ratesCsv, ratingsCsv } from './league/tables.ts'
export { reportPage } from './page/page.ts'
export { slug } from './slug.ts'
export { type CellSummary, type SearchSummary, type Summary, type SummaryOptions, summarize } from './summary.ts'
export { curvesFigure, taskCurves } from './svg/curves.ts'
export { standalone } from './svg/figure.ts'
export { payoffFigure } from './svg/payoff.ts'
export { ratesFigure } from './svg/rates.ts'
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
