import { BadMap, type MapDefinition, type MapUnit } from './map.ts'
import { unitNames } from './units.ts'
import { BadXml, parseXml, type XmlElement } from './xml.ts'

/** A fault in a map file that was read as XML. */
type Complain = (field: string, value: unknown, expected: string) => BadMap

/**
 * Reads a map file of the Java engine: root `rts.PhysicalGameState` with `terrain` (digits, or runs of letters),
 * `players` and `units`. Hit points are taken as they stand there, whatever the unit table says.
 *
 * @param name what to call the map
 * @throws BadMap naming the field
 */
export function parseMapXml(text: string, { name, source }: { name: string; source: string }): MapDefinition {
  const bad: Complain = (field, value, expected) => new BadMap({ map: name, field, value, expected })
  const root = rootOf(text, name)
  if (root.name !== 'rts.PhysicalGameState') throw bad('root element', root.name, 'rts.PhysicalGameState')
  const [width, height] = [integer(root, 'width', bad), integer(root, 'height', bad)]
  return {
    name,
    source,
    width,
    height,
    walls: decodeTerrain(only(root, 'terrain', bad).text.trim(), width * height, bad),
    stock: stockOf(only(root, 'players', bad), bad),
    units: only(root, 'units', bad).children.map((unit, i) => unitOf(unit, `units[${i}]`, bad)),
  }
}

/**
 * The walls that a terrain text of `cells` cells stands for: a digit per cell, 1 for a wall, or runs, where the
 * letter A (open) or B (wall) may be followed by how often it is repeated.
 *
 * @throws what `bad` makes
 */
export function decodeTerrain(text: string, cells: number, bad: Complain): boolean[] {
  const terrain = /[AB]/.test(text) ? runs(text, cells, bad) : text
  const wrong = /[^01]/.exec(terrain)
  if (wrong !== null) throw bad(`terrain[${wrong.index}]`, wrong[0], '0 or 1')
  // The reference's encoder drops a last run of length one; its cell is the opposite of the one before.
  const whole =
    terrain !== text && terrain.length === cells - 1 ? terrain + (terrain.endsWith('1') ? '0' : '1') : terrain
  if (whole.length !== cells) throw bad('terrain', whole.length, `${cells} cells`)
  return Array.from(whole, (cell) => cell === '1')
}

function runs(text: string, cells: number, bad: Complain): string {
  if (!/^(?:[AB]\d*)+$/.test(text)) throw bad('terrain', text.slice(0, 40), 'runs of A and B')
  let terrain = ''
  for (const [, letter, count] of text.matchAll(/([AB])(\d*)/g)) {
    const length = count === '' ? 1 : Number(count)
    if (terrain.length + length > cells) throw bad('terrain', `${letter}${count}`, `${cells} cells in all`)
    terrain += (letter === 'B' ? '1' : '0').repeat(length)
  }
  return terrain
}

function rootOf(text: string, map: string): XmlElement {
  try {
    return parseXml(text)
  } catch (cause) {
    if (!(cause instanceof BadXml)) throw cause
    throw new BadMap({ map, field: `line ${cause.line}`, value: cause.problem, expected: 'XML', cause })
  }
}

function stockOf({ children }: XmlElement, bad: Complain): [number, number] {
  if (children.length !== 2) throw bad('players', children.length, 'two players')
  const stock = children.map((player, i) => {
    if (player.name !== 'rts.Player') throw bad(`players[${i}]`, player.name, 'rts.Player')
    const id = integer(player, 'ID', bad, `players[${i}].`)
    if (id !== i) throw bad(`players[${i}].ID`, id, `${i}: players in the order of their ids`)
    return integer(player, 'resources', bad, `players[${i}].`)
  })
  return [stock[0]!, stock[1]!]
}

function unitOf(unit: XmlElement, at: string, bad: Complain): MapUnit {
  if (unit.name !== 'rts.units.Unit') throw bad(at, unit.name, 'rts.units.Unit')
  const type = unitNames.find((name) => name === unit.attributes.get('type'))
  if (type === undefined) throw bad(`${at}.type`, unit.attributes.get('type'), `one of ${unitNames.join(', ')}`)
  const read = (name: string) => integer(unit, name, bad, `${at}.`)
  const owner = read('player')
  if (owner !== -1 && owner !== 0 && owner !== 1) throw bad(`${at}.player`, owner, '0, 1 or -1')
  const [id, hp] = [read('ID'), read('hitpoints')]
  return { id, type, owner, x: read('x'), y: read('y'), hp, resources: read('resources') }
}

/** The one child of that name. */
function only({ children }: XmlElement, name: string, bad: Complain): XmlElement {
  const found = children.filter((child) => child.name === name)
  if (found.length !== 1) throw bad(name, found.length, 'exactly one element of that name')
  return found[0]!
}

function integer({ attributes }: XmlElement, name: string, bad: Complain, at = ''): number {
  const text = attributes.get(name)
  const value = Number(text)
  if (text === undefined || !/^-?\d+$/.test(text) || Math.abs(value) > 0x7fffffff) {
    throw bad(`${at}${name}`, text, 'a 32-bit integer')
  }
  return value
}
