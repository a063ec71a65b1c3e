import { actionCodes, codeOf, directionOf, productOf, targetOf } from './actions.ts'
import type { State } from './state.ts'

/**
 * FNV-1a, 32 bit, of the compact JSON text `[[stock0, stock1], [[id, type, owner, x, y, hp, carried], ...],
 * [[id, issued, ...action], ...]]`: what recorded games are compared by. The text itself is never made.
 *
 * @returns eight hexadecimal digits
 */
export function digest(state: State): string {
  return digestOf(state).toString(16).padStart(8, '0')
}

/** The same as an unsigned number. */
export function digestOf(state: State): number {
  const { id, type, owner, x, y, hp, carried } = state
  let hash = byte(byte(0x811c9dc5, open), open)
  hash = byte(integer(hash, state.stock[0]!), comma)
  hash = byte(integer(hash, state.stock[1]!), close)
  hash = byte(byte(hash, comma), open)
  for (let i = 0; i < state.listCount; i++) {
    const unit = state.list[i]!
    if (i > 0) hash = byte(hash, comma)
    hash = integer(byte(hash, open), id[unit]!)
    hash = field(hash, type[unit]!)
    hash = field(hash, owner[unit]!)
    hash = field(hash, x[unit]!)
    hash = field(hash, y[unit]!)
    hash = field(hash, hp[unit]!)
    hash = byte(field(hash, carried[unit]!), close)
  }
  hash = byte(byte(byte(hash, close), comma), open)
  for (let i = 0; i < state.pendingCount; i++) {
    const unit = state.pending[i]!
    if (i > 0) hash = byte(hash, comma)
    hash = field(integer(byte(hash, open), id[unit]!), state.issued[unit]!)
    hash = byte(actionFields(hash, state, state.action[unit]!), close)
  }
  return byte(byte(hash, close), close) >>> 0
}

const [open, close, comma, minus, zero] = [0x5b, 0x5d, 0x2c, 0x2d, 0x30] as const
const prime = 0x01000193

function byte(hash: number, value: number): number {
  return Math.imul(hash ^ value, prime)
}

function field(hash: number, value: number): number {
  return integer(byte(hash, comma), value)
}

function integer(hash: number, value: number): number {
  if (value < 0) return integer(byte(hash, minus), -value)
  const rest = Math.floor(value / 10)
  return byte(rest === 0 ? hash : integer(hash, rest), zero + (value - 10 * rest))
}

function actionFields(hash: number, { map }: State, action: number): number {
  const code = codeOf(action)
  const next = field(hash, code)
  if (code === actionCodes.wait) return field(next, action >> 3)
  if (code === actionCodes.attack) return field(field(next, map.xOf[targetOf(action)]!), map.yOf[targetOf(action)]!)
  const directed = field(next, directionOf(action))
  return code === actionCodes.produce ? field(directed, productOf(action)) : directed
}
