import { wait } from '../actions.ts'
import type { Bot } from '../bot.ts'
import { type Orders, order } from '../orders.ts'
import { hasIdle, type Player, type State } from '../state.ts'
import { idleTicks } from './abstraction/translate.ts'

/** `PassiveAI`: everybody waits. */
export class Passive implements Bot {
  reset(): void {}

  decide(state: State, player: Player, orders: Orders): void {
    if (!hasIdle(state, player)) return
    const own = state.unitsOf[player]
    for (let i = 0, count = state.unitCount[player]; i < count; i++) {
      if (state.busy[own[i]] === 0) order(orders, own[i], wait(idleTicks))
    }
  }
}
