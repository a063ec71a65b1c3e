import { BadMap, type MapDefinition, type MapUnit } from './map.ts'
import { unitNames } from './units.ts'

/**
 * Reads a map in our own format, a JSON object:
 *
 * - `name`, `source`: strings; `source` says where the map comes from.
 * - `stock`: the resources of player 0 and player 1.
 * - `terrain`: one string per row, from the top; `.` is open, `#` a wall. All rows are equally long.
 * - `units`, in list order: `id`, `type` (MicroRTS's name), `owner` (0, 1 or -1: nobody's), `x`, `y`, `hp`, and
 *   `resources` (carried; of a Resource: left).
 *
 * @param file what to call the map in errors
 * @throws BadMap naming the field
 */
export function parseMapJson(text: string, file: string): MapDefinition {
  const bad = (field: string, value: unknown, expected: string) => new BadMap({ map: file, field, value, expected })
  const map = jsonOf(text, file)
  if (!isObject(map)) throw bad('map', map, 'an object')
  const { name, source, stock, terrain, units } = map
  if (typeof name !== 'string' || name === '') throw bad('name', name, 'a name')
  if (typeof source !== 'string') throw bad('source', source, 'a string')
  if (!Array.isArray(stock) || stock.length !== 2 || !stock.every(isCount)) throw bad('stock', stock, 'two counts')
  if (!Array.isArray(terrain) || terrain.length === 0) throw bad('terrain', terrain, 'a list of rows')
  terrain.forEach((row: unknown, y) => {
    if (typeof row !== 'string' || !/^[.#]+$/.test(row)) throw bad(`terrain[${y}]`, row, 'a row of . and #')
    if (row.length !== terrain[0].length) throw bad(`terrain[${y}]`, row, `${terrain[0].length} cells, like row 0`)
  })
  if (!Array.isArray(units)) throw bad('units', units, 'a list')
  return {
    name,
    source,
    width: terrain[0].length,
    height: terrain.length,
    walls: [...terrain.join('')].map((cell) => cell === '#'),
    stock: [stock[0], stock[1]],
    units: units.map((unit: unknown, i) => unitOf(unit, `units[${i}]`, bad)),
  }
}

/** The same map as text. */
export function printMapJson({ name, source, width, walls, stock, units }: MapDefinition): string {
  const rows = walls.length / width
  const row = (y: number) => Array.from({ length: width }, (_, x) => (walls[y * width + x] ? '#' : '.')).join('')
  const lines = (items: readonly string[]) => items.map((item) => `    ${item}`).join(',\n')
  const unit = ({ id, type, owner, x, y, hp, resources }: MapUnit) =>
    `{ "id": ${id}, "type": "${type}", "owner": ${owner}, "x": ${x}, "y": ${y}, "hp": ${hp}, "resources": ${resources} }`
  return `{
  "name": ${JSON.stringify(name)},
  "source": ${JSON.stringify(source)},
  "stock": [${stock.join(', ')}],
  "terrain": [
${lines(Array.from({ length: rows }, (_, y) => JSON.stringify(row(y))))}
  ],
  "units": [
${lines(units.map(unit))}
  ]
}
`
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BadMap({ map: file, field: 'map', value: text.slice(0, 40), expected: 'JSON', cause })
  }
}

type Complain = (field: string, value: unknown, expected: string) => BadMap

function unitOf(unit: unknown, at: string, bad: Complain): MapUnit {
  if (!isObject(unit)) throw bad(at, unit, 'an object')
  const { id, owner, x, y, hp, resources } = unit
  const type = unitNames.find((name) => name === unit.type)
  if (type === undefined) throw bad(`${at}.type`, unit.type, `one of ${unitNames.join(', ')}`)
  if (owner !== -1 && owner !== 0 && owner !== 1) throw bad(`${at}.owner`, owner, '0, 1 or -1')
  for (const [field, value] of Object.entries({ id, x, y, hp, resources })) {
    if (!isCount(value)) throw bad(`${at}.${field}`, value, 'an integer from 0')
  }
  return { id, type, owner, x, y, hp, resources } as MapUnit
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** As the engine keeps numbers: 32 bits. */
function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0x7fffffff
}
