import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nearest } from '../nearest.ts'
import { type GameMap, gameMap } from './map.ts'
import { parseMapJson } from './map-json.ts'

const here = dirname(fileURLToPath(import.meta.url))
/** The same folder for the sources and for what is compiled from them (`dist/microrts`). */
const folder = join(basename(dirname(here)) === 'dist' ? join(here, '..', '..', 'microrts') : here, 'maps')

/** No map that comes with Cairn is called so. */
export class UnknownMap extends Error {
  readonly code = 'E_UNKNOWN_MAP'
  readonly map: string
  readonly nearest: string | undefined

  constructor(map: string, known: readonly string[]) {
    const near = nearest(map, known)
    const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`
    super(`no map is called ${JSON.stringify(map)}; ${hint}`)
    this.name = 'UnknownMap'
    this.map = map
    this.nearest = near
  }
}

const opened = new Map<string, GameMap>()

/** The names of the maps that come with Cairn. */
export function listMaps(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
    .sort()
}

/**
 * A map that comes with Cairn, read once.
 *
 * @throws UnknownMap naming the nearest
 */
export function openMap(name: string): GameMap {
  const known = opened.get(name)
  if (known !== undefined) return known
  const file = join(folder, `${name}.json`)
  if (!/^[\w-]+$/.test(name) || !existsSync(file)) throw new UnknownMap(name, listMaps())
  const map = gameMap(parseMapJson(readFileSync(file, 'utf8'), name))
  opened.set(name, map)
  return map
}
