import type { UnitName } from './units.ts'

/** A unit as a map has it. */
export interface MapUnit {
  readonly id: number
  readonly type: UnitName
  /** A player, or -1: nobody's. */
  readonly owner: -1 | 0 | 1
  readonly x: number
  readonly y: number
  readonly hp: number
  /** Carried; of a Resource: left. */
  readonly resources: number
}

/** What a map says. */
export interface MapDefinition {
  readonly name: string
  /** Where it comes from. */
  readonly source: string
  readonly width: number
  readonly height: number
  /** One per cell, row by row from the top: is it a wall? */
  readonly walls: readonly boolean[]
  /** Resources of the two players. */
  readonly stock: readonly [number, number]
  /** In list order. */
  readonly units: readonly MapUnit[]
}

/**
 * A map as the engine plays it. Cells have the index `x + y * width`, x to the right, y downwards. One more cell, of
 * index `outside`, stands for everything beyond the edge: a wall without a unit. So a neighbour can be looked at
 * without asking first whether there is one.
 */
export interface GameMap {
  readonly name: string
  readonly source: string
  readonly width: number
  readonly height: number
  /** `width * height`. */
  readonly cells: number
  /** The cell beyond every edge; equal to `cells`. */
  readonly outside: number
  /** 1 where there is a wall; `cells + 1` entries. */
  readonly walls: Uint8Array
  /** The cell up, right, down and left of cell c at `4 * c`, `4 * c + 1`, ... */
  readonly neighbours: Int32Array
  /** Column of each cell; of `outside`: -1. */
  readonly xOf: Int32Array
  /** Row of each cell; of `outside`: -1. */
  readonly yOf: Int32Array
  readonly stock: readonly [number, number]
  readonly units: readonly MapUnit[]
}

/** More cells than this do not fit into an action (`actions.ts`). */
export const mostCells = 1 << 24

export interface MapFault {
  readonly map: string
  readonly field: string
  readonly value: unknown
  readonly expected: string
  readonly cause?: unknown
}

/** A map cannot be played. */
export class BadMap extends Error {
  readonly code = 'E_BAD_MAP'
  /** Its name or file. */
  readonly map: string
  /** `units[3].x`, say. */
  readonly field: string
  readonly value: unknown
  readonly expected: string

  constructor({ map, field, value, expected, cause }: MapFault) {
    super(`map ${map}: ${field}: expected ${expected}, got ${JSON.stringify(value) ?? 'nothing'}`, { cause })
    this.name = 'BadMap'
    this.map = map
    this.field = field
    this.value = value
    this.expected = expected
  }
}

/**
 * The map of a definition.
 *
 * @throws BadMap when sizes do not fit, a unit stands outside or on another unit, or an id comes twice
 */
export function gameMap(definition: MapDefinition): GameMap {
  checkDefinition(definition)
  const { name, source, width, height, stock, units } = definition
  const cells = width * height
  const walls = new Uint8Array(cells + 1)
  for (let cell = 0; cell < cells; cell++) walls[cell] = Number(definition.walls[cell]!)
  walls[cells] = 1
  const neighbours = new Int32Array(4 * (cells + 1)).fill(cells)
  const [xOf, yOf] = [new Int32Array(cells + 1).fill(-1), new Int32Array(cells + 1).fill(-1)]
  for (let cell = 0; cell < cells; cell++) {
    const x = cell % width
    const y = (cell - x) / width
    xOf[cell] = x
    yOf[cell] = y
    if (y > 0) neighbours[4 * cell] = cell - width
    if (x < width - 1) neighbours[4 * cell + 1] = cell + 1
    if (y < height - 1) neighbours[4 * cell + 2] = cell + width
    if (x > 0) neighbours[4 * cell + 3] = cell - 1
  }
  return { name, source, width, height, cells, outside: cells, walls, neighbours, xOf, yOf, stock, units }
}

function checkDefinition({ name: map, width, height, walls, units }: MapDefinition): void {
  const bad = (field: string, value: unknown, expected: string) => new BadMap({ map, field, value, expected })
  if (!Number.isInteger(width) || width < 1) throw bad('width', width, 'a positive integer')
  if (!Number.isInteger(height) || height < 1) throw bad('height', height, 'a positive integer')
  const cells = width * height
  if (cells > mostCells) throw bad('height', height, `at most ${mostCells} cells in all`)
  if (walls.length !== cells) throw bad('terrain', walls.length, `${cells} cells (${width} x ${height})`)
  const [ids, taken] = [new Set<number>(), new Set<number>()]
  units.forEach(({ id, x, y }, i) => {
    if (!(x >= 0 && x < width)) throw bad(`units[${i}].x`, x, `0 to ${width - 1}`)
    if (!(y >= 0 && y < height)) throw bad(`units[${i}].y`, y, `0 to ${height - 1}`)
    const cell = x + y * width
    if (taken.has(cell)) throw bad(`units[${i}]`, [x, y], 'a cell without another unit')
    if (ids.has(id)) throw bad(`units[${i}].id`, id, 'an id that no other unit has')
    ids.add(id)
    taken.add(cell)
  })
}
