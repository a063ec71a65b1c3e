import type { GameMap, MapUnit } from './map.ts'
import { drawState } from './picture.ts'
import { createState } from './state.ts'
import { unitTables } from './units.ts'

/**
 * What stands where at the start of a match, for a reader who cannot see the map: the units of both players, the
 * resources, and a picture when walls matter. Cells are (x, y).
 */
export function mapInWords(map: GameMap): string {
  const { units, stock, walls, cells } = map
  const of = (owner: MapUnit['owner']) => units.filter((unit) => unit.owner === owner)
  const player = (owner: 0 | 1) => `player ${owner} has ${listed(of(owner))} and ${stock[owner]} resources in stock`
  const resources = of(-1)
  const found = resources.map(({ x, y, resources: left }) => `${place({ x, y })} ${left}`).join(', ')
  const sentences = [
    `Cells are (x, y). At the start ${player(0)}; ${player(1)}.`,
    resources.length === 0 ? 'There are no resources on the map.' : `Resources lie at ${found}.`,
    ...(walls.subarray(0, cells).includes(1) ? [`Row by row from the top, # a wall: ${terrain(map)}.`] : []),
  ]
  return sentences.join(' ')
}

function listed(units: readonly MapUnit[]): string {
  const types = [...new Set(units.map(({ type }) => type))]
  if (types.length === 0) return 'no unit'
  return types
    .map(
      (type) =>
        `${type} at ${units
          .filter((unit) => unit.type === type)
          .map(place)
          .join(' ')}`,
    )
    .join(', ')
}

function place({ x, y }: Pick<MapUnit, 'x' | 'y'>): string {
  return `(${x}, ${y})`
}

/** Rows as runs of text, one character a cell, in the letters of the picture. */
function terrain(map: GameMap): string {
  const picture = drawState(createState(map, { table: unitTables.FINETUNED, conflict: 'BOTH' }))
  return picture
    .split('\n')
    .map((row) => Array.from({ length: map.width }, (_, x) => row[2 * x] ?? '.').join(''))
    .join(' / ')
}
