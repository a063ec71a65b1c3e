import type { Settings } from '../flags.ts'

type Value = Settings[string]

/** Options of a search, each with the values that it takes in turn. */
export type Grid = Readonly<Record<string, readonly Value[]>>

/** One choice of values, as options and as it is called: the values in the order of the grid. */
export interface GridPoint {
  readonly set: Settings
  readonly label: string
}

/** Every choice of one value for each option; the last option changes fastest. A grid of nothing has one point. */
export function gridPoints(grid: Grid): GridPoint[] {
  return Object.entries(grid).reduce<GridPoint[]>(
    (points, [option, values]) =>
      points.flatMap(({ set, label }) =>
        values.map((value) => ({ set: { ...set, [option]: value }, label: `${label} ${value}`.trim() })),
      ),
    [{ set: {}, label: '' }],
  )
}
