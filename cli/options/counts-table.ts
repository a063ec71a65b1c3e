import { grouped, some } from '../terminal/numbers.ts'
import { right, table } from '../terminal/table.ts'
import type { LibraryHead } from './library-file.ts'

/** What was counted while the library was built, by kind: from programs to the options that are in it. */
export function countsTable({ kinds }: LibraryHead): string {
  const columns = ['kind', ...['subtrees', 'distinct texts', 'distinct behaviours', 'in the library'].map(right)]
  const sums = (of: (row: LibraryHead['kinds'][number]) => number) => kinds.reduce((sum, row) => sum + of(row), 0)
  const rows = kinds.map(({ kind, subtrees, texts, behaviours, kept }) => [
    ...[kind, grouped(subtrees), grouped(texts), behaviours === null ? '-' : grouped(behaviours), grouped(kept)],
  ])
  const told = kinds.every(({ behaviours }) => behaviours !== null)
  const total = [
    ...['all', grouped(sums(({ subtrees }) => subtrees)), grouped(sums(({ texts }) => texts))],
    ...[told ? grouped(sums(({ behaviours }) => behaviours ?? 0)) : '-', grouped(sums(({ kept }) => kept))],
  ]
  return table(columns, [...rows, total])
}

/** How many answers and programs there were, in words. */
export function amountsText({ from, programs, distinctPrograms, keptPrograms }: LibraryHead): string {
  const answers = from.reduce((sum, source) => sum + (source.answers ?? 0), 0)
  const amounts = [
    ...(answers === 0 ? [] : [some(answers, 'answer')]),
    some(programs, 'program'),
    `${grouped(distinctPrograms)} distinct`,
    ...(keptPrograms < distinctPrograms ? [`${grouped(keptPrograms)} left by the filter`] : []),
  ]
  return amounts.join(', ')
}
