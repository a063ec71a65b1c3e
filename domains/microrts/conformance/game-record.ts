import { gameMap, type MapUnit } from '../map.ts'
import { openMap } from '../maps.ts'
import type { OrdersRecord, PendingRecord, UnitRecord } from '../position.ts'
import { type Conflict, createState, type Player, type State } from '../state.ts'
import { type TableVersion, unitTables } from '../units.ts'

export type Difference = string | undefined

/** `[stock, units, pending]` */
export type StateRecord = readonly [readonly [number, number], readonly UnitRecord[], readonly PendingRecord[]]

/** A map that a record carries. */
export interface InlineMap {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly players: readonly { readonly id: number; readonly resources: number }[]
  /** Rows of 0 and 1. */
  readonly walls: readonly string[]
  readonly units: readonly MapUnit[]
}

/** A game of the Java engine, tick by tick. */
export interface GameRecord {
  readonly map?: string
  readonly mapInline?: InlineMap
  readonly utt: string
  readonly conflict: string
  /** Fog of war. */
  readonly po: boolean
  readonly maxTicks: number
  readonly seed: number
  readonly p0: string
  readonly p1: string
  /** The id of the first new unit. */
  readonly nextId: number
  readonly init: StateRecord
  /** What both bots returned, at the ticks where one returned anything. */
  readonly steps: readonly (readonly [time: number, first: OrdersRecord, second: OrdersRecord])[]
  /** After the tick that set this time. */
  readonly states: readonly (readonly [time: number, ...StateRecord])[]
  /** At the ticks where the digest changed; not in scenarios. */
  readonly hashes?: readonly (readonly [time: number, digest: string])[]
  readonly end: {
    readonly time: number
    readonly gameover: boolean
    readonly winner: number
    readonly nextId: number
    readonly state: StateRecord
  }
  readonly loop?: string
  readonly first?: Player
}

/** A game at the start that a record names. */
export function stateOf({
  map,
  mapInline,
  utt,
  conflict,
  seed,
}: Pick<GameRecord, 'map' | 'mapInline' | 'utt' | 'conflict' | 'seed'>): State {
  const table = unitTables[utt as TableVersion]
  if (table === undefined) throw new Error(`utt: expected one of ${Object.keys(unitTables).join(', ')}, got ${utt}`)
  if (!['BOTH', 'RANDOM', 'ALTERNATING'].includes(conflict)) {
    throw new Error(`conflict: expected BOTH, RANDOM or ALTERNATING, got ${conflict}`)
  }
  const played = mapInline === undefined ? openMap(String(map)) : inlined(mapInline)
  return createState(played, { table, conflict: conflict as Conflict, seed })
}

function inlined({ name, width, height, players, walls, units }: InlineMap) {
  return gameMap({
    name,
    source: 'a record',
    width,
    height,
    walls: Array.from(walls.join(''), (cell) => cell === '1'),
    stock: [players[0]!.resources, players[1]!.resources],
    units,
  })
}
