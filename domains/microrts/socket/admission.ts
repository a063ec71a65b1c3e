import type { Action } from '../actions.ts'
import { type Claims, claim, claimPending, createClaims, leavesRoomFor } from '../claims.ts'
import { canExecute } from '../legal.ts'
import { type OrdersRecord, readAction, unitOfId } from '../position.ts'
import type { Player, State } from '../state.ts'
import { readAnswer } from './answers.ts'
import { BadMessage } from './bad-message.ts'
import type { Notation } from './notation.ts'

/**
 * Why an order must not be sent. What the first four make of the game in the Java engine ranges from an order lost to
 * the end of a tournament; of the last two it makes waits.
 */
export type Objection = 'not of the player' | 'busy' | 'ordered twice' | 'no such unit' | 'illegal' | 'in conflict'

/** Lets orders pass one by one that a correct player may send: own idle units, each once, legal beside one another. */
export class Admission {
  readonly #state: State
  readonly #player: Player
  readonly #claims: Claims
  readonly #ordered = new Set<number>()

  /** The state must not change while this is used. */
  constructor(state: State, player: Player) {
    this.#state = state
    this.#player = player
    this.#claims = createClaims(state)
    claimPending(state, this.#claims)
  }

  /** Lets an order pass, or says why not. */
  objectionTo(unit: number, action: Action): Objection | undefined {
    const [state, claims] = [this.#state, this.#claims]
    if (!(unit >= 0 && unit < state.created) || state.listed[unit] === 0) return 'no such unit'
    if (state.owner[unit] !== this.#player) return 'not of the player'
    if (state.busy[unit] === 1) return 'busy'
    if (this.#ordered.has(unit)) return 'ordered twice'
    this.#ordered.add(unit)
    if (!canExecute(state, unit, action)) return 'illegal'
    if (!leavesRoomFor(state, claims, unit, action)) return 'in conflict'
    claim(state, claims, unit, action)
    return undefined
  }
}

/**
 * Checks a line that is about to be sent as the answer to `getAction`, as text.
 *
 * @throws BadMessage saying why it must not be sent
 */
export function checkAnswer(state: State, player: Player, notation: Notation, line: string): OrdersRecord {
  const admission = new Admission(state, player)
  const orders = readAnswer(notation, line)
  for (const [id, ...action] of orders) {
    const objection = admission.objectionTo(unitOfId(state, id) ?? -1, readAction(state.map, action))
    if (objection !== undefined) throw new BadMessage('malformed', `unit ${id}: ${objection}`)
  }
  return orders
}
