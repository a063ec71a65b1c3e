import type { UnitTable } from './units.ts'

/** What a unit does, by MicroRTS's codes. */
export const actionCodes = { wait: 0, move: 1, harvest: 2, return: 3, produce: 4, attack: 5 } as const

/** Directions: up (y - 1), right (x + 1), down (y + 1), left (x - 1); -1: none. */
export type Direction = -1 | 0 | 1 | 2 | 3

/**
 * A unit action in one small integer, so that lists of actions are plain arrays and equal actions are equal numbers.
 * The lowest three bits are the code. Above them:
 *
 *   wait            the duration in ticks
 *   attack          the index of the cell; -1: a place that is not on the map
 *   move, harvest,
 *   return, produce three bits for the type produced, above them the direction
 */
export type Action = number

/** Nothing for `ticks` ticks; -1: until the end of this tick. */
export function wait(ticks: number): Action {
  return ticks << 3
}

export function move(direction: number): Action {
  return (direction << 6) | actionCodes.move
}

export function harvest(direction: number): Action {
  return (direction << 6) | actionCodes.harvest
}

/** Hands the carried resources to the stockpile in that direction. */
export function giveBack(direction: number): Action {
  return (direction << 6) | actionCodes.return
}

export function produce(direction: number, type: number): Action {
  return (direction << 6) | (type << 3) | actionCodes.produce
}

export function attack(cell: number): Action {
  return (cell << 3) | actionCodes.attack
}

export function codeOf(action: Action): number {
  return action & 7
}

/** Of a move, a harvest, a return or a production. */
export function directionOf(action: Action): number {
  return action >> 6
}

/** Of a production. */
export function productOf(action: Action): number {
  return (action >> 3) & 7
}

/** Of an attack. */
export function targetOf(action: Action): number {
  return action >> 3
}

/** Of a wait, in ticks. */
export function ticksOf(action: Action): number {
  return action >> 3
}

/** Ticks that an action of a unit of that type takes (the reference's ETA). */
export function durationOf(table: UnitTable, type: number, action: Action): number {
  switch (action & 7) {
    case actionCodes.wait:
      return action >> 3
    case actionCodes.harvest:
      return table.harvestTime[type]!
    case actionCodes.produce:
      return table.produceTime[(action >> 3) & 7]!
    case actionCodes.attack:
      return table.attackTime[type]!
    default:
      // A return takes as long as a move: the table's returnTime is never used by the reference.
      return table.moveTime[type]!
  }
}
