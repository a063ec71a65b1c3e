import type { Difference } from '../../conformance/game-record.ts'
import { type SnapshotRecord, snapshotState } from '../../conformance/snapshots.ts'
import { createOrders } from '../../orders.ts'
import { type OrdersRecord, writeOrders } from '../../position.ts'
import { createBot } from '../index.ts'

/** A position with the decision of each bot for player 0 and for player 1, asked once, without a past. */
export interface DecisionsRecord extends SnapshotRecord {
  readonly bots: { readonly [name: string]: readonly [OrdersRecord, OrdersRecord] }
}

/** The first decision that is not the recorded one, in words; undefined when there is none. */
export function checkDecisionsRecord(record: DecisionsRecord): Difference {
  const state = snapshotState(record)
  for (const [name, decisions] of Object.entries(record.bots)) {
    for (const player of [0, 1] as const) {
      const orders = createOrders()
      createBot(name).decide(state, player, orders)
      const [expected, found] = [JSON.stringify(decisions[player]), JSON.stringify(writeOrders(state, orders))]
      if (expected !== found) return `bots.${name}[${player}]: expected ${expected}, found ${found}`
    }
  }
  return undefined
}
