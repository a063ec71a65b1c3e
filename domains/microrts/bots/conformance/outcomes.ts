import type { Difference } from '../../conformance/game-record.ts'
import { digest } from '../../digest.ts'
import { playGame } from '../../game.ts'
import { openMap } from '../../maps.ts'
import { type Conflict, createState } from '../../state.ts'
import { type TableVersion, unitTables } from '../../units.ts'
import { createBots } from '../index.ts'

/** How a game between two bots ended. */
export interface OutcomeRecord {
  readonly map: string
  readonly utt: string
  readonly conflict: string
  readonly maxTicks: number
  readonly p0: string
  readonly p1: string
  readonly winner: number
  readonly gameover: boolean
  readonly ticks: number
  readonly res0: number
  readonly res1: number
  readonly units0: number
  readonly units1: number
  /** Digest of the final state. */
  readonly finalHash: string
}

/** Plays the game bot against bot. The first difference in words; undefined when all is as recorded. */
export function checkOutcomeRecord(record: OutcomeRecord): Difference {
  const table = unitTables[record.utt as TableVersion]
  if (table === undefined) return `utt: expected one of ${Object.keys(unitTables).join(', ')}, got ${record.utt}`
  const state = createState(openMap(record.map), { table, conflict: record.conflict as Conflict })
  const end = playGame(state, createBots([record.p0, record.p1]), { maxTicks: record.maxTicks })
  const found = {
    winner: end.winner,
    gameover: end.over,
    ticks: end.time,
    res0: state.stock[0],
    res1: state.stock[1],
    units0: state.unitCount[0],
    units1: state.unitCount[1],
    finalHash: digest(state),
  }
  for (const [field, value] of Object.entries(found)) {
    const expected = record[field as keyof typeof found]
    if (value !== expected) return `${field}: expected ${expected}, found ${value}`
  }
  return undefined
}
