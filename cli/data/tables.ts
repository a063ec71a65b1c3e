import { rejections, rejectionTexts, type Tally } from '@cairn/domains'
import { grouped } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'
import { type DataSummary, drawsOf, type Quantiles, rejected } from './summary.ts'

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** What became of the draws. */
export function rejectionTable(tally: Readonly<Tally>): string {
  const of = (count: number) => [grouped(count), percent(tally.drawn === 0 ? 0 : count / tally.drawn)]
  const { shares } = drawsOf(tally)
  const rows = [
    ['drawn', ...of(tally.drawn)],
    ...rejections.map((name) => [`  ${rejectionTexts[name]}`, ...of(tally[name])]),
    ['  in the data set', ...of(tally.drawn - rejected(tally))],
    ['trials', grouped(tally.completed + tally.crashed + tally.spent), ''],
    ['  came to their end', grouped(tally.completed), percent(shares.completed)],
    ['  crashed', grouped(tally.crashed), percent(shares.crashed)],
    ['  spent too much', grouped(tally.spent), percent(shares.spent)],
  ]
  return table(['', right('number'), right('share')], rows)
}

/** Lengths of programs and of demonstrations. */
export function lengthTable({ lengths, states }: DataSummary): string {
  const row = (name: string, { mean, least, median, p90, p99, most }: Quantiles) => [
    name,
    mean.toFixed(2),
    ...[least, median, p90, p99, most].map(String),
  ]
  const columns = ['mean', 'least', 'median', '90 %', '99 %', 'most'].map(right)
  return table(['', ...columns], [row('tokens of a program', lengths), row('states of a demonstration', states)])
}

/** The commonest tokens. */
export function tokenTable({ tokens }: DataSummary, limit: number): string {
  const shown = limit === 0 ? tokens : tokens.slice(0, limit)
  return table(
    ['token', right('share')],
    shown.map(({ token, share }) => [token, percent(share)]),
  )
}
