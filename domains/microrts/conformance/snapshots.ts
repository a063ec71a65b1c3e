import { claimPending, createClaims } from '../claims.ts'
import { createView, look } from '../fog.ts'
import { JointActions } from '../joint-actions.ts'
import { legalActions, legalBuffer } from '../legal.ts'
import { openMap } from '../maps.ts'
import { createOrders } from '../orders.ts'
import { AStar } from '../path-finding/a-star.ts'
import { BreadthFirst } from '../path-finding/breadth-first.ts'
import { FloodFill } from '../path-finding/flood-fill.ts'
import { Greedy } from '../path-finding/greedy.ts'
import { type ActionRecord, setPosition, unitOfId, writeAction } from '../position.ts'
import { createState, type Player, type State } from '../state.ts'
import { type TableVersion, unitTables } from '../units.ts'
import type { Difference, StateRecord } from './game-record.ts'
import { differentItem } from './games.ts'

/** A position in the middle of a game, and what the Java engine says of it. */
export interface SnapshotRecord {
  readonly map: string
  readonly utt: string
  readonly time: number
  readonly state: StateRecord
  /** Of every idle unit of a player: its id and what it can do. */
  readonly legal: readonly (readonly [id: number, actions: readonly ActionRecord[]])[]
  /** How many consistent joint actions each player has; -1: not counted. */
  readonly jointCount: readonly [number, number]
  /** The ids that each player sees in fog of war. */
  readonly visible: readonly [readonly number[], readonly number[]]
  /** `[id, x, y, range, first step of A*, of BFS, of flood fill, of greedy, distance of A*]` */
  readonly paths: readonly (readonly number[])[]
}

export function checkSnapshotRecord(record: SnapshotRecord): Difference {
  const state = snapshotState(record)
  return differentLegal(record, state) ?? differentCounts(record, state) ?? differentPaths(record, state)
}

export function snapshotState({ map, utt, time, state: [stock, units, pending] }: SnapshotRecord): State {
  const table = unitTables[utt as TableVersion]
  if (table === undefined) throw new Error(`utt: expected one of ${Object.keys(unitTables).join(', ')}, got ${utt}`)
  const state = createState(openMap(map), { table })
  setPosition(state, { time, stock, units, pending })
  return state
}

function differentLegal({ legal }: SnapshotRecord, state: State): Difference {
  const buffer = legalBuffer(state.table)
  const idle = Array.from(state.list.subarray(0, state.listCount)).filter(
    (unit) => state.owner[unit]! >= 0 && state.busy[unit] === 0,
  )
  const found = idle.map((unit) => {
    const count = legalActions(state, unit, buffer)
    return [state.id[unit], Array.from(buffer.subarray(0, count), (action) => writeAction(state.map, action))]
  })
  return differentItem('legal', legal, found)
}

function differentCounts({ jointCount, visible }: SnapshotRecord, state: State): Difference {
  const [view, orders] = [createView(state), createOrders()]
  for (const player of [0, 1] as const) {
    look(state, player, view)
    const seen = Array.from(view.list.subarray(0, view.listCount), (unit) => view.id[unit])
    const different = differentItem(`visible[${player}]`, visible[player], seen)
    if (different !== undefined) return different
    if (jointCount[player] < 0) continue
    const count = countJointActions(state, player, orders)
    if (count !== jointCount[player]) return `jointCount[${player}]: expected ${jointCount[player]}, found ${count}`
  }
  return undefined
}

function countJointActions(state: State, player: Player, orders = createOrders()): number {
  const all = new JointActions(state, player)
  let count = 0
  while (all.next(orders)) count++
  return count
}

function differentPaths({ paths }: SnapshotRecord, state: State): Difference {
  const claims = createClaims(state)
  claimPending(state, claims)
  const [aStar, breadthFirst, greedy] = [new AStar(), new BreadthFirst(), new Greedy()]
  const found = paths.map(([id, x, y, range]) => {
    const unit = unitOfId(state, id!)!
    const target = x! + y! * state.map.width
    const steps = [aStar, breadthFirst, new FloodFill(), greedy].map((finder) =>
      finder.step(state, unit, target, range!, claims),
    )
    return [id, x, y, range, ...steps, aStar.distance(state, unit, target, range!, claims)]
  })
  return differentItem('paths', paths, found)
}
