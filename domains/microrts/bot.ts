import type { Orders } from './orders.ts'
import type { Player, State } from './state.ts'

/** A player of MicroRTS. It keeps what it likes between the ticks of one game. */
export interface Bot {
  /** A new game begins: what is remembered of the last one goes. */
  reset(): void
  /**
   * Adds to `orders`, which come empty, what the player's units shall do. Called on every tick, also when every unit
   * is busy. Reads the state (under fog of war: what the player sees of it) and changes nothing in it.
   */
  decide(state: State, player: Player, orders: Orders): void
}
